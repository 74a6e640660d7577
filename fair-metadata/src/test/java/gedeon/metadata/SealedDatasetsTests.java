package gedeon.metadata;

import static gedeon.metadata.TestCatalogue.await;
import static gedeon.metadata.TestCatalogue.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Storage knows of every version of a sealed dataset that it is one, also of those that come later, and whoever dies meanwhile. */
class SealedDatasetsTests {
    private static TestCatalogue test;
    private static Agents.Agent agent;
    private static Sql sql;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(TestCatalogue.finding("exposure_time", 120));
        agent = test.agent("spectrometer", "runs/");
        sql = new Sql(test.source);
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static UUID told(String name, int files, int of) throws Exception {
        Manifest.File[] all = new Manifest.File[files];
        for (int i = 0; i < files; i++) {
            all[i] = test.stored("runs/" + name + "/" + i + ".raw", new byte[of + i]);
        }
        return test.catalogue.intake().accept(agent, manifest(name, all)).dataset();
    }

    /** How many versions below a prefix say that they are sealed. */
    private static long sealed(String prefix) {
        return sql.one(
                        row -> row.getLong(1),
                        "select count(*) from storage.version where sealed and starts_with(convert_from(key, 'UTF8'), ?)",
                        prefix)
                .orElseThrow();
    }

    private static boolean nothingIsDue() {
        return sql.list(row -> true, "select 1 from storage.seal_due").isEmpty();
    }

    @Test
    void allOfAnAcquisitionAndWhatItBecomesIsMarked() throws Exception {
        UUID id = told("run", 620, 1);
        told("other", 2, 1);
        Dataset sealed = test.catalogue.datasets().seal(id, null);
        assertThat(sealed.state()).isEqualTo("sealed");
        await(() -> sealed("runs/run/") == 620);
        told("run", 3, 100);
        await(() -> sealed("runs/run/") == 623);
        assertThat(test.catalogue.datasets().find(id).orElseThrow().state()).isEqualTo("sealed");
        assertThat(sealed("runs/other/")).isZero();
        await(SealedDatasetsTests::nothingIsDue);
    }

    @Test
    void theNextContentOfASealedObjectIsMarked() throws Exception {
        Bucket bucket = test.gateway.store().createBucket(test.notebook.id(), "results", false);
        test.gateway.store().put(TestGateway.aPut(bucket, "table.csv", new byte[5]));
        await(() -> dataset("table.csv").size() == 1);
        UUID id = dataset("table.csv").getFirst();
        test.catalogue.datasets().seal(id, null);
        await(() -> sealed("table.csv") == 1);
        test.gateway.store().put(TestGateway.aPut(bucket, "table.csv", new byte[6]));
        await(() -> sealed("table.csv") == 1
                && test.catalogue.datasets().find(id).orElseThrow().content() == 2);
    }

    private static List<UUID> dataset(String name) {
        return test.catalogue.datasets().page(java.util.Set.of(test.notebook.id()), null, 100).stream()
                .filter(one -> one.name().equals(name))
                .map(Dataset::id)
                .toList();
    }

    @Test
    void whatAProcessThatDiedLeftIsMarkedByTheNext() throws Exception {
        UUID id = told("left", 2, 1);
        sql.inTransaction(c -> {
            Sql.update(c, "update catalogue.dataset set state = 'sealed' where id = ?", id);
            test.gateway.seals().due(c, id);
            return true;
        });
        await(() -> sealed("runs/left/") == 2 && nothingIsDue());
    }

    @Test
    void sealingIsOneChangeHoweverOftenItIsAsked() throws Exception {
        UUID id = told("once", 1, 1);
        await(() -> test.catalogue
                .datasets()
                .find(id)
                .orElseThrow()
                .reading()
                .state()
                .equals("done"));
        long before = test.catalogue.datasets().find(id).orElseThrow().revision();
        assertThatThrownBy(() -> test.catalogue.datasets().seal(id, before - 1)).isInstanceOf(Datasets.Changed.class);
        Dataset sealed = test.catalogue.datasets().seal(id, before);
        assertThat(sealed.revision()).isEqualTo(before + 1);
        assertThat(test.catalogue.datasets().seal(id, null).revision()).isEqualTo(before + 1);
        assertThatThrownBy(() -> test.catalogue.datasets().seal(UUID.randomUUID(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
