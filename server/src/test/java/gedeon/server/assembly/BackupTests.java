package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import gedeon.server.GedeonServer;
import gedeon.server.backup.BackupFolder;
import gedeon.server.backup.Backups;
import gedeon.server.backup.DatabaseBackup;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A database is copied while it is written to, and comes back as it was at a moment, or as late as its log goes. */
@Timeout(900)
class BackupTests {
    @TempDir
    Path folder;

    @Test
    void aDatabaseComesBackAsItWasAtAnyMomentSinceItsCopy() throws Exception {
        Instant first = Instant.now().minusSeconds(1);
        Instant between;
        try (Assembly server = start()) {
            account(server, "before");
            copy(server);
            account(server, "copied");
            between = now(server);
            account(server, "late");
            Backups.State state = server.bean(Backups.class).state();
            assertThat(state.failure()).isNull();
            assertThat(state.bases()).isNotEmpty();
        }
        Path base = lastCopy();
        assertThat(Files.exists(base.resolve("data/postmaster.pid"))).isFalse();
        assertThat(only("keys", "keys-").resolve("master.key")).hasSameTextualContentAs(home().resolve("master.key"));

        Restoring.run(options("--restore=" + folder.resolve("backup"), "--mode=check"));
        assertThatThrownBy(() -> Restoring.run(options("--restore=" + folder.resolve("backup"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("--replace");
        assertThatThrownBy(() -> Restoring.run(
                        options("--restore=" + folder.resolve("backup"), "--mode=replace", "--until=" + first)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the first moment");

        // The database is lost; what was committed last is in the log.
        FileSystemUtils.deleteRecursively(home().resolve("database"));
        Files.delete(home().resolve("master.key"));
        Restoring.run(options("--restore=" + folder.resolve("backup"), "--keys=" + folder.resolve("keys")));
        try (Assembly server = start()) {
            assertThat(accounts(server)).contains("before", "copied", "late");
            account(server, "wrong");
        }

        Restoring.run(options("--restore=" + folder.resolve("backup"), "--mode=replace", "--until=" + between));
        Instant restored = Instant.now();
        assertThat(Files.readString(home().resolve("restore.json")))
                .contains("\"reached\"")
                .contains("database-before-");
        try (Assembly server = start()) {
            assertThat(accounts(server)).contains("before", "copied").doesNotContain("late", "wrong");
            // Tiers were told of a later time: all that is numbered from now on is above that.
            assertThat(drawn(server)).isGreaterThan(1L << 40);
            // What came since the restore is in no copy yet: one is made by itself.
            Backups backups = server.bean(Backups.class);
            await(() -> backups.state().last().orElseThrow().ended().isAfter(restored), Duration.ofMinutes(3));
            await(() -> backups.state().log() == null, Duration.ofMinutes(3));
        }
    }

    @Test
    void aCopyThatIsNotWhatWasWrittenIsRefusedAndNothingIsReplaced() throws Exception {
        try (Assembly server = start()) {
            copy(server);
        }
        Path file = lastCopy().resolve("data/global/pg_control");
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        for (String mode : List.of("check", "replace")) {
            assertThatThrownBy(() -> Restoring.run(options("--restore=" + folder.resolve("backup"), "--mode=" + mode)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("pg_control")
                    .hasMessageContaining("SHA-256");
        }
        try (Assembly server = start()) {
            assertThat(accounts(server)).isNotEmpty();
        }
    }

    @Test
    void aServerDoesNotBeginAnewWhereARestoreWasCut() throws Exception {
        try (Assembly server = start()) {
            copy(server);
        }
        // As a kill leaves it between the two moves.
        Files.move(home().resolve("database"), home().resolve("database-before-now"));
        Files.createDirectories(home().resolve("database-restoring"));
        assertThatThrownBy(this::start).hasStackTraceContaining("a restore of this home did not end");
        assertThat(home().resolve("database")).doesNotExist();
        Restoring.run(options("--restore=" + folder.resolve("backup")));
        try (Assembly server = start()) {
            assertThat(accounts(server)).isNotEmpty();
        }
    }

    /** What could not be copied leaves the database as ready for the next copy as before. */
    @Test
    void aCopyThatFailedStandsInNobodysWay() throws Exception {
        try (Assembly server = start()) {
            copy(server);
            DataSource database = server.bean(DataSource.class);
            try (HikariDataSource one = new HikariDataSource()) {
                HikariDataSource own = (HikariDataSource) database;
                one.setJdbcUrl(own.getJdbcUrl());
                one.setUsername(own.getUsername());
                one.setPassword(own.getPassword());
                one.setMaximumPoolSize(1);
                BackupFolder to = new BackupFolder(folder.resolve("other"));
                DatabaseBackup wrong = new DatabaseBackup(one, folder.resolve("nowhere"), to, "");
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> wrong.take(2)).hasMessageContaining("nowhere");
                    assertThat(to.bases()).isEmpty();
                }
            }
        }
    }

    @Test
    void whereKeysCannotBeCopiedTheDatabaseIsAllTheSame() throws Exception {
        Files.writeString(folder.resolve("keys"), "a file in the folder's place");
        try (Assembly server = start()) {
            copy(server);
            Backups backups = server.bean(Backups.class);
            assertThat(backups.state().bases()).isNotEmpty();
            // Said of the whole look, after the database was copied.
            await(() -> backups.state().failure() != null, Duration.ofMinutes(2));
            assertThat(backups.state().failure()).contains("the keys could not be copied");
        }
    }

    @Test
    void keysAreNotCopiedBesideTheDatabase() {
        assertThatThrownBy(() -> StartOptions.parse(
                        new String[0], Map.of("GEDEON_BACKUP_TO", "/backup", "GEDEON_BACKUP_KEYS_TO", "/backup/keys")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lie in one another");
        assertThatThrownBy(() -> StartOptions.parse(new String[0], Map.of("GEDEON_BACKUP_TO", "/back; rm -rf up")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, figures");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private StartOptions options(String... more) {
        List<String> all = Stream.concat(Stream.of("--home=" + home(), "--port=0", "--s3-port=0"), Arrays.stream(more))
                .toList();
        return StartOptions.parse(
                all.toArray(new String[0]),
                Map.of(
                        "GEDEON_BACKUP_TO",
                        folder.resolve("backup").toString(),
                        "GEDEON_BACKUP_KEYS_TO",
                        folder.resolve("keys").toString()));
    }

    private Assembly start() throws Exception {
        return Assembly.start(options(), GedeonServer.class);
    }

    /** One that was asked for; the first is also made by itself. */
    private static void copy(Assembly server) {
        Backups backups = server.bean(Backups.class);
        backups.begin();
        await(
                () -> backups.state().running() == null
                        && !backups.state().bases().isEmpty(),
                Duration.ofMinutes(2));
    }

    private static void await(BooleanSupplier condition, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + longest).isLessThan(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void account(Assembly server, String name) {
        server.bean(Notebooks.class).account(name, Principal.Kind.PERSON);
    }

    private static List<String> accounts(Assembly server) {
        return new Sql(server.bean(DataSource.class)).list(row -> row.getString(1), "select name from storage.account");
    }

    private static long drawn(Assembly server) {
        return new Sql(server.bean(DataSource.class))
                .one(row -> row.getLong(1), "select last_value from storage.seq")
                .orElseThrow();
    }

    private static Instant now(Assembly server) {
        return new Sql(server.bean(DataSource.class))
                .one(row -> row.getObject(1, OffsetDateTime.class), "select clock_timestamp()")
                .orElseThrow()
                .toInstant();
    }

    /** That a restore takes: on a slow machine one is made by itself before the one that was asked for. */
    private Path lastCopy() throws IOException {
        Path backup = folder.resolve("backup");
        return backup.resolve(new BackupFolder(backup).bases().getLast().name());
    }

    private Path only(String of, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(of))) {
            return all.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
