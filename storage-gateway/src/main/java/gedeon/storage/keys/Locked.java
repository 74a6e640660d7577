package gedeon.storage.keys;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether anything of a notebook is locked. Answered by two partial indexes, bucket by bucket, however many versions there are. */
record Locked(boolean compliance, boolean held, boolean governance) {
    private static final String ANY =
            "exists (select 1 from bucket b cross join lateral (select 1 from version v where v.bucket_id = b.id and %s limit 1) v where b.notebook = ?)";
    private static final String ASK = "select "
            + ANY.formatted("v.lock_mode = 'COMPLIANCE' and v.retain_until > now()") + " as compliance, "
            + ANY.formatted("v.legal_hold") + " as held, "
            + ANY.formatted("v.lock_mode = 'GOVERNANCE' and v.retain_until > now()") + " as governance";

    static Locked now(Connection c, int notebook) throws SQLException {
        return Sql.list(
                        c,
                        row -> new Locked(
                                row.getBoolean("compliance"), row.getBoolean("held"), row.getBoolean("governance")),
                        ASK,
                        notebook,
                        notebook,
                        notebook)
                .getFirst();
    }

    /** Whether it stands in the way of who destroys the keys. */
    boolean stands(boolean bypass) {
        return compliance || held || governance && !bypass;
    }
}
