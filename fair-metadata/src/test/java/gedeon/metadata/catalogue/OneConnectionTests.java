package gedeon.metadata.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gedeon.metadata.Dataset;
import gedeon.metadata.TestCatalogue;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever holds a connection and asks for a second one waits for others that do the same. */
class OneConnectionTests {
    @Test
    void aDatasetIsReadWithOneConnection() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280))) {
            Bucket bucket = test.gateway.store().createBucket(test.notebook.id(), "one-results", false);
            test.gateway.store().put(TestGateway.aPut(bucket, "one.csv", new byte[5]));
            Set<Integer> notebook = Set.of(test.notebook.id());
            TestCatalogue.await(
                    () -> test.catalogue.datasets().page(notebook, null, 1).size() == 1);
            HikariConfig config = new HikariConfig();
            config.setDataSource(test.source);
            config.setMaximumPoolSize(1);
            config.setConnectionTimeout(30_000);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                Sql sql = new Sql(pool);
                JdbcDatasets datasets = new JdbcDatasets(
                        sql,
                        new Links(sql, test.catalogue.things()),
                        new SealedDatasets(sql, test.gateway.seals(), () -> {}));
                List<Dataset> page = datasets.page(notebook, null, 1);
                assertThat(datasets.find(page.getFirst().id())).isPresent();
            }
        }
    }
}
