package gedeon.metadata.search;

import gedeon.storage.sql.Sql;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The queue {@code catalogue.index_due}: one row a dataset whose place in the index is older than it is. Who changes a dataset writes its row in the same transaction. A
 * claim gives its row locks back at once, so that nobody who changes a dataset waits for the index; a row that was written again since stays.
 */
final class Due {
    private final Sql sql;

    Due(Sql sql) {
        this.sql = sql;
    }

    record Row(UUID dataset, OffsetDateTime since) {}

    /**
     * Up to {@code limit} rows, leaving those that somebody is writing and those of {@code without}.
     *
     * @param newest the last written first, else the first written
     */
    List<Row> claim(int limit, boolean newest, Collection<UUID> without) {
        return sql.inTransaction(c -> Sql.list(
                c,
                row -> new Row(row.getObject(1, UUID.class), row.getObject(2, OffsetDateTime.class)),
                "select dataset, since from catalogue.index_due where dataset <> all (?) order by since "
                        + (newest ? "desc" : "asc") + " limit ? for update skip locked",
                without.toArray(UUID[]::new),
                limit));
    }

    /** Takes away what is in the index by now; a row written again since the claim stays. */
    void done(Collection<Row> rows) {
        sql.update(
                "delete from catalogue.index_due where dataset in (select d.dataset from catalogue.index_due d"
                        + " join unnest(?::uuid[], ?::timestamptz[]) as t (dataset, since)"
                        + " on d.dataset = t.dataset and d.since = t.since for update of d skip locked)",
                rows.stream().map(Row::dataset).toArray(UUID[]::new),
                rows.stream().map(row -> row.since().toString()).toArray(String[]::new));
    }

    /** Every dataset, to be indexed the newest first and after what changes from now on. */
    void all() {
        sql.update("insert into catalogue.index_due (dataset, since) select id, least(created, now())"
                + " from catalogue.dataset where state <> 'deleted' on conflict (dataset) do nothing");
    }

    boolean empty() {
        return sql.list(row -> row.getInt(1), "select 1 from catalogue.index_due limit 1")
                .isEmpty();
    }

    long waiting() {
        return sql.one(row -> row.getLong(1), "select count(*) from catalogue.index_due")
                .orElse(0L);
    }
}
