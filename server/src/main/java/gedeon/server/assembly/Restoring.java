package gedeon.server.assembly;

import gedeon.server.backup.BackupFolder;
import gedeon.server.backup.BaseBackup;
import gedeon.server.backup.KeyCopies;
import gedeon.server.backup.RestoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings the database of a home back as it was at a moment, without serving anybody. What it replaces is moved aside, never deleted. Says on the error output
 * how far it is, and leaves what it did in {@code restore.json} of the home.
 */
public final class Restoring {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofDays(2);
    private static final long PAUSE_MILLIS = 200;
    private static final long SAY_NANOS = Duration.ofSeconds(10).toNanos();

    private Restoring() {}

    /**
     * What was done.
     *
     * @param from the copy that was the beginning
     * @param reached the time of the last commit that is there
     * @param aside where the database went that was replaced
     * @param keys how many files of keys the home has, where they were restored
     */
    public record Report(
            BaseBackup from,
            @Nullable Instant asked,
            @Nullable Instant reached,
            @Nullable String aside,
            @Nullable Integer keys) {}

    /**
     * @throws IllegalArgumentException where an option is wrong, or that moment cannot be reached
     * @throws IllegalStateException where the home has a database and nobody said to replace it, or other keys
     */
    public static void run(StartOptions options) throws IOException, InterruptedException {
        BackupFolder folder = new BackupFolder(options.restore().from().orElseThrow());
        Optional<Instant> until = options.restore().until().map(Restoring::moment);
        RestoredFiles files = RestoredFiles.of(folder, until);
        if (options.restore().dryRun()) {
            say("reading " + files.base().name() + ", " + files.base().bytes() + " bytes");
            files.check();
            say("it is whole; nothing was changed");
            return;
        }
        try (Home home = Home.open(options.home())) {
            Path data = home.database();
            boolean there = Files.exists(data);
            if (there && !options.restore().replace()) {
                throw new IllegalStateException(
                        "the home " + home.root() + " has a database; with --replace it is moved aside, not deleted");
            }
            Integer keys = options.restore().keys().isPresent()
                    ? new KeyCopies(home.root(), options.restore().keys().get()).restore()
                    : null;
            Path half = home.restoring();
            PostgresBinaries.deleteTree(half);
            say("copying " + files.base().name() + ", " + files.base().bytes() + " bytes");
            files.write(half);
            Path aside = null;
            if (there) {
                aside = home.root()
                        .resolve("database-before-"
                                + Clock.systemUTC().instant().toString().replace(":", ""));
                EmbeddedPostgres.stopLeftOver(data);
                Files.move(data, aside, StandardCopyOption.ATOMIC_MOVE);
                // Whoever moves it back needs what lets its server in.
                Home.writePrivate(
                        aside.resolveSibling(aside.getFileName() + ".password"),
                        home.secret("database.password") + "\n");
            }
            // Until this is done no server starts on the home, see EmbeddedPostgres.
            Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
            Home.writePrivate(home.root().resolve("database.password"), files.password() + "\n");
            Instant reached = replay(home, files, until);
            // Tokens in it were of another time: the next start writes new ones.
            Files.deleteIfExists(home.credentials());
            Home.writePrivate(
                    home.root().resolve("restore.json"),
                    JSON.writeValueAsString(new Report(
                                    files.base(),
                                    until.orElse(null),
                                    reached,
                                    aside == null ? null : aside.toString(),
                                    keys))
                            + "\n");
        }
    }

    /** Until the database has gone through its log and takes writes again. Returns the time of the last commit. */
    private static @Nullable Instant replay(Home home, RestoredFiles files, Optional<Instant> until)
            throws IOException, InterruptedException {
        try (EmbeddedPostgres database = EmbeddedPostgres.start(home, files.settings(until), LONGEST)) {
            long said = System.nanoTime();
            while (true) {
                try (var c = DriverManager.getConnection(database.url(), database.user(), database.password());
                        var statement = c.createStatement();
                        ResultSet row =
                                statement.executeQuery("select pg_is_in_recovery(), pg_last_xact_replay_timestamp()")) {
                    row.next();
                    OffsetDateTime reached = row.getObject(2, OffsetDateTime.class);
                    if (!row.getBoolean(1)) {
                        return reached == null ? null : reached.toInstant();
                    }
                    if (System.nanoTime() - said > SAY_NANOS) {
                        said = System.nanoTime();
                        say("the database is as it was at " + reached);
                    }
                } catch (SQLException e) {
                    if (!database.alive()) {
                        throw new IOException(
                                "the database ended before it reached that moment; its words are in "
                                        + home.root().resolve("database.log"),
                                e);
                    }
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--until is a moment with its zone, as 2026-11-26T18:00:00+01:00; was \"" + text + "\"", e);
        }
    }

    private static void say(String what) {
        System.err.println("gedeon: " + what);
    }
}
