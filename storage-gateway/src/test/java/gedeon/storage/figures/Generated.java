package gedeon.storage.figures;

import gedeon.storage.processes.Lab;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Objects as rows only: what the namespace and the ledger would hold if so many had been stored. Names are those of acquisitions by day, instrument and run; of
 * one key in ten there is an older version. Written by COPY, as a rebuild writes: triggers do not note it.
 */
final class Generated {
    private static final int BATCH = 1 << 16;
    private static final int FILES_A_RUN = 40;
    private static final int OLDER_EACH = 10;

    private final Lab lab;

    Generated(Lab lab) {
        this.lab = lab;
    }

    /** Where objects go. @param size of each, so that they come to what the notebook is said to hold */
    record Into(int notebook, int bucket, long objects, long size) {}

    /** Fills empty buckets, and counts what their notebooks use. Returns how many versions there are. */
    long fill(List<Into> all) throws Exception {
        long versions = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> running = new ArrayList<>();
            for (Into into : all) {
                long first = lab.sql()
                        .one(
                                row -> row.getLong(1),
                                "select setval('seq', nextval('seq') + ?) - ?",
                                2 * into.objects(),
                                2 * into.objects())
                        .orElseThrow();
                running.add(threads.submit(() -> fill(into, first)));
            }
            for (Future<Long> one : running) {
                versions += one.get();
            }
        }
        count();
        lab.sql().update("vacuum analyze");
        return versions;
    }

    private long fill(Into into, long first) throws SQLException, IOException {
        long versions = 0;
        try (Connection c = lab.sql().connection()) {
            c.setAutoCommit(true);
            Sql.update(c, "set session_replication_role = replica");
            for (long at = 0; at < into.objects(); at += BATCH) {
                versions += batch(c, into, first, at, Math.min(into.objects(), at + BATCH));
            }
            Sql.update(c, "reset session_replication_role");
        }
        return versions;
    }

    private static long batch(Connection c, Into into, long first, long from, long to)
            throws SQLException, IOException {
        StringBuilder version = new StringBuilder();
        StringBuilder current = new StringBuilder();
        StringBuilder blob = new StringBuilder();
        StringBuilder location = new StringBuilder();
        long versions = 0;
        for (long i = from; i < to; i++) {
            String key = "\\\\x" + hex(key(i));
            boolean older = i % OLDER_EACH == 0;
            for (long seq = first + 2 * i + (older ? 0 : 1); seq <= first + 2 * i + 1; seq++) {
                String id = "%08x-%04x-7%03x-8%03x-%012x"
                        .formatted(0x019_0000 + (seq >> 16), seq & 0xffff, into.bucket() & 0xfff, seq & 0xfff, seq);
                version.append(into.bucket())
                        .append('\t')
                        .append(key)
                        .append('\t')
                        .append(seq)
                        .append('\t')
                        .append(seq * 0x9E3779B97F4A7C15L)
                        .append("\tf\t")
                        .append(into.size())
                        .append('\t')
                        .append(id)
                        .append('\t')
                        .append("d41d8cd98f00b204e9800998ecf8427e")
                        .append("\t\\\\x")
                        .append("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                        .append('\t')
                        .append(seq)
                        .append('\n');
                blob.append(id)
                        .append('\t')
                        .append(into.notebook())
                        .append('\t')
                        .append(into.size())
                        .append('\n');
                location.append(id).append("\t1\t4096\t").append(into.size()).append('\n');
                versions++;
            }
            current.append(into.bucket())
                    .append('\t')
                    .append(key)
                    .append('\t')
                    .append(first + 2 * i + 1)
                    .append('\t')
                    .append(into.size())
                    .append("\td41d8cd98f00b204e9800998ecf8427e\tnow\n");
        }
        copy(c, "version (bucket_id, key, seq, nonce, is_null, size, blob_id, etag, sha256, change)", version);
        copy(c, "current (bucket_id, key, seq, size, etag, modified)", current);
        copy(c, "blob (id, notebook, size)", blob);
        copy(c, "location (blob_id, tier_id, pos, length)", location);
        return versions;
    }

    private static void copy(Connection c, String table, StringBuilder rows) throws SQLException {
        CopyIn copy = c.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin");
        byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
    }

    /** Forty files a run, a hundred runs a day: in the order of their numbers. */
    static String key(long i) {
        long run = i / FILES_A_RUN;
        return "%04d/%03d/nmr-600/run-%06d/fid-%08d.dat".formatted(2026 + run / 36_500, run / 100 % 365, run, i);
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private void count() {
        lab.sql().update("""
                update quota q set used = s.bytes, used_objects = s.objects from (
                    select b.notebook, sum(v.size)::bigint as bytes, count(*) as objects from version v join bucket b on b.id = v.bucket_id group by 1) s
                where q.kind = 'n' and q.id = s.notebook""");
        lab.sql().update("""
                update quota u set taken = s.bytes, taken_objects = s.objects from (
                    select parent, sum(used + leased)::bigint as bytes, sum(used_objects + leased_objects)::bigint as objects from quota where kind = 'n' group by 1) s
                where u.kind = 'u' and u.id = s.parent""");
    }
}
