package gedeon.storage.figures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes the rows of {@link ManyNotebooks} as the gateway would have left them, without its bytes: versions, heads, blobs, locations and parts by COPY, and
 * what of it counts in the ledger. Nobody serves meanwhile; nothing of it is noted for journals, as in a rebuild.
 */
final class CopiedRows {
    private static final Duration HISTORY = Duration.ofDays(5 * 365);
    private static final String JSON = "{\"headers\": {\"content-type\": \"application/octet-stream\"}, \"user\": {}}";
    private static final List<String> TOLD = List.of("version", "part");
    private static final int CHUNK = 1 << 16;

    private final String url;
    private final ManyNotebooks notebooks;
    private final IntPredicate which;
    private final int[] buckets;
    private final int[] ids;
    private final long firstSeq;
    private final Instant begun;
    private final double nanosEach;
    private final Map<String, Duration> took = new LinkedHashMap<>();

    private CopiedRows(String url, ManyNotebooks notebooks, IntPredicate which) throws SQLException {
        this.url = url;
        this.notebooks = notebooks;
        this.which = which;
        this.buckets = new int[notebooks.notebooks()];
        this.ids = new int[notebooks.notebooks()];
        long versions = notebooks.versions(which);
        try (Connection c = open();
                Statement s = c.createStatement()) {
            try (ResultSet rows = s.executeQuery("select name, id, notebook from bucket where name like 'data-%'")) {
                while (rows.next()) {
                    int n = Integer.parseInt(rows.getString(1).substring("data-".length()));
                    buckets[n] = rows.getInt(2);
                    ids[n] = rows.getInt(3);
                }
            }
            try (ResultSet row = s.executeQuery(
                    "select setval('seq', nextval('seq') + " + versions + "), now() - interval '1 hour'")) {
                row.next();
                this.firstSeq = row.getLong(1) - versions + 1;
                this.begun = row.getTimestamp(2).toInstant().minus(HISTORY);
            }
        }
        this.nanosEach = (double) HISTORY.toNanos() / Math.max(1, versions);
    }

    /**
     * @param which of the notebooks, none of which has anything yet
     * @return how long each table took
     */
    static Map<String, Duration> fill(String url, ManyNotebooks notebooks, IntPredicate which)
            throws SQLException, IOException, InterruptedException {
        CopiedRows rows = new CopiedRows(url, notebooks, which);
        rows.triggers("disable");
        try {
            rows.copy();
        } finally {
            rows.triggers("enable");
        }
        rows.ledger();
        long started = System.nanoTime();
        try (Connection c = rows.open();
                Statement s = c.createStatement()) {
            // As years of inserts would have left them, and not as work for the first minutes of who serves now.
            s.execute("vacuum (freeze, analyze)");
        }
        rows.took.put("vacuum (freeze, analyze)", Duration.ofNanos(System.nanoTime() - started));
        return rows.took;
    }

    private Connection open() throws SQLException {
        Connection c = DriverManager.getConnection(url, "postgres", "postgres");
        c.setSchema("storage");
        return c;
    }

    private void triggers(String enabled) throws SQLException {
        try (Connection c = open();
                Statement s = c.createStatement()) {
            for (String table : TOLD) {
                s.execute("alter table " + table + " " + enabled + " trigger user");
            }
        }
    }

    @FunctionalInterface
    private interface Lines {
        void of(ManyNotebooks.Item item, Line line) throws IOException;
    }

    private void copy() throws IOException, InterruptedException {
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Future<?>> running = List.of(
                    both.submit(() -> {
                        copy(
                                "version",
                                "bucket_id, key, seq, nonce, is_null, size, blob_id, content_id, etag, sha256, checksums, created, lock_mode, retain_until, meta, change",
                                this::version);
                        return null;
                    }),
                    both.submit(() -> {
                        copy("current", "bucket_id, key, seq, size, etag, modified", this::head);
                        copy("blob", "id, notebook, size, created", this::blobs);
                        copy("location", "blob_id, tier_id, pos, length", this::locations);
                        copy("part", "content_id, number, start, size, blob_id, md5, created", this::parts);
                        return null;
                    }));
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private void copy(String table, String columns, Lines lines) throws SQLException, IOException {
        long started = System.nanoTime();
        try (Connection c = open()) {
            CopyIn copy =
                    c.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " (" + columns + ") from stdin");
            Line line = new Line(copy);
            notebooks.walk(which, item -> lines.of(item, line));
            line.flush();
            copy.endCopy();
        }
        synchronized (took) {
            took.put(table, Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private Instant created(ManyNotebooks.Item item) {
        return begun.plusNanos((long) (item.number() * nanosEach));
    }

    /** A long that looks drawn; the same for the same version and purpose. */
    private long drawn(ManyNotebooks.Item item, int purpose) {
        long z = ((firstSeq + item.number()) * 64 + purpose) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private void version(ManyNotebooks.Item item, Line line) throws IOException {
        Instant created = created(item);
        long seq = firstSeq + item.number();
        line.number(buckets[item.notebook()])
                .key(notebooks.key(item.notebook(), item.place()))
                .number(seq)
                .number(drawn(item, 0))
                .text("f")
                .number(notebooks.size(item));
        if (item.inParts()) {
            line.none().id(created, drawn(item, 1), drawn(item, 2));
        } else {
            blob(item, 0, line).none();
        }
        etag(item, line)
                .digest(drawn(item, 5), drawn(item, 6), drawn(item, 7), drawn(item, 8))
                .text("{\"CRC32\": \"" + hex(drawn(item, 9)).substring(0, 8) + "\"}")
                .time(created);
        if (ManyNotebooks.raw(item.notebook())) {
            line.text("GOVERNANCE").time(created.plus(Duration.ofDays(365)));
        } else {
            line.none().none();
        }
        line.text(JSON).number(seq).end();
    }

    private Line etag(ManyNotebooks.Item item, Line line) throws IOException {
        return line.text(hex(drawn(item, 3)) + hex(drawn(item, 4)) + (item.inParts() ? "-" + ManyNotebooks.PARTS : ""));
    }

    private void head(ManyNotebooks.Item item, Line line) throws IOException {
        if (item.head()) {
            line.number(buckets[item.notebook()])
                    .key(notebooks.key(item.notebook(), item.place()))
                    .number(firstSeq + item.number())
                    .number(notebooks.size(item));
            etag(item, line).time(created(item)).end();
        }
    }

    /** A version's only blob, or that of one of its parts. */
    private Line blob(ManyNotebooks.Item item, int part, Line line) throws IOException {
        return line.id(created(item), drawn(item, 10 + 2 * part), drawn(item, 11 + 2 * part));
    }

    private static int blobs(ManyNotebooks.Item item) {
        return item.inParts() ? ManyNotebooks.PARTS : 1;
    }

    /** Parts are alike, the last has what is left over. */
    private long bytes(ManyNotebooks.Item item, int part) {
        long size = notebooks.size(item);
        int blobs = blobs(item);
        return part < blobs - 1 ? size / blobs : size - size / blobs * (blobs - 1);
    }

    private void blobs(ManyNotebooks.Item item, Line line) throws IOException {
        for (int part = 0; part < blobs(item); part++) {
            blob(item, part, line)
                    .number(ids[item.notebook()])
                    .number(bytes(item, part))
                    .time(created(item))
                    .end();
        }
    }

    private void locations(ManyNotebooks.Item item, Line line) throws IOException {
        for (int part = 0; part < blobs(item); part++) {
            blob(item, part, line)
                    .number(1)
                    .number(512)
                    .number(bytes(item, part))
                    .end();
        }
    }

    private void parts(ManyNotebooks.Item item, Line line) throws IOException {
        for (int part = 0; item.inParts() && part < ManyNotebooks.PARTS; part++) {
            line.id(created(item), drawn(item, 1), drawn(item, 2))
                    .number(part + 1)
                    .number(part * bytes(item, 0))
                    .number(bytes(item, part));
            blob(item, part, line)
                    .digest(drawn(item, 20 + part), drawn(item, 30 + part))
                    .time(created(item))
                    .end();
        }
    }

    private void ledger() throws SQLException {
        try (Connection c = open();
                PreparedStatement own = c.prepareStatement(
                        "update quota set used = used + ?, used_objects = used_objects + ? where kind = 'n' and id = ?");
                PreparedStatement above = c.prepareStatement(
                        "with recursive up (id) as (select parent from quota where kind = 'n' and id = ? "
                                + "union all select q.parent from up join quota q on q.kind = 'u' and q.id = up.id) "
                                + "update quota set taken = taken + ?, taken_objects = taken_objects + ? where kind = 'u' and id in (select id from up)")) {
            for (int n = 0; n < notebooks.notebooks(); n++) {
                if (which.test(n)) {
                    own.setLong(1, notebooks.bytes());
                    own.setLong(2, notebooks.versions(n));
                    own.setInt(3, ids[n]);
                    own.execute();
                    above.setInt(1, ids[n]);
                    above.setLong(2, notebooks.bytes());
                    above.setLong(3, notebooks.versions(n));
                    above.execute();
                }
            }
        }
    }

    private static String hex(long value) {
        return java.util.HexFormat.of().toHexDigits(value);
    }

    /** A line of COPY's text format, and those before it that are not sent yet. */
    private static final class Line {
        private final CopyIn copy;
        private final StringBuilder text = new StringBuilder(2 * CHUNK);
        private boolean first = true;

        Line(CopyIn copy) {
            this.copy = copy;
        }

        private StringBuilder next() {
            if (!first) {
                text.append('\t');
            }
            first = false;
            return text;
        }

        Line number(long value) {
            next().append(value);
            return this;
        }

        /** @param value free of backslashes, tabs and ends of lines */
        Line text(String value) {
            next().append(value);
            return this;
        }

        Line none() {
            next().append("\\N");
            return this;
        }

        Line key(String key) {
            next().append("\\\\x");
            for (int i = 0; i < key.length(); i++) {
                text.append(Character.forDigit(key.charAt(i) >>> 4, 16))
                        .append(Character.forDigit(key.charAt(i) & 15, 16));
            }
            return this;
        }

        Line digest(long... words) {
            next().append("\\\\x");
            for (long word : words) {
                text.append(hex(word));
            }
            return this;
        }

        Line time(Instant time) {
            next().append(time);
            return this;
        }

        /** As {@link gedeon.storage.BlobId} draws them: time first. */
        Line id(Instant time, long high, long low) {
            String a = hex(time.toEpochMilli() << 16 | high & 0xffff);
            next().append(a).append(hex(low));
            return this;
        }

        void end() throws IOException {
            text.append('\n');
            first = true;
            if (text.length() > CHUNK) {
                flush();
            }
        }

        void flush() throws IOException {
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            try {
                copy.writeToCopy(bytes, 0, bytes.length);
            } catch (SQLException e) {
                throw new IOException("rows did not go to the database: " + e.getMessage(), e);
            }
            text.setLength(0);
        }
    }
}
