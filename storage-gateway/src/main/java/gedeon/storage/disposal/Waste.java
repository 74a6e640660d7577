package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import gedeon.storage.ObjectKey;
import gedeon.storage.VersionId;
import gedeon.storage.disposal.DisposalRequest.Kind;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Versions of acquisitions that were aborted or only tests: marked with a reason by who works in the notebook, disposed of by its manager alone while they
 * are new and nothing is tied to them. Durable on return; rights are the caller's to ask.
 */
public final class Waste {
    private static final int PAGE = 1000;
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final Sql sql;
    private final DisposalRequests requests;
    private final DisposalJob job;
    private final Previews previews;
    private final Resolving resolving;

    Waste(Sql sql, DisposalRequests requests, DisposalJob job, Previews previews, Resolving resolving) {
        this.sql = sql;
        this.requests = requests;
        this.job = job;
        this.previews = previews;
        this.resolving = resolving;
    }

    /** How many versions, and their bytes. */
    public record Count(long versions, ByteCount bytes) {
        public static final Count NONE = new Count(0, ByteCount.ZERO);

        Count plus(Count other) {
            return new Count(versions + other.versions, bytes.plus(other.bytes));
        }
    }

    /** A version that is marked. */
    public record Marked(
            ObjectKey key,
            String version,
            long seq,
            ByteCount size,
            Instant came,
            Instant marked,
            String by,
            String reason) {}

    /** Marks those that are not marked yet; returns how many that were. Stopped half way, the same again does the rest. */
    public Count mark(long who, Bucket bucket, Chosen chosen, String reason) {
        DisposalRequests.requireWords("a reason", reason);
        return each(
                bucket,
                chosen,
                false,
                DisposalNotice.Act.MARKED,
                who,
                reason.strip(),
                (c, items) -> Sql.list(
                        c,
                        Waste::size,
                        "with marked as (insert into waste (bucket_id, key, seq, account, reason) select v.bucket_id, v.key, v.seq, ?, ? "
                                + "from unnest(?::bytea[], ?::bigint[]) as t (key, seq) join version v on v.bucket_id = ? and v.key = t.key and v.seq = t.seq "
                                + "on conflict do nothing returning bucket_id, key, seq) "
                                + "select v.size from marked m join version v on v.bucket_id = ? and v.key = m.key and v.seq = m.seq",
                        who,
                        reason.strip(),
                        Item.keys(c, items),
                        Item.seqs(c, items),
                        bucket.id(),
                        bucket.id()));
    }

    /** Takes marks off; returns how many that were. */
    public Count unmark(long who, Bucket bucket, Chosen chosen) {
        return each(
                bucket,
                chosen,
                true,
                DisposalNotice.Act.UNMARKED,
                who,
                "",
                (c, items) -> Sql.list(
                        c,
                        Waste::size,
                        "with unmarked as (delete from waste w using unnest(?::bytea[], ?::bigint[]) as t (key, seq) "
                                + "where w.bucket_id = ? and w.key = t.key and w.seq = t.seq returning w.key, w.seq) "
                                + "select v.size from unmarked m join version v on v.bucket_id = ? and v.key = m.key and v.seq = m.seq",
                        Item.keys(c, items),
                        Item.seqs(c, items),
                        bucket.id(),
                        bucket.id()));
    }

    private static Long size(ResultSet row) throws SQLException {
        return row.getLong("size");
    }

    @FunctionalInterface
    private interface Change {
        List<Long> make(Connection c, List<Item> items) throws SQLException;
    }

    /** Page by page, each in a transaction with what is noted of it. */
    private Count each(
            Bucket bucket,
            Chosen chosen,
            boolean marked,
            DisposalNotice.Act act,
            long who,
            String words,
            Change change) {
        Count all = Count.NONE;
        Item last = null;
        List<Item> page;
        do {
            Item after = last;
            List<Item> items = switch (chosen) {
                case Chosen.Versions named -> resolving.items(bucket, named);
                case Chosen.Prefix prefix ->
                    sql.inTransaction(c -> marked
                            ? Walks.marked(c, bucket.id(), prefix.bytes(), after, PAGE)
                            : Walks.versions(c, bucket.id(), prefix.bytes(), after, Long.MAX_VALUE, PAGE));
            };
            page = items;
            all = all.plus(sql.inTransaction(c -> {
                List<Long> sizes = items.isEmpty() ? List.<Long>of() : change.make(c, items);
                Count count = new Count(
                        sizes.size(),
                        new ByteCount(sizes.stream().mapToLong(Long::longValue).sum()));
                if (count.versions() > 0) {
                    DisposalActs.note(
                            c,
                            new DisposalActs.About(bucket.notebook(), bucket.name(), null),
                            act,
                            who,
                            words,
                            count.versions(),
                            count.bytes().value());
                }
                return count;
            }));
            last = page.isEmpty() ? last : page.getLast();
        } while (page.size() == PAGE && chosen instanceof Chosen.Prefix);
        return all;
    }

    /** Marked versions of a bucket in the order of keys, behind one of them. */
    public List<Marked> list(Bucket bucket, byte[] prefix, byte @Nullable [] afterKey, long afterSeq, int most) {
        return sql.inTransaction(c -> {
            List<Item> items = Walks.marked(
                    c, bucket.id(), prefix, afterKey == null ? null : new Item(ObjectKey.of(afterKey), afterSeq), most);
            return Sql.list(
                    c,
                    Waste::marked,
                    "select v.key, v.seq, v.nonce, v.is_null, v.size, v.created, w.marked, a.name, w.reason from unnest(?::bytea[], ?::bigint[]) as t (key, seq) "
                            + "join waste w on w.bucket_id = ? and w.key = t.key and w.seq = t.seq join version v on v.bucket_id = ? and v.key = t.key and v.seq = t.seq "
                            + "join account a on a.id = w.account order by v.key, v.seq",
                    Item.keys(c, items),
                    Item.seqs(c, items),
                    bucket.id(),
                    bucket.id());
        });
    }

    static Marked marked(ResultSet row) throws SQLException {
        return new Marked(
                ObjectKey.of(row.getBytes("key")),
                row.getBoolean("is_null") ? "null" : new VersionId(row.getLong("seq"), row.getLong("nonce")).toString(),
                row.getLong("seq"),
                new ByteCount(row.getLong("size")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("marked", OffsetDateTime.class).toInstant(),
                row.getString("name"),
                row.getString("reason"));
    }

    /** What disposing of marked versions would do. */
    public Preview preview(Bucket bucket, Chosen chosen, boolean bypass) {
        return previews.of(bucket, chosen, Kind.WASTE, bypass);
    }

    /**
     * Disposes of marked versions; those that may not go stay, and are counted. Where that takes longer than some seconds the housekeeping does the rest, and
     * it is DISPOSING on return.
     *
     * @param bypass whether retention in GOVERNANCE is passed over; the right to is the caller's to ask, and is asked again when each version goes
     * @throws Refusal NO_SUCH_VERSION where nothing is marked
     */
    public DisposalRequest dispose(long manager, Bucket bucket, Chosen chosen, boolean bypass) {
        long id = requests.insert(manager, bucket, chosen, Kind.WASTE, "waste", bypass);
        job.now(id, AT_ONCE);
        DisposalRequest made = requests.find(id).orElseThrow();
        if (made.state() == DisposalRequest.State.REFUSED) {
            throw new Refusal(
                    Refusal.Reason.NO_SUCH_VERSION, "nothing of that is marked as waste in bucket " + bucket.name());
        }
        return made;
    }
}
