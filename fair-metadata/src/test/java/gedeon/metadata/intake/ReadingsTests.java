package gedeon.metadata.intake;

import static gedeon.metadata.TestCatalogue.await;
import static gedeon.metadata.TestCatalogue.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.Agents;
import gedeon.metadata.Dataset;
import gedeon.metadata.TestCatalogue;
import gedeon.metadata.extraction.Extraction;
import gedeon.metadata.extraction.Extraction.Extracted;
import gedeon.metadata.extraction.Extraction.ExtractedField;
import gedeon.metadata.extraction.Extraction.State;
import gedeon.metadata.extraction.Material;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadingsTests {
    private static final Map<String, Integer> TRIED = new ConcurrentHashMap<>();
    private static TestCatalogue test;
    private static Agents.Agent agent;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(new Extraction() {
            @Override
            public Extracted extract(Material material) {
                int tries = TRIED.merge(material.name(), 1, Integer::sum);
                int needed = material.name().startsWith("never") ? Integer.MAX_VALUE : 3;
                return tries < needed
                        ? new Extracted(State.LATER, null, null, null, "The store could not read it.", List.of())
                        : new Extracted(
                                State.DONE,
                                null,
                                "test",
                                "1",
                                null,
                                List.of(new ExtractedField("title", "t", "t", null, null, "head", 1)));
            }

            @Override
            public void close() {
                // nothing is held
            }
        });
        agent = test.agent("spectrometer", "runs/");
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static UUID accepted(String name) throws Exception {
        return test.catalogue
                .intake()
                .accept(agent, manifest(name, test.stored("runs/" + name, new byte[10])))
                .dataset();
    }

    private static Dataset.Reading reading(UUID id) {
        return test.catalogue.datasets().find(id).orElseThrow().reading();
    }

    /** Lets the pause before the next try be over. */
    private static void later(UUID id) {
        new Sql(test.source)
                .update(
                        "update catalogue.dataset set extraction_until = now() where id = ? and extraction = 'waiting'",
                        id);
    }

    private static void awaitTries(String name, int tries) throws Exception {
        await(() -> TRIED.getOrDefault(name, 0) >= tries);
    }

    @Test
    void whatTheStoreCouldNotGiveIsReadAgainAfterAWhile() throws Exception {
        UUID id = accepted("flaky.raw");
        await(() -> "The store could not read it.".equals(reading(id).reason()));
        assertThat(reading(id).state()).isEqualTo("waiting");
        Thread.sleep(1500); // longer than readers wait before they look again
        assertThat(TRIED.get("flaky.raw")).isEqualTo(1);
        later(id);
        awaitTries("flaky.raw", 2);
        await(() -> reading(id).state().equals("waiting"));
        later(id);
        await(() -> reading(id).state().equals("done"));
        assertThat(reading(id).reason()).isNull();
        assertThat(TRIED.get("flaky.raw")).isEqualTo(3);
    }

    @Test
    void afterTenTriesItIsFailedWithTheReason() throws Exception {
        UUID id = accepted("never.raw");
        for (int tries = 1; tries < 10; tries++) {
            awaitTries("never.raw", tries);
            await(() -> reading(id).state().equals("waiting"));
            later(id);
        }
        await(() -> reading(id).state().equals("failed"));
        assertThat(reading(id).reason()).isEqualTo("The store could not read it. It was tried 10 times.");
        assertThat(TRIED.get("never.raw")).isEqualTo(10);
    }
}
