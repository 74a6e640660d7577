package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTests {
    @TempDir
    Path folder;

    /** Each file of the log that it asks for takes as long as it may say nothing. */
    @Test
    @Timeout(180)
    void aRecoveryIsWaitedForHoweverLongItTakes() throws Exception {
        Duration patience = Duration.ofSeconds(4);
        try (Home home = Home.open(folder.resolve("home"))) {
            EmbeddedPostgres.start(home).close();
            Files.createFile(home.database().resolve("recovery.signal"));
            long began = System.nanoTime();
            try (EmbeddedPostgres database = EmbeddedPostgres.start(
                    home, List.of("restore_command=sleep 4 && false", "hot_standby=off"), patience)) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(patience.multipliedBy(2));
                try (var c = DriverManager.getConnection(database.url(), database.user(), database.password())) {
                    assertThat(c.isValid(5)).isTrue();
                }
            }
        }
    }
}
