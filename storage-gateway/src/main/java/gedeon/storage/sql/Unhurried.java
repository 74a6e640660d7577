package gedeon.storage.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source of connections whose statements may take long: what reads or changes a whole table is not cut where an ordinary statement would be. The
 * connections are those of another source, and go back to it as they were.
 */
public final class Unhurried {
    private static final Logger LOG = LoggerFactory.getLogger(Unhurried.class);

    private Unhurried() {}

    /** As long as {@link DatabaseSettings#DEFAULTS} say. */
    public static DataSource of(DataSource source) {
        return of(source, DatabaseSettings.DEFAULTS.longest());
    }

    /** @param longest after which a statement ends all the same */
    public static DataSource of(DataSource source, Duration longest) {
        return (DataSource) Proxy.newProxyInstance(
                Unhurried.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = call(source, method, arguments);
                    return result instanceof Connection connection ? begun(connection, longest) : result;
                });
    }

    private static Connection begun(Connection connection, Duration longest) throws SQLException {
        int before;
        try {
            before = connection.getNetworkTimeout();
            // The database first: it takes its locks back.
            connection.setNetworkTimeout(Runnable::run, (int)
                    Math.min(Integer.MAX_VALUE, longest.plusMinutes(1).toMillis()));
            run(connection, "set statement_timeout = " + Math.min(Integer.MAX_VALUE, longest.toMillis()));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return (Connection) Proxy.newProxyInstance(
                Unhurried.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        restore(connection, before);
                    }
                    return call(connection, method, arguments);
                });
    }

    private static void restore(Connection connection, int before) throws SQLException {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            run(connection, "reset statement_timeout");
            connection.setNetworkTimeout(Runnable::run, before);
        } catch (SQLException e) {
            // What was done is done; nobody else gets one that would wait for so long.
            LOG.debug("a connection does not go back: {}", e.getMessage());
            connection.abort(Runnable::run);
        }
    }

    private static void run(Connection connection, String statement) throws SQLException {
        try (Statement set = connection.createStatement()) {
            set.execute(statement);
        }
    }

    private static @Nullable Object call(Object on, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
