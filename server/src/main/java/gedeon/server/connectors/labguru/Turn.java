package gedeon.server.connectors.labguru;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to read a connector, one run at a time however many processes serve: an advisory lock of a database session. A process that dies gives it back with
 * its connection.
 */
final class Turn implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
    private static final int LABGURU = 0x4C475255;
    private static final String LOCK_TIMEOUT = "55P03";

    private final Connection connection;
    private final int connector;

    private Turn(Connection connection, int connector) {
        this.connection = connection;
        this.connector = connector;
    }

    /** @throws LabguruBusy where another run has not ended within {@code patience} */
    static Turn take(Sql sql, Connector connector, Duration patience) {
        try {
            Connection connection = sql.connection();
            Turn turn = new Turn(connection, connector.id());
            try (Statement set = connection.createStatement()) {
                set.execute("set lock_timeout = " + patience.toMillis());
                turn.call("select pg_advisory_lock(?, ?)");
                set.execute("reset lock_timeout");
                return turn;
            } catch (SQLException e) {
                turn.giveUp();
                if (LOCK_TIMEOUT.equals(e.getSQLState())) {
                    throw new LabguruBusy(connector.name());
                }
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database gives no turn: " + e.getMessage(), e);
        }
    }

    private void call(String statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setInt(1, LABGURU);
            prepared.setInt(2, connector);
            prepared.execute();
        }
    }

    private void giveUp() {
        try (Statement reset = connection.createStatement()) {
            reset.execute("reset lock_timeout");
            connection.close();
        } catch (SQLException e) {
            cut(e);
        }
    }

    private void cut(SQLException reason) {
        LOG.warn("a connection is cut, it may hold a connector's turn: {}", reason.getMessage());
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.warn("it cannot be cut: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            call("select pg_advisory_unlock(?, ?)");
            connection.close();
        } catch (SQLException e) {
            cut(e);
        }
    }
}
