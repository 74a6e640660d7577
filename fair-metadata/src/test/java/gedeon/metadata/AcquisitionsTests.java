package gedeon.metadata;

import static gedeon.metadata.TestCatalogue.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.metadata.Acquisitions.Told;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects.OpenUpload;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an agent gets that lost its journal. */
class AcquisitionsTests {
    private static TestCatalogue test;
    private static Agents.Agent agent;
    private static Agents.Agent other;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(TestCatalogue.finding("exposure_time", 120));
        agent = test.agent("spectrometer", "runs/");
        other = test.agent("microscope", "tiles/");
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static Acquisitions acquisitions() {
        return test.catalogue.acquisitions();
    }

    @Test
    void allOfAnInstrumentsAcquisitionsAreToldPageByPageWithTheirReceipts() throws Exception {
        for (String name : List.of("c.raw", "a.raw", "b.raw")) {
            test.received(agent, manifest(name, test.stored("runs/" + name, new byte[name.charAt(0)])));
        }
        Intake.Answer grown = test.received(agent, manifest("b.raw", test.stored("runs/b.raw", new byte[500])));
        test.received(other, manifest("t.raw", test.stored("tiles/t.raw", new byte[7])));
        int instrument = agent.instrument().id();

        List<Told> all = new ArrayList<>();
        UUID after = null;
        do {
            List<Told> page = acquisitions().of(instrument, after, 2);
            all.addAll(page);
            after = page.size() < 2 ? null : page.getLast().dataset();
        } while (after != null);

        assertThat(all).extracting(Told::name).startsWith("a.raw", "b.raw", "c.raw");
        Told second = all.get(1);
        assertThat(second.dataset()).isEqualTo(grown.dataset());
        assertThat(second.receipt()).isEqualTo(grown.receipt());
        assertThat(second.verdict()).contains(new Manifest.Verdict("marker", 0.99, false));
        assertThat(second.files()).singleElement().satisfies(file -> {
            assertThat(file.key()).isEqualTo("runs/b.raw");
            assertThat(file.size().value()).isEqualTo(500);
            assertThat(file.version()).isNotNull();
        });
        Told foreign = acquisitions().of(other.instrument().id(), null, 10).getFirst();
        assertThatThrownBy(() -> acquisitions().of(instrument, foreign.dataset(), 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(acquisitions().files(instrument, foreign.dataset(), null, 10))
                .isEmpty();
    }

    @Test
    void manyFilesOfOneAcquisitionAreToldByThemselves() throws Exception {
        List<Manifest.File> files = new ArrayList<>();
        for (int i : IntStream.range(0, Acquisitions.FEW + 5).toArray()) {
            files.add(test.stored(String.format("tiles/many/f%03d", i), new byte[i + 1]));
        }
        test.received(other, manifest("many", files.toArray(Manifest.File[]::new)));
        Told told = acquisitions().of(other.instrument().id(), null, 100).stream()
                .filter(one -> one.name().equals("many"))
                .findFirst()
                .orElseThrow();

        assertThat(told.count()).isEqualTo(files.size());
        assertThat(told.files()).isEmpty();
        List<Manifest.File> first = acquisitions().files(other.instrument().id(), told.dataset(), null, 100);
        List<Manifest.File> rest = acquisitions()
                .files(other.instrument().id(), told.dataset(), first.getLast().path(), 100);
        assertThat(first).hasSize(100);
        assertThat(rest).extracting(Manifest.File::path).containsExactly("f100", "f101", "f102", "f103", "f104");
    }

    @Test
    void openUploadsUnderTheSourcesPrefixesAreTold() throws Exception {
        ObjectStore store = test.gateway.store();
        Attributes attributes = Attributes.of(Map.of(), Map.of("mtime", "1700000000.5"));
        ObjectStore.Upload begun = store.createUpload(test.raw, ObjectKey.of("runs/big.raw"), attributes, null, false);
        store.putPart(begun, 1, TestGateway.aPut(test.raw, "runs/big.raw", new byte[300]));
        ObjectStore.Upload bare = store.createUpload(test.raw, ObjectKey.of("runs/bare.raw"), attributes, null, false);
        store.createUpload(test.raw, ObjectKey.of("elsewhere/x.raw"), attributes, null, false);

        List<OpenUpload> open = acquisitions().open(agent);

        assertThat(open).extracting(OpenUpload::id).containsExactlyInAnyOrder(begun.id(), bare.id());
        assertThat(open)
                .filteredOn(one -> one.id().equals(begun.id()))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.firstPart()).isEqualTo(300);
                    assertThat(one.metadata()).containsEntry("mtime", "1700000000.5");
                });
        assertThat(open)
                .filteredOn(one -> one.id().equals(bare.id()))
                .singleElement()
                .satisfies(one -> assertThat(one.firstPart()).isZero());
    }
}
