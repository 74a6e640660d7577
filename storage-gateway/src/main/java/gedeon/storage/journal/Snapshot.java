package gedeon.storage.journal;

import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Annals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the whole namespace as lines, page by page of its tables, with no transaction longer than a page. Each line has the change that was drawn when it
 * began: all that was drawn before was committed by then, so that a page shows it; all that comes later has a higher one, and a line of its own.
 *
 * <p>Pages are blocks of the table, read as they lie. A row that is changed meanwhile may move behind or before what is being read, and be in none of them:
 * it has its own line then. Tables whose rows change without one are read in the order of their keys, which never change.
 */
final class Snapshot {
    private static final int BLOCKS = 32;
    private static final int ROWS = 1000;
    private static final long LONGEST_WAIT_NANOS = 600_000_000_000L;

    private final Sql sql;
    private final JournalSeal seal;
    private final int largest;

    Snapshot(Sql sql, JournalSeal seal, int largest) {
        this.sql = sql;
        this.seal = seal;
        this.largest = largest;
    }

    private record Pages(String table, String relation, long blocks) {}

    void write(Annals to, Instant begun) throws IOException, InterruptedException {
        long change = barrier();
        try (Files files = new Files(to, begun)) {
            for (Told told : Told.values()) {
                if (told.changesUntold()) {
                    byKey(files, told, change);
                    continue;
                }
                for (Pages pages : pages(told.table())) {
                    for (long block = 0; block <= pages.blocks(); block += BLOCKS) {
                        page(files, pages, block, change);
                    }
                }
            }
            files.end();
            to.write(
                    Names.done(Names.snapshot(begun, 0)),
                    ("{\"change\":" + change + ",\"files\":" + files.number + "}\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Draws a change and waits until all who may have drawn a lower one have committed or not. */
    private long barrier() throws IOException, InterruptedException {
        long change = sql.one(row -> row.getLong(1), "select nextval('seq')").orElseThrow();
        String mine = sql.one(row -> row.getString(1), "select pg_current_xact_id()::text")
                .orElseThrow();
        long begun = System.nanoTime();
        while (!sql.one(
                        row -> row.getBoolean(1),
                        "select pg_snapshot_xmin(pg_current_snapshot()) > ?::text::xid8",
                        mine)
                .orElseThrow()) {
            if (System.nanoTime() - begun > LONGEST_WAIT_NANOS) {
                throw new IOException("a transaction has been open for ten minutes; the snapshot waits for its end");
            }
            Thread.sleep(50);
        }
        return change;
    }

    private List<Pages> pages(String table) {
        return sql.list(
                row -> new Pages(table, row.getString(1), row.getLong(2)),
                "with leaves as (select inhrelid as leaf from pg_inherits where inhparent = ?::regclass), "
                        + "all_of_it as (select leaf from leaves union all select ?::regclass::oid where not exists (select from leaves)) "
                        + "select leaf::regclass::text, pg_relation_size(leaf) / current_setting('block_size')::int from all_of_it order by 1",
                table,
                table);
    }

    private void byKey(Files files, Told told, long change) throws IOException {
        String key = String.join(", ", told.key());
        String from = "select row_to_json(t)::text from " + told.table() + " t";
        String order = " order by " + key + " limit " + ROWS;
        List<String> rows = sql.list(row -> row.getString(1), from + order);
        while (!rows.isEmpty()) {
            files.add(seal.json(new JournalEntry(
                    told.table(), false, change, rows.stream().collect(Collectors.joining(", ", "[", "]")))));
            rows = sql.list(
                    row -> row.getString(1),
                    from + " where (" + key + ") > (select " + key + " from jsonb_populate_record(null::" + told.table()
                            + ", ?::jsonb))" + order,
                    rows.getLast());
        }
    }

    private void page(Files files, Pages pages, long block, long change) throws IOException {
        String rows = sql.one(
                        row -> row.getString(1) == null ? "" : row.getString(1),
                        "select json_agg(row_to_json(c))::text from (select * from " + pages.relation()
                                + " where ctid >= ?::text::tid and ctid < ?::text::tid) c",
                        "(" + block + ",0)",
                        "(" + (block + BLOCKS) + ",0)")
                .orElse("");
        if (!rows.isEmpty()) {
            files.add(seal.json(new JournalEntry(pages.table(), false, change, rows.replace('\n', ' '))));
        }
    }

    /** Compressed, and ended when they are large. */
    private final class Files implements AutoCloseable {
        private final Annals to;
        private final Instant begun;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private OutputStream gzip = gzip();
        private int number;

        Files(Annals to, Instant begun) throws IOException {
            this.to = to;
            this.begun = begun;
        }

        private OutputStream gzip() throws IOException {
            return new GZIPOutputStream(bytes, 1 << 16) {
                {
                    def.setLevel(Deflater.BEST_SPEED);
                }
            };
        }

        void add(byte[] json) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + 10);
            JournalLine.write(line, json);
            line.writeTo(gzip);
            if (bytes.size() > largest) {
                end();
            }
        }

        void end() throws IOException {
            gzip.close();
            to.write(Names.snapshot(begun, ++number), bytes.toByteArray());
            bytes = new ByteArrayOutputStream();
            gzip = gzip();
        }

        @Override
        public void close() throws IOException {
            gzip.close();
        }
    }
}
