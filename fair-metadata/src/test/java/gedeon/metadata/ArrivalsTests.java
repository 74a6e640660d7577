package gedeon.metadata;

import static gedeon.metadata.TestCatalogue.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.Datasets.NewLink;
import gedeon.storage.TestGateway;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArrivalsTests {
    private static TestCatalogue test;
    private static Arrivals arrivals;
    private static Agents.Agent agent;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(TestCatalogue.finding("exposure_time", 120));
        arrivals = test.catalogue.arrivals();
        agent = test.agent("spectrometer", "runs/");
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static UUID accepted(String name) throws Exception {
        return test.received(agent, manifest(name, test.stored("runs/" + name, name.getBytes())))
                .dataset();
    }

    @Test
    void aRowTellsWhereTheDatasetComesFromAndWhatItIsTiedTo() throws Exception {
        UUID first = accepted("first.raw");
        UUID second = accepted("second.raw");
        test.catalogue.things().add(Thing.Draft.of(ThingKind.EXPERIMENT, test.notebook.id(), "EXP-7"));
        test.catalogue.datasets().link(second, new NewLink("isPartOf", "experiment", "EXP-7", "person", "marie"), null);
        List<Arrivals.Row> rows = arrivals.rows(List.of(second, UUID.randomUUID(), first));
        assertThat(rows).extracting(Arrivals.Row::id).containsExactly(second, first);
        assertThat(rows.getFirst().experiment()).isEqualTo("EXP-7");
        assertThat(rows.getFirst().ties()).containsExactly("experiment", "instrument", "software");
        assertThat(rows.getLast().experiment()).isNull();
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.instrument()).isEqualTo("spectrometer");
            assertThat(row.acquired()).isEqualTo(Instant.parse("2026-11-01T10:00:00Z"));
            assertThat(row.receipt()).isTrue();
        });
    }

    @Test
    void aReceiptHoldsUntilAByteOfItIsChanged() throws Exception {
        UUID dataset = accepted("signed.raw");
        Arrivals.Arrival arrival = arrivals.of(dataset).orElseThrow();
        assertThat(arrival.verdict()).isEqualTo(new Manifest.Verdict("marker", 0.99, false));
        assertThat(arrival.receipt()).isNotNull();
        assertThat(arrival.receipt().holds()).isTrue();
        try (var connection = test.source.getConnection();
                var change = connection.prepareStatement(
                        "update catalogue.content set receipt = replace(receipt, '.', '.A') where dataset = ?")) {
            change.setObject(1, dataset);
            change.executeUpdate();
        }
        assertThat(arrivals.of(dataset).orElseThrow().receipt().holds()).isFalse();
    }

    @Test
    void aFileIsFoundByItsPathInTheCurrentContentAlone() throws Exception {
        UUID dataset = accepted("file.raw");
        assertThat(arrivals.stored(dataset, "file.raw").orElseThrow().key().toString())
                .isEqualTo("runs/file.raw");
        assertThat(arrivals.stored(dataset, "runs/file.raw")).isEmpty();
        assertThat(arrivals.stored(UUID.randomUUID(), "file.raw")).isEmpty();
    }

    @Test
    void countsKnowHowManyAreStillToBeRead() throws Exception {
        UUID read = accepted("read.raw");
        TestCatalogue.await(() -> arrivals.counts(test.notebook.id()).unread() == 0);
        long before = arrivals.counts(test.notebook.id()).all();
        assertThat(before).isPositive();
        accepted("another.raw");
        assertThat(arrivals.counts(test.notebook.id()).all()).isEqualTo(before + 1);
        assertThat(arrivals.rows(List.of(read)).getFirst().reading()).isEqualTo("done");
    }

    @Test
    void aNotebookWithoutDatasetsHasNoLatest() throws Exception {
        accepted("latest.raw");
        int empty = TestGateway.notebook(test.gateway, "empty", 1000).id();
        assertThat(arrivals.latest(Set.of(test.notebook.id(), empty))).containsOnlyKeys(test.notebook.id());
        assertThat(arrivals.latest(Set.of())).isEmpty();
    }
}
