package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.GedeonServer;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTests {
    @TempDir
    Path folder;

    /** Each file of the log that it asks for takes as long as it may say nothing. */
    @Test
    @Timeout(600)
    void aRecoveryIsWaitedForHoweverLongItTakes() throws Exception {
        // Longer than a busy machine keeps a database from its first answer.
        Duration patience = Duration.ofSeconds(10);
        try (Home home = Home.open(folder.resolve("home"))) {
            EmbeddedPostgres.start(home).close();
            Files.createFile(home.database().resolve("recovery.signal"));
            long began = System.nanoTime();
            try (EmbeddedPostgres database = EmbeddedPostgres.start(
                    home, List.of("restore_command=sleep 10 && false", "hot_standby=off"), patience)) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(patience.multipliedBy(2));
                try (var c = DriverManager.getConnection(database.url(), database.user(), database.password())) {
                    assertThat(c.isValid(5)).isTrue();
                }
            }
        }
    }

    @Test
    @Timeout(600)
    void aDatabaseThatIsKilledUnderItsServerIsStartedAgainAndStopsWithIt() throws Exception {
        StartOptions options = StartOptions.parse(
                new String[] {"--home=" + folder.resolve("home"), "--port=0", "--s3-port=0"}, Map.of());
        ProcessHandle last;
        try (Assembly server = Assembly.start(options, GedeonServer.class)) {
            Notebooks notebooks = server.bean(Notebooks.class);
            for (String round : List.of("first", "second")) {
                notebooks.account("before-" + round, Principal.Kind.PERSON);
                ProcessHandle killed = postmaster();
                killed.destroyForcibly();
                killed.onExit().join();
                await(() -> isCreated(notebooks, "after-" + round));
                notebooks.account("before-" + round, Principal.Kind.PERSON);
            }
            last = postmaster();
        }
        assertThat(last.isAlive()).isFalse();
    }

    private static boolean isCreated(Notebooks notebooks, String name) {
        try {
            return notebooks.account(name, Principal.Kind.PERSON).id() > 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(100);
        }
    }

    private ProcessHandle postmaster() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("home/database/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
    }
}
