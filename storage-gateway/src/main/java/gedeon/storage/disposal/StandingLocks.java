package gedeon.storage.disposal;

import gedeon.storage.VersionId;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which versions of a request are locked now, at most {@value Preview#MOST}: from the few of a bucket that are, by their own indexes, to the request. */
final class StandingLocks {
    private static final String SELECT =
            "select v.key, v.seq, v.nonce, v.is_null from version v where v.bucket_id = ? and %s and exists (select 1 from disposal_item i "
                    + "where i.disposal = ? and i.key = v.key and i.seq = v.seq and i.hindrance is null) limit ?";

    private StandingLocks() {}

    static List<Preview.Stays> of(Connection c, DisposalRequest request, boolean bypass) throws SQLException {
        List<Preview.Stays> locked = new ArrayList<>();
        add(c, locked, request, Hindrance.COMPLIANCE, "v.lock_mode = 'COMPLIANCE' and v.retain_until > now()");
        add(c, locked, request, Hindrance.HELD, "v.legal_hold");
        if (!bypass) {
            add(c, locked, request, Hindrance.GOVERNANCE, "v.lock_mode = 'GOVERNANCE' and v.retain_until > now()");
        }
        return locked;
    }

    private static void add(
            Connection c, List<Preview.Stays> locked, DisposalRequest request, Hindrance why, String where)
            throws SQLException {
        if (locked.size() < Preview.MOST) {
            locked.addAll(Sql.list(
                    c,
                    row -> new Preview.Stays(
                            Item.read(row).key().toString(),
                            row.getBoolean("is_null")
                                    ? "null"
                                    : new VersionId(row.getLong("seq"), row.getLong("nonce")).toString(),
                            why),
                    SELECT.formatted(where),
                    request.bucketId(),
                    request.id(),
                    Preview.MOST - locked.size()));
        }
    }
}
