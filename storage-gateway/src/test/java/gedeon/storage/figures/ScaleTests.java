package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A namespace of 550 notebooks takes writes and answers reads as an empty one does: docs/scale.md. The database is as the server starts its own, but that
 * checkpoints come every two minutes at least, so that several fall into what is measured.
 */
@EnabledIfSystemProperty(named = "gedeon.figures", matches = "true")
class ScaleTests {
    private static final int NOTEBOOKS = 550;
    private static final int OBJECTS = Integer.getInteger("gedeon.scale.objects", 200_000);
    private static final int TERABYTES = Integer.getInteger("gedeon.scale.terabytes", NOTEBOOKS * 100);
    private static final int MINUTES = Integer.getInteger("gedeon.scale.minutes", 1);
    private static final int WRITERS = Integer.getInteger("gedeon.scale.writers", 8);
    private static final int CHECKPOINTS = 2;

    private final ManyNotebooks notebooks =
            new ManyNotebooks(NOTEBOOKS, OBJECTS, TERABYTES * 1_000_000_000_000L / NOTEBOOKS);

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private List<AccessKey> owners = List.of();

    @BeforeEach
    void place() throws IOException {
        String asked = System.getProperty("gedeon.scale.folder");
        folder = asked == null ? temporary.resolve("scale") : Path.of(asked).resolve("gedeon-scale");
        remove();
        Files.createDirectories(folder);
    }

    @AfterEach
    void remove() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    @Test
    void aFullNamespaceIsAsFastAsAnEmptyOne() throws Exception {
        say("%s; %d writers, %d min", notebooks, WRITERS, MINUTES);
        try (DiskDatabase database = new DiskDatabase(folder.resolve("postgres"), Plans.SERVER);
                Connection admin = DriverManager.getConnection(database.url(), "postgres", "postgres")) {
            databases(database, admin);
            try (OpenPort port = port(database, "warm")) {
                new Writing(notebooks, false).run(port, WRITERS, Math.max(60, 6 * MINUTES), 0, () -> 0);
            }
            execute(admin, "drop database warm");
            Writing.Figures empty = write(database, admin, "empty", false);
            fill(database, admin);
            Writing.Figures full = write(database, admin, "filled", true);

            // Both have just been written to when they are read.
            try (OpenPort port = port(database, "small")) {
                new Writing(notebooks, false).run(port, WRITERS, 60.0 * MINUTES, 0, () -> 0);
            }
            List<Reading.Compared> reads;
            try (OpenPort small = port(database, "small");
                    OpenPort large = port(database, "filled")) {
                reads = new Reading(notebooks, small, large).run();
            }
            for (Reading.Compared one : reads) {
                say(
                        "%s: %.2f ms, at 10,000 objects %.2f ms, ratio %.2f (p95 %.2f ms)",
                        one.name(), one.full(), one.small(), one.ratio(), one.p95());
            }
            Map<String, Plans.Seen> plans = plans(database, admin);
            space(database);
            say("PUT p95, full over empty: %.2f", full.p95() / empty.p95());

            assertThat(plans.values()).allMatch(one -> one.scanned().isEmpty());
            assertThat(full.p95() / empty.p95())
                    .as("p95 of PUTs, full over empty")
                    .isLessThanOrEqualTo(2);
            assertThat(reads)
                    .allSatisfy(one -> assertThat(one.ratio()).as(one.name()).isLessThanOrEqualTo(1.3));
        }
    }

    private static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, "scale: " + text + "%n", values);
    }

    /** Of 550 notebooks without an object, and one with 10,000. */
    private void databases(DiskDatabase database, Connection admin) throws Exception {
        execute(admin, "create database base");
        try (Gateway gateway = TestGateway.open(DiskDatabase.settings(database.url("base")), new MemoryTier())) {
            owners = notebooks.found(gateway);
        }
        for (String name : List.of("warm", "empty", "small", "filled")) {
            execute(admin, "create database " + name + " template base");
        }
        CopiedRows.fill(database.url("small"), notebooks, n -> n == 1);
    }

    private OpenPort port(DiskDatabase database, String name) throws IOException {
        return new OpenPort(database.url(name), folder.resolve("tier-" + name), owners);
    }

    private Writing.Figures write(DiskDatabase database, Connection admin, String name, boolean filled)
            throws Exception {
        int seconds = Math.clamp(MINUTES * 60L / 3, 30, 120);
        configure(admin, "checkpoint_timeout = '" + seconds + "s'");
        execute(admin, "checkpoint");
        try (OpenPort port = port(database, name)) {
            Writing writing = new Writing(notebooks, filled);
            writing.run(port, WRITERS, 10, 0, () -> 0);
            Blocks before = Blocks.of(admin, name);
            Writing.Figures figures = writing.run(
                    port,
                    WRITERS,
                    60.0 * MINUTES,
                    CHECKPOINTS,
                    () -> number(admin, "select num_done from pg_stat_checkpointer"));
            say("%s: %s", name, figures);
            Blocks blocks = Blocks.of(admin, name).minus(before);
            say(
                    "%s: %.2f %% of %,d blocks were in shared_buffers; PostgreSQL %,d MB resident",
                    name,
                    100.0 * blocks.hit() / (blocks.hit() + blocks.read()),
                    blocks.hit() + blocks.read(),
                    Space.resident(folder.resolve("postgres")) >> 20);
            assertThat(figures.checkpoints()).isGreaterThanOrEqualTo(CHECKPOINTS);
            return figures;
        }
    }

    private void fill(DiskDatabase database, Connection admin) throws Exception {
        execute(admin, "drop database empty");
        configure(admin, "checkpoint_timeout = '30min'", "max_wal_size = '8GB'", "autovacuum = off");
        Map<String, Duration> took = CopiedRows.fill(database.url("filled"), notebooks, n -> true);
        for (Map.Entry<String, Duration> one : took.entrySet()) {
            say("filled: %s in %,d s", one.getKey(), one.getValue().toSeconds());
        }
        execute(admin, "alter system reset all");
        configure(admin);
    }

    private Map<String, Plans.Seen> plans(DiskDatabase database, Connection admin) throws Exception {
        Path log = folder.resolve("postgres").resolve("log").resolve("scale.json");
        Map<String, Plans.Seen> small = Plans.of(admin, "small", log, () -> port(database, "small"), notebooks, 1);
        Map<String, Plans.Seen> full = Plans.of(admin, "filled", log, () -> port(database, "filled"), notebooks, 2);
        for (Map.Entry<String, Plans.Seen> one : full.entrySet()) {
            Plans.Seen before = small.get(one.getKey());
            if (before != null && one.getValue().blocks().size() >= 10) {
                say(
                        "blocks of %s: median %d, most %d; at 10,000 objects %d, %d (%d runs)",
                        Plans.brief(one.getKey()),
                        one.getValue().median(),
                        one.getValue().most(),
                        before.median(),
                        before.most(),
                        one.getValue().blocks().size());
            }
            if (!one.getValue().scanned().isEmpty()) {
                say(
                        "read from end to end by %s: %s",
                        one.getKey(), one.getValue().scanned());
            }
        }
        return full;
    }

    private void space(DiskDatabase database) throws Exception {
        try (Connection c = DriverManager.getConnection(database.url("filled"), "postgres", "postgres")) {
            execute(c, "vacuum (analyze)");
            long begun = System.nanoTime();
            for (Space.Relation one : Space.relations(c)) {
                if (one.bytes() > 1 << 20) {
                    say(
                            "%s %s: %,d rows, %,d MB, %.0f MB a million rows%s",
                            one.index() ? "  index" : "table",
                            one.name(),
                            one.rows(),
                            one.bytes() >> 20,
                            one.bytes() / 1048576.0 / Math.max(1, one.rows()) * 1e6,
                            one.index()
                                    ? ", root at level " + one.level()
                                    : ", with its indexes %,d MB".formatted(one.total() >> 20));
                }
            }
            say("sizes asked in %d ms", (System.nanoTime() - begun) / 1_000_000);
            long bytes = number(c, "select pg_database_size(current_database())");
            say("database: %,d MB, %.0f bytes an object", bytes >> 20, (double) bytes / OBJECTS);
            execute(c, "checkpoint");
        }
        Space.ReadThrough read = Space.read(folder.resolve("postgres").resolve("base"));
        say(
                "all files read and hashed: %,d MB in %,d s, %.0f MB/s",
                read.bytes() >> 20,
                read.took().toSeconds(),
                read.bytes() / 1048576.0 / Math.max(1, read.took().toMillis()) * 1000);
    }

    /** Blocks that a database asked for: found in its own memory, or not. */
    private record Blocks(long hit, long read) {
        static Blocks of(Connection c, String database) throws SQLException {
            return new Blocks(
                    number(c, "select blks_hit from pg_stat_database where datname = '" + database + "'"),
                    number(c, "select blks_read from pg_stat_database where datname = '" + database + "'"));
        }

        Blocks minus(Blocks before) {
            return new Blocks(hit - before.hit, read - before.read);
        }
    }

    private static void configure(Connection admin, String... settings) throws SQLException {
        for (String setting : settings) {
            execute(admin, "alter system set " + setting);
        }
        execute(admin, "select pg_reload_conf()");
    }

    private static void execute(Connection c, String statement) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute(statement);
        }
    }

    private static long number(Connection c, String query) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet row = s.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
