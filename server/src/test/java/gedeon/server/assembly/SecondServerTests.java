package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.server.GedeonServer;
import gedeon.storage.CompleteServer;
import gedeon.storage.sql.Sql;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second home is given the database of the first. */
class SecondServerTests {
    @TempDir
    Path folder;

    @Test
    void aSecondServerOnOneDatabaseIsRefusedAndLeavesTheFirstAsItIs() throws Exception {
        try (Assembly first = Assembly.start(options("first", Map.of()), GedeonServer.class)) {
            List<String> before = tokens(first);
            Database database = first.bean(Started.class).database();
            Map<String, String> same = Map.of(
                    "GEDEON_DATABASE_URL", database.url(),
                    "GEDEON_DATABASE_USER", database.user(),
                    "GEDEON_DATABASE_PASSWORD", database.password());
            assertThatThrownBy(() -> Assembly.start(options("second", same), GedeonServer.class)
                            .close())
                    .hasRootCauseInstanceOf(CompleteServer.AnotherServer.class)
                    .rootCause()
                    .hasMessageContaining(InetAddress.getLocalHost().getHostName())
                    .hasMessageContaining(folder.resolve("first").toString());
            assertThat(tokens(first)).isEqualTo(before).isNotEmpty();
            assertThat(new Sql(first.bean(DataSource.class))
                            .list(row -> row.getString(1), "select name from storage.tier"))
                    .hasSize(1);
        }
    }

    @Test
    void theCataloguesConnectionsWaitForTheDatabaseAsStoragesDo() throws Exception {
        System.setProperty("gedeon.database.lock", "7s");
        try (Assembly server = Assembly.start(options("patient", Map.of()), GedeonServer.class)) {
            assertThat(new Sql(server.bean(DataSource.class)).list(row -> row.getString(1), "show lock_timeout"))
                    .containsExactly("7s");
        } finally {
            System.clearProperty("gedeon.database.lock");
        }
    }

    private static List<String> tokens(Assembly server) {
        return new Sql(server.bean(DataSource.class))
                .list(row -> row.getString(1), "select t::text from storage.token t order by 1");
    }

    private StartOptions options(String home, Map<String, String> environment) {
        return StartOptions.parse(
                new String[] {"--home=" + folder.resolve(home), "--port=0", "--s3-port=0"}, environment);
    }
}
