package gedeon.storage.disposal;

import gedeon.storage.StoredVersion;
import gedeon.storage.disposal.DisposalRequest.Kind;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.disposal.DisposalRows.Claim;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.namespace.Garbage;
import gedeon.storage.namespace.Locks;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.RightsNow;
import gedeon.storage.objects.Bucket;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lets versions of a disposal go, batch by batch. A batch is one transaction under the keys' locks: whatever came since is looked at once more, tombstones,
 * ledger, heads and outbox follow, and what was waiting is either gone or says why it stays. Whoever repeats it finds it done.
 */
final class Removal {
    private final Judgement judgement;
    private final QuotaLedger ledger;
    private final Announcements announcements;
    private final Duration later;
    private final int batch;

    /** @param later how much later than other garbage the bytes go */
    Removal(Judgement judgement, QuotaLedger ledger, Announcements announcements, Duration later, int batch) {
        this.judgement = judgement;
        this.ledger = ledger;
        this.announcements = announcements;
        this.later = later;
        this.batch = batch;
    }

    /** @param freed for {@link QuotaLedger#credited} after the commit */
    record Done(Claim claim, Room freed) {}

    Done step(Connection c, Claim before) throws SQLException {
        List<Item> items = waiting(c, before.id());
        if (items.isEmpty()) {
            return new Done(finished(c, DisposalRows.hold(c, before)), Room.NONE);
        }
        Locks.keys(
                c,
                List.of(before.bucket()),
                items.stream()
                        .map(one -> Locks.hash(before.bucket(), one.key()))
                        .toList());
        Claim claim = DisposalRows.hold(c, before);
        Bucket bucket = Buckets.now(c, List.of(claim.bucket())).get(claim.bucket());
        List<Judgement.Judged> judged =
                bucket == null ? List.of() : judgement.judge(c, bucket, items, claim.kind() == Kind.WASTE);
        boolean bypass = claim.bypass() && mayBypass(c, claim);
        List<StoredVersion> goes = new ArrayList<>();
        List<Item> gone = new ArrayList<>();
        List<Item> stays = new ArrayList<>();
        List<String> why = new ArrayList<>();
        for (Judgement.Judged one : judged) {
            one.stands(claim.kind(), bypass)
                    .ifPresentOrElse(
                            hindrance -> {
                                stays.add(one.item());
                                why.add(hindrance.name());
                            },
                            () -> {
                                gone.add(one.item());
                                goes.add(Objects.requireNonNull(one.version()));
                            });
        }
        if (bucket == null) {
            items.forEach(one -> {
                stays.add(one);
                why.add(Hindrance.GONE.name());
            });
        }
        stay(c, claim, stays, why);
        Room freed = goes.isEmpty() || bucket == null ? Room.NONE : remove(c, claim, bucket, gone, goes);
        return new Done(claim, freed);
    }

    private List<Item> waiting(Connection c, long disposal) throws SQLException {
        return Sql.list(
                c,
                Item::read,
                "select key, seq from disposal_item where disposal = ? and hindrance is null order by disposal, key, seq limit ?",
                disposal,
                batch);
    }

    /** Who took it upon himself may have lost the right since. */
    private static boolean mayBypass(Connection c, Claim claim) throws SQLException {
        Long by = claim.kind() == Kind.WASTE ? Long.valueOf(claim.asker()) : claim.decider();
        return by != null && RightsNow.may(c, by, Act.BYPASS_RETENTION, claim.notebook());
    }

    private static void stay(Connection c, Claim claim, List<Item> stays, List<String> why) throws SQLException {
        if (stays.isEmpty()) {
            return;
        }
        Sql.update(
                c,
                "update disposal_item i set hindrance = t.why from unnest(?::bytea[], ?::bigint[], ?::text[]) as t (key, seq, why) "
                        + "where i.disposal = ? and i.key = t.key and i.seq = t.seq",
                Item.keys(c, stays),
                Item.seqs(c, stays),
                c.createArrayOf("text", why.toArray()),
                claim.id());
        Sql.update(c, "update disposal set stayed = stayed + ? where id = ?", stays.size(), claim.id());
    }

    private Room remove(Connection c, Claim claim, Bucket bucket, List<Item> gone, List<StoredVersion> goes)
            throws SQLException {
        List<Garbage.Named> named = bury(c, claim, bucket, gone);
        if (named.size() != goes.size()) {
            throw new IllegalStateException("of " + goes.size() + " versions of bucket " + bucket.name() + " "
                    + named.size() + " went: something removes them without holding their keys");
        }
        Garbage.addNamed(c, named, later);
        moveHeads(c, bucket, gone);
        Sql.update(
                c,
                "delete from waste w using unnest(?::bytea[], ?::bigint[]) as t (key, seq) where w.bucket_id = ? and w.key = t.key and w.seq = t.seq",
                Item.keys(c, gone),
                Item.seqs(c, gone),
                bucket.id());
        Sql.update(
                c,
                "delete from disposal_item i using unnest(?::bytea[], ?::bigint[]) as t (key, seq) where i.disposal = ? and i.key = t.key and i.seq = t.seq",
                Item.keys(c, gone),
                Item.seqs(c, gone),
                claim.id());
        long bytes = goes.stream().mapToLong(one -> one.size().value()).sum();
        Sql.update(
                c,
                "update disposal set disposed = disposed + ?, disposed_bytes = disposed_bytes + ? where id = ?",
                goes.size(),
                bytes,
                claim.id());
        announcements.publish(c, "deleted", goes);
        for (StoredVersion one : goes) {
            announcements.tell(c, bucket, "ObjectRemoved:Delete", one);
        }
        Room freed = new Room(bytes, goes.size());
        ledger.settle(c, bucket.notebook(), Room.NONE, freed);
        return freed;
    }

    /** The versions go and their tombstones come by one statement. Of waste whoever marked it asked, and said why. */
    private static List<Garbage.Named> bury(Connection c, Claim claim, Bucket bucket, List<Item> gone)
            throws SQLException {
        String asker = claim.askerName();
        return Sql.list(
                c,
                Garbage.Named::read,
                "with gone as (delete from version v using unnest(?::bytea[], ?::bigint[]) as t (key, seq) where v.bucket_id = ? and v.key = t.key and v.seq = t.seq "
                        + "returning v.*) insert into tombstone (bucket_id, key, seq, nonce, is_null, notebook, bucket, size, etag, sha256, checksums, composite, content_type, "
                        + "encryption, blob_id, content_id, created, requested_by, approved_by, reason, disposal) select g.bucket_id, g.key, g.seq, g.nonce, g.is_null, ?, ?, "
                        + "g.size, g.etag, g.sha256, g.checksums, g.composite, g.meta -> 'headers' ->> 'content-type', g.encryption, g.blob_id, g.content_id, g.created, "
                        + "coalesce(a.name, ?), ?, coalesce(w.reason, ?), ? from gone g left join waste w on ? and w.bucket_id = g.bucket_id and w.key = g.key and w.seq = g.seq "
                        + "left join account a on a.id = w.account returning blob_id, content_id",
                Item.keys(c, gone),
                Item.seqs(c, gone),
                bucket.id(),
                bucket.notebook(),
                bucket.name(),
                asker,
                claim.kind() == Kind.WASTE ? asker : Objects.requireNonNull(claim.deciderName()),
                claim.reason(),
                claim.id(),
                claim.kind() == Kind.WASTE);
    }

    /** Only what was on top uncovers another, unless that is a marker. */
    private static void moveHeads(Connection c, Bucket bucket, List<Item> gone) throws SQLException {
        List<byte[]> uncovered = Sql.list(
                c,
                row -> row.getBytes("key"),
                "delete from current h using unnest(?::bytea[], ?::bigint[]) as t (key, seq) where h.bucket_id = ? and h.key = t.key and h.seq = t.seq returning h.key",
                Item.keys(c, gone),
                Item.seqs(c, gone),
                bucket.id());
        if (!uncovered.isEmpty()) {
            Sql.update(
                    c,
                    "insert into current (bucket_id, key, seq, size, etag, modified, storage_class) select v.bucket_id, v.key, v.seq, v.size, v.etag, v.created, v.storage_class "
                            + "from unnest(?::bytea[]) as t (key) cross join lateral (select * from version where bucket_id = ? and key = t.key order by seq desc limit 1) v "
                            + "where v.kind = 'o'",
                    c.createArrayOf("bytea", uncovered.toArray(byte[][]::new)),
                    bucket.id());
        }
    }

    private static Claim finished(Connection c, Claim claim) throws SQLException {
        record Sum(long disposed, long bytes) {}
        Sum sum = Sql.list(
                        c,
                        row -> new Sum(row.getLong(1), row.getLong(2)),
                        "update disposal set state = 'DONE', ended = now(), due = null where id = ? returning disposed, disposed_bytes",
                        claim.id())
                .getFirst();
        DisposalActs.note(c, claim.about(), DisposalNotice.Act.DONE, null, claim.reason(), sum.disposed(), sum.bytes());
        return DisposalRows.hold(c, claim.in(State.DONE));
    }
}
