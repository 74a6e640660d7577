package gedeon.metadata;

import static gedeon.metadata.TestCatalogue.await;
import static gedeon.metadata.TestCatalogue.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.metadata.Datasets.NewLink;
import gedeon.metadata.proof.Receipts;
import gedeon.storage.ObjectKey;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CatalogueTests {
    private static TestCatalogue test;
    private static Catalogue catalogue;
    private static Agents.Agent agent;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(TestCatalogue.finding("exposure_time", 120));
        catalogue = test.catalogue;
        agent = test.agent("spectrometer", "runs/");
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static Dataset dataset(UUID id) {
        return catalogue.datasets().find(id).orElseThrow();
    }

    @Test
    void aManifestBecomesOneDatasetThatIsReadAndTied() throws Exception {
        Thing experiment = catalogue
                .things()
                .add(new Thing.Draft(
                        ThingKind.EXPERIMENT,
                        test.notebook.id(),
                        "EXP-1",
                        "",
                        "Caffeine",
                        "https://eln.example.org/1",
                        null,
                        null));
        Manifest said = manifest("one.raw", test.stored("runs/one.raw", new byte[1000]));
        Manifest withExperiment = new Manifest(
                said.source(), said.name(), said.verdict(), null, said.finished(), null, "EXP-1", said.files());
        Intake.Answer receipt = catalogue.intake().accept(agent, withExperiment);
        await(() -> dataset(receipt.dataset()).reading().state().equals("done"));
        Dataset dataset = dataset(receipt.dataset());
        assertThat(dataset.bytes()).isEqualTo(new ByteCount(1000));
        assertThat(dataset.type()).isEqualTo("application/test");
        assertThat(dataset.fields()).extracting(Dataset.Field::siValue).containsExactly(120.0);
        assertThat(dataset.links())
                .extracting(link -> link.relation() + " " + link.kind() + " " + link.name() + " " + link.origin())
                .contains(
                        "usedInstrument instrument spectrometer agent",
                        "usedSoftware software gedeon-agent 0.1.0 agent",
                        "isPartOf experiment EXP-1 agent");
        assertThat(dataset.links())
                .filteredOn(link -> link.kind().equals("experiment"))
                .extracting(Dataset.Link::url, Dataset.Link::target)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "https://eln.example.org/1", String.valueOf(experiment.id())));
        assertThat(catalogue.datasets().files(dataset.id(), null, 10))
                .extracting(Dataset.File::path, Dataset.File::key)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("one.raw", "runs/one.raw"));
        assertThat(catalogue
                        .datasets()
                        .ofObjects(test.notebook.id(), "raw-chemistry", List.of("runs/one.raw", "runs/none")))
                .containsOnlyKeys("runs/one.raw")
                .containsValue(dataset.id());
        assertThat(catalogue.datasets().provenance(dataset.id()))
                .singleElement()
                .satisfies(activity -> assertThat(activity.used())
                        .extracting(Dataset.Ref::kind)
                        .contains("instrument"));
    }

    @Test
    void theReceiptIsSignedAndTheSameManifestGetsTheSameOne() throws Exception {
        Manifest said = manifest("two.raw", test.stored("runs/two.raw", new byte[10]));
        Intake.Answer first = test.received(agent, said);
        assertThat(catalogue.intake().accept(agent, said)).isEqualTo(first);
        Receipts receipts = new Receipts(TestCatalogue.KEY);
        assertThat(receipts.verifies(first.receipt())).isTrue();
        assertThat(receipts.verifies(first.receipt().replaceFirst("\\.e", ".f")))
                .isFalse();
    }

    @Test
    void sixteenAtOnceMakeOneDataset() throws Exception {
        Manifest said = manifest("race.raw", test.stored("runs/race.raw", new byte[10]));
        Set<UUID> datasets = new HashSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
            List<Callable<Intake.Answer>> tries = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                tries.add(() -> catalogue.intake().accept(agent, said));
            }
            for (Future<Intake.Answer> one : pool.invokeAll(tries)) {
                datasets.add(one.get().dataset());
                assertThat(one.get().content()).isEqualTo(1);
            }
        }
        assertThat(datasets).hasSize(1);
        Intake.Answer received = test.received(agent, said);
        assertThat(catalogue.intake().accept(agent, said)).isEqualTo(received);
    }

    @Test
    void anotherManifestOfTheSameAcquisitionIsItsNextContent() throws Exception {
        UUID first = catalogue
                .intake()
                .accept(agent, manifest("grows.raw", test.stored("runs/grows.raw", new byte[10])))
                .dataset();
        UUID second = catalogue
                .intake()
                .accept(agent, manifest("grows.raw", test.stored("runs/grows.raw", new byte[20])))
                .dataset();
        assertThat(second).isEqualTo(first);
        assertThat(dataset(first).content()).isEqualTo(2);
        assertThat(dataset(first).bytes()).isEqualTo(new ByteCount(20));
        assertThat(catalogue.datasets().files(first, null, 10)).hasSize(1);
        assertThat(catalogue.datasets().provenance(first)).hasSize(2);
        await(() -> dataset(first).reading().state().equals("done"));
    }

    @Test
    void whatIsNotStoredAsSaidIsRefused() throws Exception {
        Manifest.File stored = test.stored("runs/three.raw", new byte[10]);
        Manifest.File missing = new Manifest.File("x", "runs/x", null, stored.size(), stored.sha256(), Instant.EPOCH);
        Manifest.File shorter = new Manifest.File(
                "three.raw", "runs/three.raw", null, new ByteCount(9), stored.sha256(), Instant.EPOCH);
        Manifest.File other = new Manifest.File(
                "three.raw",
                "runs/three.raw",
                null,
                stored.size(),
                gedeon.kernel.Digest.sha256(TestCatalogue.sha256(new byte[1])),
                Instant.EPOCH);
        Manifest.File outside =
                new Manifest.File("o", "elsewhere/o", null, stored.size(), stored.sha256(), Instant.EPOCH);
        for (Manifest.File file : List.of(missing, shorter, other, outside)) {
            assertThatThrownBy(() -> catalogue.intake().accept(agent, manifest("three.raw", file)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.path())
                    .hasMessageContaining(";");
        }
        assertThat(catalogue.datasets().page(Set.of(test.notebook.id()), null, 1000))
                .extracting(Dataset::name)
                .doesNotContain("three.raw");
    }

    @Test
    void personalFieldsAreMaskedUnlessAskedForByName() throws Exception {
        UUID id = catalogue
                .intake()
                .accept(agent, manifest("patient.raw", test.stored("runs/patient.raw", new byte[10])))
                .dataset();
        await(() -> dataset(id).reading().state().equals("done"));
        new gedeon.storage.sql.Sql(test.source)
                .update(
                        "insert into catalogue.field (dataset, pos, name, raw, value, unit, si_value, source, confidence) values "
                                + "(?, 90, 'patient_name', 'Doe^Peter', 'Doe^Peter', null, null, '(0010,0010)', 1), "
                                + "(?, 91, 'patient_weight', '72', '72', 'kg', 72, '(0010,1030)', 1)",
                        id,
                        id);
        Dataset masked = dataset(id);
        assertThat(masked.fields()).hasSize(3);
        assertThat(masked.fields().subList(1, 3))
                .containsExactly(
                        new Dataset.Field("patient_name", "***", "***", null, null, "(0010,0010)", 1),
                        new Dataset.Field("patient_weight", "***", "***", null, null, "(0010,1030)", 1));
        assertThat(catalogue
                        .datasets()
                        .link(id, new NewLink("wasMadeBy", "instrument", "spectrometer", "person", null), null)
                        .toString())
                .doesNotContain("Doe");
        assertThat(catalogue.datasets().findWithPersonal(id).orElseThrow().fields())
                .extracting(Dataset.Field::value)
                .contains("Doe^Peter", "72", "120.0");
    }

    @Test
    void aCodeOpensOnceAndWrongOnesNever() throws Exception {
        Instrument instrument = catalogue
                .instruments()
                .register(new Instrument.Draft(test.notebook.id(), "balance", null, null, null, null));
        String code = catalogue.instruments().code(instrument.id(), 1).code();
        int won = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tries.add(() -> {
                    try {
                        catalogue.agents().enrol(code.toLowerCase(java.util.Locale.ROOT), "h", "o", "1");
                        return true;
                    } catch (Agents.Refused e) {
                        return false;
                    }
                });
            }
            for (Future<Boolean> one : pool.invokeAll(tries)) {
                won += one.get() ? 1 : 0;
            }
        }
        assertThat(won).isEqualTo(1);
        assertThatThrownBy(() -> catalogue.agents().enrol("AAAA-AAAA-AAAA-AAAA", "h", "o", "1"))
                .isInstanceOf(Agents.Refused.class);
    }

    @Test
    void anObjectPutByAnybodyIsADatasetUntilItIsGone() throws Exception {
        Bucket bucket = gedeonBucket("results-1");
        test.gateway.store().put(TestGateway.aPut(bucket, "a/table.csv", new byte[5]));
        await(() -> named("table.csv").size() == 1);
        test.gateway.store().put(TestGateway.aPut(bucket, "a/table.csv", new byte[7]));
        await(() -> named("table.csv").getFirst().bytes().value() == 7);
        test.gateway.store().delete(bucket, ObjectKey.of("a/table.csv"), null, false);
        await(() -> named("table.csv").isEmpty());
        test.gateway.store().put(TestGateway.aPut(bucket, "a/table.csv", new byte[9]));
        await(() -> named("table.csv").size() == 1);
    }

    /** The old dataset as it stands until the removal was followed: what the other notebook stores is not read through it. */
    @Test
    void whatAnotherNotebookStoresUnderAnOldNameIsNotFoundThroughTheOldDataset() throws Exception {
        int other = TestGateway.notebook(test.gateway, "strangers", 1_000_000).id();
        Bucket theirs = test.gateway.store().createBucket(other, "results-8", false);
        test.gateway.store().put(TestGateway.aPut(theirs, "old.csv", new byte[6]));
        await(() -> test.catalogue.datasets().page(Set.of(other), null, 10).size() == 1);
        UUID dataset = test.catalogue
                .datasets()
                .page(Set.of(other), null, 10)
                .getFirst()
                .id();
        assertThat(catalogue.arrivals().stored(dataset, "old.csv")).isPresent();
        try (var connection = test.source.getConnection();
                var change = connection.prepareStatement("update catalogue.dataset set notebook = ? where id = ?")) {
            change.setInt(1, test.notebook.id());
            change.setObject(2, dataset);
            change.executeUpdate();
        }
        assertThat(catalogue.arrivals().stored(dataset, "old.csv")).isEmpty();
        assertThat(catalogue.datasets().ofObjects(other, "results-8", List.of("old.csv")))
                .isEmpty();
    }

    @Test
    void aBucketsNameTakenByAnotherNotebookBringsItADatasetOfItsOwn() throws Exception {
        int other = TestGateway.notebook(test.gateway, "others", 1_000_000).id();
        test.gateway
                .store()
                .put(TestGateway.aPut(
                        test.gateway.store().createBucket(test.notebook.id(), "results-9", false),
                        "again.csv",
                        new byte[5]));
        await(() -> named("again.csv").size() == 1);
        test.gateway
                .store()
                .delete(test.gateway.store().bucket("results-9").orElseThrow(), ObjectKey.of("again.csv"), null, false);
        await(() -> named("again.csv").isEmpty());
        test.gateway.store().deleteBucket("results-9");
        Bucket theirs = test.gateway.store().createBucket(other, "results-9", false);
        test.gateway.store().put(TestGateway.aPut(theirs, "again.csv", new byte[6]));
        await(() -> test.catalogue.datasets().page(Set.of(other), null, 10).size() == 1);
        assertThat(named("again.csv")).isEmpty();
        assertThat(test.catalogue
                        .datasets()
                        .page(Set.of(other), null, 10)
                        .getFirst()
                        .notebook())
                .isEqualTo(other);
    }

    @Test
    void whatAnAgentPutsWaitsForItsManifest() throws Exception {
        test.stored("runs/early.raw", new byte[10]);
        Bucket bucket = gedeonBucket("results-2");
        test.gateway.store().put(TestGateway.aPut(bucket, "later.csv", new byte[5]));
        await(() -> named("later.csv").size() == 1); // events are taken in order of time, so the earlier one was seen
        assertThat(named("early.raw")).isEmpty();
    }

    @Test
    void linksAreIdempotentAndObeyRevisions() throws Exception {
        UUID id = catalogue
                .intake()
                .accept(agent, manifest("four.raw", test.stored("runs/four.raw", new byte[10])))
                .dataset();
        await(() -> dataset(id).reading().state().equals("done"));
        Thing person = catalogue
                .things()
                .add(new Thing.Draft(
                        ThingKind.PERSON,
                        null,
                        "Josiah Carberry",
                        "",
                        null,
                        null,
                        "https://orcid.org/0000-0002-1825-0097",
                        null));
        assertThat(person.identifier()).isEqualTo("0000-0002-1825-0097");
        NewLink link = new NewLink("wasMadeBy", "person", "Josiah Carberry", "person", "admin");
        long before = dataset(id).revision();
        Dataset linked = catalogue.datasets().link(id, link, before);
        assertThat(linked.revision()).isGreaterThan(before);
        assertThat(catalogue.datasets().link(id, link, null).links()).hasSameSizeAs(linked.links());
        assertThatThrownBy(() -> catalogue.datasets().link(id, link, before)).isInstanceOf(Datasets.Changed.class);
        assertThatThrownBy(() -> catalogue
                        .datasets()
                        .link(id, new NewLink("isPartOf", "experiment", "EXP-999", "person", null), null))
                .hasMessageContaining("EXP-999");
    }

    @Test
    void prefixesOfSourcesDoNotMeet() {
        Instrument other = catalogue
                .instruments()
                .register(new Instrument.Draft(test.notebook.id(), "other", null, null, null, null));
        Source inside =
                new Source("s", "/d", null, Source.Kind.FILE, null, Duration.ofSeconds(5), "runs/deeper", null, 1);
        assertThatThrownBy(() -> catalogue.instruments().put(other.id(), inside, "head"))
                .hasMessageContaining("runs of spectrometer");
    }

    @Test
    void connectorsAdoptWhatPeopleTypedAndRepeat() {
        int notebook = test.notebook.id();
        Thing typed = catalogue.things().add(Thing.Draft.of(ThingKind.EXPERIMENT, notebook, "EXP-7"));
        Thing.Draft read = new Thing.Draft(ThingKind.EXPERIMENT, notebook, "EXP-7", "", "Title", null, null, null);
        Thing first = catalogue.things().sync("labguru", "u-7", read);
        assertThat(first.id()).isEqualTo(typed.id());
        assertThat(catalogue.things().sync("labguru", "u-7", read)).isEqualTo(first);
        Thing clash = catalogue.things().sync("labguru", "u-8", read);
        assertThat(clash.id()).isNotEqualTo(first.id());
        assertThat(clash.name()).isEqualTo("EXP-7 (labguru u-8)");
        assertThat(catalogue.things().sync("labguru", "u-8", read)).isEqualTo(clash);
        assertThatThrownBy(() -> catalogue.things().add(read)).isInstanceOf(Notebooks.NameTaken.class);
    }

    @Test
    void agentsSayHowTheyAre() {
        Instant said = Instant.now();
        catalogue
                .agents()
                .heartbeat(
                        agent.id(),
                        new Agents.Heartbeat(
                                3,
                                null,
                                7,
                                1000,
                                said.minusSeconds(60),
                                "0.1.0",
                                List.of("disk\u0000 is slow"),
                                false));
        Agents.Agent now = catalogue.agents().list(Set.of(test.notebook.id())).stream()
                .filter(one -> one.id().equals(agent.id()))
                .findFirst()
                .orElseThrow();
        assertThat(now.state()).isEqualTo(Agents.State.SENDING);
        // What it took until it was heard counts as well.
        Duration since = Duration.between(said, Instant.now()).plusSeconds(1);
        assertThat(now.clockSkew()).isBetween(Duration.ofSeconds(-60).minus(since), Duration.ofSeconds(-59));
        assertThat(now.messages()).containsExactly("disk  is slow");
    }

    private static List<Dataset> named(String name) {
        return catalogue.datasets().page(Set.of(test.notebook.id()), null, 1000).stream()
                .filter(one -> one.name().equals(name))
                .toList();
    }

    private static Bucket gedeonBucket(String name) {
        return test.gateway.store().createBucket(test.notebook.id(), name, true);
    }
}
