package gedeon.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements on a pool whose connections are in auto-commit and whose search path is the storage schema. */
public final class Sql {
    private static final Logger LOG = LoggerFactory.getLogger(Sql.class);

    private final DataSource source;
    private final Duration longest;
    private final Runnable after;

    public Sql(DataSource source) {
        this(source, DatabaseSettings.DEFAULTS.longest());
    }

    /** @param longest that a statement of {@link #unhurried} takes */
    public Sql(DataSource source, Duration longest) {
        this(source, longest, () -> {});
    }

    private Sql(DataSource source, Duration longest, Runnable after) {
        this.source = source;
        this.longest = longest;
        this.after = after;
    }

    /** The same, where a statement may take long: for what reads or changes a whole table. Two more round trips each time. */
    public Sql unhurried() {
        return new Sql(Unhurried.of(source, longest), longest, after);
    }

    /** The same, where each statement or transaction that changed something is followed by that before it returns. */
    public Sql followedBy(Runnable other) {
        return new Sql(source, longest, other);
    }

    /** Work within one transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Connection transaction) throws SQLException;
    }

    /** One row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The commit's answer was lost: it may or may not have happened. Ask before you repeat. */
    public static final class UnknownOutcome extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownOutcome(SQLException cause) {
            super("the database did not say whether it committed", cause);
        }
    }

    /** A statement failed; the transaction was rolled back. */
    public static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private static final Set<String> GAVE_UP = Set.of("55P03", "57014", "25P03");

        Failed(SQLException cause) {
            super("database: " + cause.getMessage(), cause);
        }

        /**
         * The database is away or stopping (classes 08, 57P), has no connection left (53), or none was free in time; or it gave up: a lock was not free
         * in time (55P03), the statement took too long (57014), it heard nothing of this transaction (25P03).
         */
        public boolean unreachable() {
            return state().startsWith("08")
                    || state().startsWith("57P")
                    || state().startsWith("53")
                    || GAVE_UP.contains(state())
                    || getCause() instanceof SQLTransientConnectionException;
        }

        /** Something that this refers to is gone, or something refers to what was to go (23503): another act came in between. */
        public boolean overtaken() {
            return state().equals("23503");
        }

        /** Two transactions waited for each other and the database ended this one: the same again is in order. */
        public boolean deadlocked() {
            return state().equals("40P01");
        }

        public String state() {
            return getCause() instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "";
        }
    }

    public Connection connection() throws SQLException {
        return source.getConnection();
    }

    /** Commits when the work returns, rolls back when it throws. */
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        try {
            Connection c = source.getConnection();
            T result;
            try {
                result = inTransaction(c, work);
            } finally {
                release(c);
            }
            after.run();
            return result;
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    /** What was committed stays so, whatever becomes of the connection: the pool looks at it before it is used again. */
    private static void release(Connection c) {
        try {
            c.close();
        } catch (SQLException e) {
            LOG.debug("a connection did not go back quietly: {}", e.getMessage());
        }
    }

    private static <T extends @Nullable Object> T inTransaction(Connection c, Work<T> work) throws SQLException {
        c.setAutoCommit(false);
        T result;
        try {
            result = work.run(c);
        } catch (SQLException | RuntimeException | Error e) {
            rollback(c);
            throw e;
        }
        try {
            c.commit();
        } catch (SQLException e) {
            if (e.getSQLState() != null
                    && !e.getSQLState().startsWith("08")
                    && !e.getSQLState().startsWith("57P")) {
                throw e;
            }
            throw new UnknownOutcome(e);
        }
        return result;
    }

    private static void rollback(Connection c) {
        try {
            c.rollback();
        } catch (SQLException e) {
            // The connection is broken; the database rolls back by itself when it sees that.
        }
    }

    public int update(String statement, @Nullable Object... values) {
        int changed;
        try (Connection c = source.getConnection();
                PreparedStatement prepared = prepare(c, statement, values)) {
            changed = prepared.executeUpdate();
        } catch (SQLException e) {
            throw new Failed(e);
        }
        after.run();
        return changed;
    }

    public <T> List<T> list(RowReader<T> reader, String statement, @Nullable Object... values) {
        try (Connection c = source.getConnection()) {
            return list(c, reader, statement, values);
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    public <T> Optional<T> one(RowReader<T> reader, String statement, @Nullable Object... values) {
        List<T> rows = list(reader, statement, values);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    public static <T> List<T> list(Connection c, RowReader<T> reader, String statement, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement prepared = prepare(c, statement, values);
                ResultSet found = prepared.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(reader.read(found));
            }
            return rows;
        }
    }

    public static int update(Connection c, String statement, @Nullable Object... values) throws SQLException {
        try (PreparedStatement prepared = prepare(c, statement, values)) {
            return prepared.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection c, String statement, @Nullable Object... values)
            throws SQLException {
        PreparedStatement prepared = c.prepareStatement(statement);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
        return prepared;
    }
}
