package gedeon.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A snapshot has each row that was there all the time, also where rows move while it reads. */
class SnapshotTests {
    @Test
    void rowsThatMoveUntoldWhileItReadsAreInIt() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            TestGateway.notebook(gateway, "n", 1000);
        }
        Sql sql = TestGateway.database(settings);
        // More blocks than are read at once, and room in the first ones for what moves.
        sql.update("insert into quota (kind, id, limit_bytes) select 'n', n, n from generate_series(1000, 10000) n");
        sql.update("insert into adopted_file (tier_id, blob_id, path, size, modified) select 9, md5(n::text)::uuid, "
                + "('a path that is as long as paths are/' || n)::bytea, n, n from generate_series(1, 5000) n");
        for (String table : List.of("quota", "adopted_file")) {
            sql.update("delete from " + table + " where ctid < '(8,0)'");
            vacuum(sql, table);
        }
        long quotas = count(sql, "quota");
        long files = count(sql, "adopted_file");
        Moving moving = new Moving(sql);
        new Snapshot(sql, new JournalSeal(new MemoryKeys()), 0).write(moving, Instant.now());

        assertThat(moving.moved).as("rows went to where was read before").containsOnlyKeys("quota", "adopted_file");
        assertThat(moving.rows("quota", "\"id\":(\\d+)")).isEqualTo(quotas);
        assertThat(moving.rows("adopted_file", "\"blob_id\":\"([0-9a-f-]+)\"")).isEqualTo(files);
    }

    private static long count(Sql sql, String table) {
        return sql.one(row -> row.getLong(1), "select count(*) from " + table).orElseThrow();
    }

    private static void vacuum(Sql sql, String table) throws Exception {
        try (var c = sql.connection();
                var act = c.createStatement()) {
            act.execute("vacuum " + table);
        }
    }

    /** Moves rows that are not read yet to where it was read, when the first page of a table is written. */
    private static final class Moving implements Annals {
        private final Sql sql;
        private final Map<String, byte[]> written = new TreeMap<>();
        private final Map<String, Boolean> moved = new TreeMap<>();

        Moving(Sql sql) {
            this.sql = sql;
        }

        @Override
        public void write(String name, byte[] bytes) throws IOException {
            written.put(name, bytes);
            if (name.endsWith(".gz")) {
                String text = text(bytes);
                for (String table : List.of("quota", "adopted_file")) {
                    if (text.contains("\"told\":\"" + table + "\"") && !moved.containsKey(table)) {
                        moved.put(table, true);
                        move(table);
                    }
                }
            }
        }

        /** What a block keeps free for changes is used up by the first, as where somebody reads for long: the next ones go where there is room. */
        private void move(String table) throws IOException {
            String change = table.equals("quota") ? "used = used + 1" : "md5 = '\\x00'";
            String late = "ctid >= '(40,0)' and ctid < '(41,0)'";
            long before = count(sql, table + " where " + late);
            try (Connection reading = sql.connection()) {
                reading.setAutoCommit(false);
                reading.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                try (var act = reading.createStatement()) {
                    act.execute("select 1 from " + table + " limit 1");
                }
                for (int i = 0; i < 2; i++) {
                    sql.update("update " + table + " set " + change + " where " + late);
                }
                reading.rollback();
            } catch (SQLException e) {
                throw new IOException(e);
            }
            assertThat(before - count(sql, table + " where " + late))
                    .as("%s: moved", table)
                    .isPositive();
            assertThat(count(sql, table + " where ctid < '(8,0)'"))
                    .as("%s: to the front", table)
                    .isPositive();
        }

        private static String text(byte[] gzip) throws IOException {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        /** How many there are, each once. */
        long rows(String table, String id) throws IOException {
            java.util.Set<String> ids = new java.util.HashSet<>();
            for (Map.Entry<String, byte[]> file : written.entrySet()) {
                if (file.getKey().endsWith(".gz")) {
                    for (String line : text(file.getValue()).split("\n")) {
                        if (line.contains("\"told\":\"" + table + "\"")) {
                            Matcher found = Pattern.compile(id).matcher(line);
                            while (found.find()) {
                                ids.add(found.group(1));
                            }
                        }
                    }
                }
            }
            return ids.size();
        }

        @Override
        public List<Entry> list() {
            return List.of();
        }

        @Override
        public InputStream read(String name) {
            return new ByteArrayInputStream(written.get(name));
        }

        @Override
        public void append(String name, byte[] bytes) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public void remove(String name) {
            written.remove(name);
        }
    }
}
