package gedeon.storage.disposal;

import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Retention;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at versions, many at once, and says of each why it may not go. What is read under the keys' locks holds until the transaction ends. */
final class Judgement {
    /** From when a version's retention was reckoned to its commit. */
    private static final Duration SAME = Duration.ofMinutes(5);

    private final Ties ties;
    private final DisposalSettings settings;

    Judgement(Ties ties, DisposalSettings settings) {
        this.ties = ties;
        this.settings = settings;
    }

    /** @param version null where it is gone */
    record Judged(Item item, @Nullable StoredVersion version, Set<Hindrance> found) {
        /** The first that stands in the way. */
        Optional<Hindrance> stands(DisposalRequest.Kind kind, boolean bypass) {
            return found.stream().filter(one -> one.stands(kind, bypass)).findFirst();
        }
    }

    private record Seen(StoredVersion version, Set<Hindrance> found) {}

    /** In the order of {@code items}. @param all whether ties are looked for as well */
    List<Judged> judge(Connection c, Bucket bucket, List<Item> items, boolean all) throws SQLException {
        Map<Item, Seen> seen = new HashMap<>();
        for (Seen one : seen(c, bucket, items)) {
            if (one.found().contains(Hindrance.GOVERNANCE) && isRuled(one.version())) {
                one.found().remove(Hindrance.GOVERNANCE);
                one.found().add(Hindrance.RULED);
            }
            seen.put(new Item(one.version().key(), one.version().version().seq()), one);
        }
        if (all && !seen.isEmpty()) {
            Map<VersionId, Ties.Tie> tied =
                    ties.of(c, bucket, seen.values().stream().map(Seen::version).toList());
            for (Seen one : seen.values()) {
                Ties.Tie tie = tied.get(one.version().version());
                if (tie != null) {
                    one.found().add(tie == Ties.Tie.SEALED ? Hindrance.SEALED : Hindrance.TIED);
                }
            }
        }
        List<Judged> judged = new ArrayList<>();
        for (Item item : items) {
            Seen one = seen.get(item);
            judged.add(
                    one == null
                            ? new Judged(item, null, EnumSet.of(Hindrance.GONE))
                            : new Judged(item, one.version(), one.found()));
        }
        return judged;
    }

    /** Whether its retention ends when that of raw data does which came then: nobody has set it, or changed it since. Not by the bucket's rule of now, which its manager sets. */
    private static boolean isRuled(StoredVersion version) {
        Instant until = version.lock().retainUntil();
        return until != null
                && Duration.between(Retention.RAW_DATA.end(version.created()), until)
                                .abs()
                                .compareTo(SAME)
                        < 0;
    }

    private List<Seen> seen(Connection c, Bucket bucket, List<Item> items) throws SQLException {
        return Sql.list(
                c,
                Judgement::seen,
                "select " + VersionRow.COLUMNS
                        + ", coalesce(v.retain_until > now(), false) as retained, v.created < now() - ? * interval '1 millisecond' as late, "
                        + "exists (select 1 from waste w where w.bucket_id = v.bucket_id and w.key = v.key and w.seq = v.seq) as marked "
                        + "from unnest(?::bytea[], ?::bigint[]) as t (key, seq) join version v on v.bucket_id = ? and v.key = t.key and v.seq = t.seq "
                        + "join bucket b on b.id = v.bucket_id where v.kind = 'o'",
                settings.wasteWithin().toMillis(),
                Item.keys(c, items),
                Item.seqs(c, items),
                bucket.id());
    }

    private static Seen seen(ResultSet row) throws SQLException {
        StoredVersion version = VersionRow.read(row);
        Set<Hindrance> found = EnumSet.noneOf(Hindrance.class);
        if (row.getBoolean("retained")) {
            found.add(
                    version.lock().mode() == ObjectLock.Mode.GOVERNANCE ? Hindrance.GOVERNANCE : Hindrance.COMPLIANCE);
        }
        if (version.lock().legalHold()) {
            found.add(Hindrance.HELD);
        }
        if (row.getBoolean("late")) {
            found.add(Hindrance.LATE);
        }
        if (!row.getBoolean("marked")) {
            found.add(Hindrance.UNMARKED);
        }
        return new Seen(version, found);
    }
}
