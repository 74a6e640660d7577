package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Role;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What another act removes while a request builds on it. */
class OvertakenFaceTests {
    private static Connection connection(GatewaySettings settings) throws SQLException {
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    private static boolean waits(Statement asks) {
        try (var row = asks.executeQuery(
                "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into bucket%'")) {
            return row.next();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBucketOfANotebookThatGoesMeanwhileIsAConflictAndNoFailure() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        try (RunningS3 running = new RunningS3(settings);
                ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();
                Connection remover = connection(settings);
                Connection watcher = connection(settings);
                Statement removes = remover.createStatement();
                Statement asks = watcher.createStatement()) {
            int notebook =
                    TestGateway.notebook(running.gateway, "closing", 1L << 30).id();
            try (S3Client s3 = running.client(running.key(notebook, Role.OWNER))) {
                remover.setAutoCommit(false);
                removes.execute("delete from storage.access_key where notebook = " + notebook);
                removes.execute("delete from storage.notebook where id = " + notebook);
                Future<S3Exception> refused = beside.submit(
                        () -> catchThrowableOfType(S3Exception.class, () -> s3.createBucket(b -> b.bucket("late"))));
                Await.until(() -> waits(asks));
                remover.commit();
                assertThat(refused.get().statusCode()).isEqualTo(409);
                assertThat(refused.get().awsErrorDetails().errorCode()).isEqualTo("OperationAborted");
            }
        }
    }
}
