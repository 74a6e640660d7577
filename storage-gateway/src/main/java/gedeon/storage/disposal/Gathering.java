package gedeon.storage.disposal;

import gedeon.storage.disposal.DisposalRequest.Kind;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.disposal.DisposalRows.Claim;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down which versions a disposal is about, page by page: what somebody approves is what somebody asked for, whatever comes meanwhile. A request that
 * meets a version which nobody may remove now ends refused.
 */
final class Gathering {
    private final Judgement judgement;
    private final int page;

    Gathering(Judgement judgement, int page) {
        this.judgement = judgement;
        this.page = page;
    }

    /** One page in one transaction. */
    Claim step(Connection c, Claim before) throws SQLException {
        Claim claim = DisposalRows.hold(c, before);
        Bucket bucket = Buckets.now(c, List.of(claim.bucket())).get(claim.bucket());
        if (bucket == null) {
            return refused(c, claim, "its bucket was deleted");
        }
        byte[] prefix = claim.prefix();
        if (prefix == null) {
            // Versions that were named were written down with the request.
            return gathered(c, claim);
        }
        List<Item> items = claim.kind() == Kind.WASTE
                ? Walks.marked(c, bucket.id(), prefix, claim.after(), page)
                : Walks.versions(c, bucket.id(), prefix, claim.after(), claim.horizon(), page);
        String locked = add(c, claim.id(), claim.kind(), bucket, items);
        if (locked != null) {
            return refused(c, claim, locked);
        }
        if (items.size() < page) {
            return gathered(c, claim);
        }
        Item last = items.getLast();
        Sql.update(
                c,
                "update disposal set after_key = ?, after_seq = ? where id = ?",
                last.key().bytes(),
                last.seq(),
                claim.id());
        return DisposalRows.hold(c, claim);
    }

    /** Writes versions down and counts them; returns why a request of them is refused, null where it is not. */
    @Nullable String add(Connection c, long disposal, Kind kind, Bucket bucket, List<Item> items) throws SQLException {
        if (items.isEmpty()) {
            return null;
        }
        List<Judgement.Judged> judged = judgement.judge(c, bucket, items, false);
        if (kind == Kind.REQUEST) {
            Preview.Sum locked = new Preview.Sum(kind, true);
            locked.add(judged);
            Preview all = locked.whole();
            if (all.goes() < all.versions()) {
                return Preview.locked(all.examples(), all.versions() - all.goes());
            }
        }
        List<Item> there = judged.stream()
                .filter(one -> one.version() != null)
                .map(Judgement.Judged::item)
                .toList();
        Sql.update(
                c,
                "insert into disposal_item (disposal, key, seq) select ?, key, seq from unnest(?::bytea[], ?::bigint[]) as t (key, seq) on conflict do nothing",
                disposal,
                Item.keys(c, there),
                Item.seqs(c, there));
        Sql.update(
                c,
                "update disposal set versions = versions + ?, bytes = bytes + ? where id = ?",
                there.size(),
                judged.stream()
                        .filter(one -> one.version() != null)
                        .mapToLong(one -> one.version().size().value())
                        .sum(),
                disposal);
        return null;
    }

    private static Claim gathered(Connection c, Claim claim) throws SQLException {
        record Sum(long versions, long bytes) {}
        Sum sum = Sql.list(
                        c,
                        row -> new Sum(row.getLong(1), row.getLong(2)),
                        "select versions, bytes from disposal where id = ?",
                        claim.id())
                .getFirst();
        if (sum.versions() == 0) {
            return refused(c, claim, "there is no such version");
        }
        boolean waste = claim.kind() == Kind.WASTE;
        State state = waste ? State.DISPOSING : State.REQUESTED;
        Sql.update(
                c,
                "update disposal set state = ?, due = case when ? then now() end where id = ?",
                state.name(),
                waste,
                claim.id());
        DisposalActs.note(
                c,
                claim.about(),
                waste ? DisposalNotice.Act.WASTE_DISPOSED : DisposalNotice.Act.REQUESTED,
                claim.asker(),
                claim.reason(),
                sum.versions(),
                sum.bytes());
        return DisposalRows.hold(c, claim.in(state));
    }

    /** What was written down of it goes away later. */
    private static Claim refused(Connection c, Claim claim, String why) throws SQLException {
        Sql.update(
                c,
                "update disposal set state = 'REFUSED', words = ?, decided = now(), ended = now(), due = now() where id = ?",
                why,
                claim.id());
        DisposalActs.note(c, claim.about(), DisposalNotice.Act.REFUSED, null, why, 0, 0);
        return DisposalRows.hold(c, claim.in(State.REFUSED));
    }
}
