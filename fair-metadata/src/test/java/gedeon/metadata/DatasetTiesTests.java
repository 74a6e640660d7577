package gedeon.metadata;

import static gedeon.metadata.TestCatalogue.await;
import static gedeon.metadata.TestCatalogue.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.Datasets.NewLink;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.Hindrance;
import gedeon.storage.disposal.Preview;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the catalogue knows keeps waste from being disposed of by one hand; and it follows what was. */
class DatasetTiesTests {
    private static TestCatalogue test;
    private static Agents.Agent agent;
    private static Disposing disposing;
    private static long owner;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(TestCatalogue.finding("exposure_time", 120));
        agent = test.agent("spectrometer", "runs/");
        disposing = test.gateway.disposing();
        owner = test.gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        test.gateway.notebooks().grant(owner, Role.OWNER, new On.Notebook(test.notebook.id()));
        test.catalogue
                .things()
                .add(new Thing.Draft(ThingKind.EXPERIMENT, test.notebook.id(), "EXP-1", "", "x", null, null, null));
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static UUID acquired(String name, int files) throws Exception {
        Manifest.File[] all = new Manifest.File[files];
        for (int i = 0; i < files; i++) {
            all[i] = test.stored("runs/" + name + "/" + i + ".raw", new byte[10 + i]);
        }
        UUID id = test.catalogue.intake().accept(agent, manifest(name, all)).dataset();
        await(() -> test.catalogue
                .datasets()
                .find(id)
                .orElseThrow()
                .reading()
                .state()
                .equals("done"));
        return id;
    }

    /** What begins with that is waste and goes; how that ended, also where it was not over at once. */
    private static DisposalRequest disposed(String prefix) throws Exception {
        Chosen chosen = new Chosen.Prefix(prefix.getBytes(StandardCharsets.UTF_8));
        disposing.waste().mark(owner, test.raw, chosen, "a test");
        long id = disposing.waste().dispose(owner, test.raw, chosen, true).id();
        await(() -> request(id).state() == DisposalRequest.State.DONE);
        return request(id);
    }

    private static DisposalRequest request(long id) {
        return disposing.requests().find(id).orElseThrow();
    }

    @Test
    void anAcquisitionThatNothingIsTiedToGoesAndSoDoesItsDataset() throws Exception {
        UUID id = acquired("free", 3);
        DisposalRequest done = disposed("runs/free/");
        assertThat(done.disposed()).isEqualTo(3);
        await(() -> test.catalogue.datasets().find(id).isEmpty());
        Datasets.Gone gone = test.catalogue.datasets().gone(id).orElseThrow();
        assertThat(gone.name()).isEqualTo("free");
        assertThat(gone.files()).hasSize(3);
        UUID again = acquired("free", 2);
        assertThat(again).isEqualTo(id);
        assertThat(test.catalogue.datasets().gone(id)).isEmpty();
    }

    @Test
    void whatIsTiedToAnExperimentOrPointedToStays() throws Exception {
        UUID tied = acquired("tied", 1);
        test.catalogue.datasets().link(tied, new NewLink("isPartOf", "experiment", "EXP-1", "person", null), null);
        UUID source = acquired("source", 1);
        UUID derived = acquired("derived", 1);
        test.catalogue
                .datasets()
                .link(derived, new NewLink("wasDerivedFrom", "dataset", source.toString(), "person", null), null);
        for (String name : new String[] {"tied", "source", "derived"}) {
            DisposalRequest stayed = disposed("runs/" + name + "/");
            assertThat(stayed.stayed()).as(name).isEqualTo(1);
            assertThat(disposing.requests().stayed(stayed.id(), 10))
                    .extracting(Preview.Stays::why)
                    .containsExactly(Hindrance.TIED);
        }
        assertThat(test.catalogue.datasets().find(tied)).isPresent();
    }

    @Test
    void whatIsSealedStays() throws Exception {
        UUID sealed = acquired("sealed", 1);
        test.catalogue.datasets().seal(sealed, null);
        DisposalRequest stayed = disposed("runs/sealed/");
        assertThat(disposing.requests().stayed(stayed.id(), 10))
                .extracting(Preview.Stays::why)
                .containsExactly(Hindrance.SEALED);
    }

    @Test
    void anAcquisitionOfWhichAFileIsLeftIsStillThere() throws Exception {
        UUID id = acquired("half", 2);
        assertThat(disposed("runs/half/0").disposed()).isEqualTo(1);
        await(() -> test.gateway.outbox().backlog("catalogue").waiting() == 0);
        assertThat(test.catalogue.datasets().find(id)).isPresent();
    }
}
