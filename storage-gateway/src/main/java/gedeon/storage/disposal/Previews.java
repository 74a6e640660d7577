package gedeon.storage.disposal;

import gedeon.storage.disposal.DisposalRequest.Kind;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Looks through all versions that are meant, page by page, each in a transaction of its own; changes nothing. */
final class Previews {
    private static final int PAGE = 1000;

    private final Sql sql;
    private final Judgement judgement;
    private final Resolving resolving;

    Previews(Sql sql, Judgement judgement, Resolving resolving) {
        this.sql = sql;
        this.judgement = judgement;
        this.resolving = resolving;
    }

    Preview of(Bucket bucket, Chosen chosen, Kind kind, boolean bypass) {
        Preview.Sum sum = new Preview.Sum(kind, bypass);
        switch (chosen) {
            case Chosen.Versions named -> {
                List<Item> items = resolving.items(bucket, named);
                sql.inTransaction(c -> {
                    sum.add(judgement.judge(c, bucket, items, true));
                    return items.size();
                });
            }
            case Chosen.Prefix prefix -> {
                Item last = null;
                List<Item> page;
                do {
                    Item after = last;
                    page = sql.inTransaction(c -> {
                        List<Item> items = kind == Kind.WASTE
                                ? Walks.marked(c, bucket.id(), prefix.bytes(), after, PAGE)
                                : Walks.versions(c, bucket.id(), prefix.bytes(), after, Long.MAX_VALUE, PAGE);
                        sum.add(judgement.judge(c, bucket, items, true));
                        return items;
                    });
                    last = page.isEmpty() ? last : page.getLast();
                } while (page.size() == PAGE);
            }
        }
        return sum.whole();
    }

    /** Of what a request has written down. */
    Preview of(Connection c, Bucket bucket, DisposalRequest request, boolean bypass, boolean ties) throws SQLException {
        Preview.Sum sum = new Preview.Sum(request.kind(), bypass);
        Item last = null;
        List<Item> page;
        do {
            page = Sql.list(
                    c,
                    Item::read,
                    "select key, seq from disposal_item where disposal = ? and hindrance is null and (key, seq) > (?, ?) order by disposal, key, seq limit ?",
                    request.id(),
                    last == null ? new byte[0] : last.key().bytes(),
                    last == null ? 0L : last.seq(),
                    PAGE);
            sum.add(judgement.judge(c, bucket, page, ties));
            last = page.isEmpty() ? last : page.getLast();
        } while (page.size() == PAGE);
        return sum.whole();
    }
}
