package gedeon.dmp;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL with one notebook, and plans whose statements are written down. */
final class PlansBench implements AutoCloseable {
    final Plans plans;
    final Sql sql;
    final int notebook;

    /** Every statement that the plans ran, with its values. */
    final List<String> statements = new CopyOnWriteArrayList<>();

    private final Gateway gateway;

    PlansBench(Clock clock) {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, new MemoryTier());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        sql = new Sql(source);
        DataPlans.open(source, gateway.quotas(), gateway.notebooks(), clock);
        plans = DataPlans.of(
                wrapped(DataSource.class, source, "getConnection"), gateway.quotas(), gateway.notebooks(), clock);
        Notebooks.NotebookRow row = TestGateway.notebook(gateway, "NMR", 1000);
        notebook = row.id();
    }

    /** {@code real}, whose method {@code next} leads on towards statements. */
    private <T> T wrapped(Class<T> type, T real, String next) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = call(real, method, arguments);
                    if (method.getName().equals(next) && answer instanceof java.sql.Connection connection) {
                        return wrapped(java.sql.Connection.class, connection, "prepareStatement");
                    }
                    if (method.getName().equals(next) && answer instanceof java.sql.PreparedStatement statement) {
                        return wrapped(java.sql.PreparedStatement.class, statement, "");
                    }
                    if (method.getName().startsWith("execute")) {
                        statements.add(real.toString());
                    }
                    return answer;
                }));
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    long count(String table) {
        return sql.one(row -> row.getLong(1), "select count(*) from plans." + table)
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            gateway.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
