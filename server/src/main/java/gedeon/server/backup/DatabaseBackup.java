package gedeon.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a running database, which goes on as ever. A copy counts from the moment its {@code backup.json} is there; what was cut before is taken away by the
 * next one.
 */
public final class DatabaseBackup {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseBackup.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'base-'yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** A log that cannot be written is told after that time, not waited for. */
    private static final Duration LOG_WITHIN = Duration.ofMinutes(5);

    private final DataSource database;
    private final Path data;
    private final BackupFolder folder;
    private final String password;

    /**
     * @param database whose statements may take long: the last one waits until the log has arrived
     * @param data where the database's files lie on this machine
     * @param password with which the database lets its server in: kept with the copy, which needs it
     */
    public DatabaseBackup(DataSource database, Path data, BackupFolder folder, String password) {
        this.database = database;
        this.data = data;
        this.folder = folder;
        this.password = password;
    }

    /**
     * One copy, and the end of those that are too many. Only one at a time.
     *
     * @param keep how many copies stay
     * @throws IOException where the folder belongs to another database, is full or away, or the log does not arrive there
     */
    public BaseBackup take(int keep) throws IOException {
        folder.make();
        try (Connection c = database.getConnection();
                Statement statement = c.createStatement()) {
            c.setAutoCommit(true);
            String system = one(statement, "select system_identifier from pg_control_system()");
            requireOwn(system);
            Instant began = now(statement);
            String name = NAME.format(began);
            Path base = folder.base(name);
            // Before, not after: a disk that is full of half copies takes no whole one.
            folder.sweep();
            Trees.folder(base);
            String first = one(statement, "select pg_walfile_name(pg_backup_start('" + name + "', true))");
            DatabaseFiles.Sum sum;
            String last;
            try {
                sum = DatabaseFiles.copy(data, base);
                last = end(statement, base);
            } catch (IOException | SQLException | RuntimeException e) {
                abandon(statement);
                throw e;
            }
            Trees.write(base.resolve("database.password"), password + "\n");
            Trees.forceFolders(base);
            BaseBackup made =
                    new BaseBackup(name, system, began, now(statement), first, last, sum.files(), sum.bytes());
            Path half = base.resolve(BaseBackup.FILE + ".part");
            Trees.write(half, made.text());
            Files.move(half, base.resolve(BaseBackup.FILE), StandardCopyOption.ATOMIC_MOVE);
            Trees.force(base);
            Trees.force(folder.root());
            folder.prune(keep);
            return made;
        } catch (SQLException e) {
            throw new IOException("the database could not be copied: " + e.getMessage(), e);
        }
    }

    /** Whether the last copy is of a time before the database was brought back from another one: what came since is in none. */
    boolean broughtBack(BaseBackup last) {
        try (Connection c = database.getConnection();
                Statement statement = c.createStatement()) {
            String timeline =
                    one(statement, "select lpad(upper(to_hex(timeline_id)), 8, '0') from pg_control_checkpoint()");
            return !last.firstLog().startsWith(timeline);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Another database's log beside this one's would make both useless. */
    private void requireOwn(String system) throws IOException {
        for (BaseBackup other : folder.bases()) {
            if (!other.system().equals(system)) {
                throw new IOException(folder.root() + " holds copies of another database (" + other.name()
                        + "); give each its own folder");
            }
        }
    }

    /** Writes what PostgreSQL says of the copy, and waits until all of its log has arrived. Returns the last segment. */
    private static String end(Statement statement, Path base) throws SQLException, IOException {
        statement.execute("set statement_timeout = " + LOG_WITHIN.toMillis());
        try (ResultSet row = statement.executeQuery(
                "select pg_walfile_name(lsn) as last, labelfile, spcmapfile from pg_backup_stop(true)")) {
            row.next();
            DatabaseFiles.add(base, "backup_label", row.getString("labelfile"));
            String spaces = row.getString("spcmapfile");
            if (spaces != null && !spaces.isBlank()) {
                throw new IOException("the database has tablespaces, which are not copied; a Gédéon home has none");
            }
            return row.getString("last");
        } finally {
            statement.execute("set statement_timeout = 0");
        }
    }

    /** The connection goes back to others: it must not stay in a backup, which would refuse the next one. Where it is not in one any more, or is gone, nothing is to do. */
    private static void abandon(Statement statement) {
        try {
            statement.execute("select pg_backup_stop(false)");
        } catch (SQLException e) {
            LOG.debug("the backup was over already: {}", e.getMessage());
        }
    }

    private static Instant now(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
