package gedeon.server.backup;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes copies in time, and when asked; one at a time. Nothing else waits for it. */
public final class Backups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(15);

    private final BackupOptions options;
    private final @Nullable DatabaseBackup backup;
    private final @Nullable KeyCopies keys;
    private final DataSource database;
    private final Clock clock;
    private final Semaphore asked = new Semaphore(0);
    private final @Nullable Thread thread;
    private volatile @Nullable Instant running;
    private volatile @Nullable String failure;
    private volatile Instant notBefore = Instant.MIN;

    /**
     * @param backup null where the database is not this server's own: whoever runs it copies it
     * @param keys null where they are not copied
     */
    public Backups(
            BackupOptions options,
            @Nullable DatabaseBackup backup,
            @Nullable KeyCopies keys,
            DataSource database,
            Clock clock) {
        this.options = options;
        this.backup = backup;
        this.keys = keys;
        this.database = database;
        this.clock = clock;
        this.thread = backup == null && keys == null
                ? null
                : Thread.ofVirtual().name("backups").start(this::run);
    }

    /**
     * How it stands.
     *
     * @param configured whether copies of the database are made
     * @param folder where they lie
     * @param keys whether keys are copied
     * @param running since when one is being made
     * @param failure why the last one was not
     * @param log why the write-ahead log does not arrive; null where it does
     * @param bases whole copies, the oldest first
     */
    public record State(
            boolean configured,
            @Nullable String folder,
            boolean keys,
            @Nullable Instant running,
            @Nullable String failure,
            @Nullable String log,
            List<BaseBackup> bases) {
        public Optional<BaseBackup> last() {
            return bases.isEmpty() ? Optional.empty() : Optional.of(bases.getLast());
        }
    }

    public State state() {
        BackupFolder folder = options.to().orElse(null);
        if (backup == null || folder == null) {
            return new State(false, null, keys != null, running, failure, null, List.of());
        }
        List<BaseBackup> bases = List.of();
        String trouble = failure;
        try {
            bases = folder.bases();
        } catch (IOException e) {
            trouble = "the copies cannot be listed: " + e.getMessage();
        }
        return new State(true, folder.root().toString(), keys != null, running, trouble, logTrouble(), bases);
    }

    private @Nullable String logTrouble() {
        try (var c = database.getConnection();
                var statement = c.createStatement();
                var row =
                        statement.executeQuery("select last_failed_wal from pg_stat_archiver where last_failed_time > "
                                + "coalesce(last_archived_time, '-infinity')")) {
            return row.next()
                    ? "the segment " + row.getString(1) + " could not be written to "
                            + options.to().map(BackupFolder::log).orElseThrow()
                    : null;
        } catch (SQLException e) {
            return "the database does not say: " + e.getMessage();
        }
    }

    /**
     * Asks for a copy now; returns at once.
     *
     * @return false where one is being made
     * @throws IllegalStateException where none is made here
     */
    public boolean begin() {
        if (thread == null) {
            throw new IllegalStateException(
                    "no backups are made here; start the server with GEDEON_BACKUP_TO=DIR (a database from outside is copied by whoever runs it)");
        }
        synchronized (asked) {
            if (running != null) {
                return false;
            }
            running = clock.instant();
            asked.release();
            return true;
        }
    }

    private void run() {
        try {
            for (Duration pause = FIRST_LOOK; ; pause = LOOK) {
                boolean now = asked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                if (now || !clock.instant().isBefore(notBefore)) {
                    look(now);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keys as soon as they changed: without them what was encrypted since is lost, however new the copy of the database. */
    private void look(boolean asking) {
        List<String> failed = new ArrayList<>();
        if (keys != null) {
            attempt("the keys", () -> copy(keys), failed);
        }
        if (backup != null) {
            attempt("the database", () -> copy(backup, asking), failed);
        }
        failure = failed.isEmpty() ? null : String.join("; ", failed);
        if (!failed.isEmpty()) {
            notBefore = clock.instant().plus(AFTER_A_FAILURE);
        }
        synchronized (asked) {
            // Whoever asked meanwhile, and was not served by this one, waits for the next.
            if (asked.availablePermits() == 0) {
                running = null;
            }
        }
    }

    @FunctionalInterface
    private interface Copying {
        void run() throws IOException;
    }

    /** Of two folders that are away one does not keep the other from its copy. */
    private static void attempt(String what, Copying copying, List<String> failed) {
        try {
            copying.run();
        } catch (IOException | RuntimeException e) {
            failed.add(what + " could not be copied: " + e.getMessage());
            LOG.warn("{} could not be copied: {}", what, e.getMessage());
        }
    }

    private void copy(KeyCopies of) throws IOException {
        if (of.take(clock.instant())) {
            LOG.info("the keys were copied");
        }
    }

    private void copy(DatabaseBackup of, boolean asking) throws IOException {
        if (!asking && !isDue(of)) {
            return;
        }
        synchronized (asked) {
            running = clock.instant();
            // Whoever asked until now gets this one.
            asked.drainPermits();
        }
        BaseBackup made = of.take(options.keep());
        LOG.info("the database was copied: {}, {} files, {} bytes", made.name(), made.files(), made.bytes());
    }

    private boolean isDue(DatabaseBackup of) {
        try {
            List<BaseBackup> bases = options.to().orElseThrow().bases();
            return bases.isEmpty()
                    || of.broughtBack(bases.getLast())
                    || !clock.instant().isBefore(bases.getLast().ended().plus(options.every()));
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
