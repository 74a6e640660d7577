package gedeon.storage.figures;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a namespace takes: on the disk by table and index, in memory, and the time to read all of it. */
final class Space {
    private static final String RELATIONS = """
            with parts as (
                select c.oid, c.relkind, coalesce(p.relname, c.relname)::text as name, coalesce(p.oid, c.oid) as whole, c.reltuples
                from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
                where c.relnamespace = 'storage'::regnamespace and c.relkind in ('r', 'i')),
            sums as (
                select name, relkind, whole, sum(pg_relation_size(oid))::bigint as bytes,
                    sum(case when relkind = 'r' then pg_total_relation_size(oid) else pg_relation_size(oid) end)::bigint as total,
                    sum(greatest(reltuples, 0))::bigint as rows, max(case when relkind = 'i' then (bt_metap(oid::regclass::text)).level end) as level
                from parts group by 1, 2, 3)
            select s.name, s.relkind = 'i' as index, coalesce(t.relname::text, s.name) as of, s.bytes, s.total, s.rows, s.level
            from sums s left join pg_index x on x.indexrelid = s.whole left join pg_class t on t.oid = x.indrelid
            order by (select max(o.total) from sums o where o.name = coalesce(t.relname::text, s.name) and o.relkind = 'r') desc, of, s.relkind = 'i', s.bytes desc""";

    private Space() {}

    /**
     * A table or an index, its partitions together.
     *
     * @param total of a table with its indexes
     * @param level of the root of the deepest partition's index, 0 where it is a leaf; -1 of a table
     */
    record Relation(String name, boolean index, String of, long bytes, long total, long rows, int level) {}

    static List<Relation> relations(Connection c) throws SQLException {
        List<Relation> all = new ArrayList<>();
        try (Statement s = c.createStatement()) {
            s.execute("create extension if not exists pageinspect");
            try (ResultSet row = s.executeQuery(RELATIONS)) {
                while (row.next()) {
                    int level = row.getInt(7);
                    all.add(new Relation(
                            row.getString(1),
                            row.getBoolean(2),
                            row.getString(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.wasNull() ? -1 : level));
                }
            }
        }
        return all;
    }

    /** Memory of all processes of that server, what they share counted once; bytes. */
    static long resident(Path data) throws IOException {
        long server = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        List<ProcessHandle> all = new ArrayList<>(
                ProcessHandle.of(server).orElseThrow().descendants().toList());
        all.add(ProcessHandle.of(server).orElseThrow());
        long sum = 0;
        for (ProcessHandle one : all) {
            sum += proportional(one.pid());
        }
        return sum;
    }

    private static long proportional(long pid) throws IOException {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
            return 0;
        } catch (NoSuchFileException e) {
            // It ended meanwhile.
            return 0;
        }
    }

    /** A cluster's files as a backup meets them. */
    record ReadThrough(long bytes, Duration took) {}

    /** Each file read and hashed. */
    static ReadThrough read(Path data) throws IOException, NoSuchAlgorithmException {
        long begun = System.nanoTime();
        long bytes = 0;
        byte[] buffer = new byte[1 << 20];
        List<Path> files;
        try (Stream<Path> walk = Files.walk(data)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = Files.newInputStream(file)) {
                for (int n; (n = in.read(buffer)) >= 0; bytes += n) {
                    digest.update(buffer, 0, n);
                }
            } catch (NoSuchFileException e) {
                continue;
            }
            digest.digest();
        }
        return new ReadThrough(bytes, Duration.ofNanos(System.nanoTime() - begun));
    }
}
