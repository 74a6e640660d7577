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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadingsTests {
    private static final Map<String, Integer> TRIED = new ConcurrentHashMap<>();
    private static final Set<String> READABLE = ConcurrentHashMap.newKeySet();
    private static TestCatalogue test;
    private static Agents.Agent agent;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(new Extraction() {
            @Override
            public Extracted extract(Material material) {
                TRIED.merge(material.name(), 1, Integer::sum);
                return READABLE.contains(material.name())
                        ? new Extracted(
                                State.DONE,
                                null,
                                "test",
                                "1",
                                null,
                                List.of(new ExtractedField("title", "t", "t", null, null, "head", 1)))
                        : new Extracted(State.LATER, null, null, null, "The store could not read it.", List.of());
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

    /** Makes a pause that is not over longer than any test; false where there is none now. */
    private static boolean held(UUID id) {
        return new Sql(test.source)
                        .update(
                                "update catalogue.dataset set extraction_until = extraction_until + interval '1 day' where id = ? and extraction = 'waiting' and extraction_until > now()",
                                id)
                == 1;
    }

    private static void awaitTries(String name, int tries) throws Exception {
        await(() -> TRIED.getOrDefault(name, 0) >= tries);
    }

    @Test
    void whatTheStoreCouldNotGiveIsReadAgainAfterAWhile() throws Exception {
        UUID id = accepted("flaky.raw");
        await(() -> "The store could not read it.".equals(reading(id).reason()));
        await(() -> held(id));
        assertThat(reading(id).state()).isEqualTo("waiting");
        int tries = TRIED.get("flaky.raw");
        Thread.sleep(1500); // longer than readers wait before they look again
        assertThat(TRIED.get("flaky.raw")).isEqualTo(tries);
        later(id);
        awaitTries("flaky.raw", tries + 1);
        await(() -> held(id));
        READABLE.add("flaky.raw");
        later(id);
        await(() -> reading(id).state().equals("done"));
        assertThat(reading(id).reason()).isNull();
        assertThat(TRIED.get("flaky.raw")).isGreaterThanOrEqualTo(tries + 2);
    }

    @Test
    void afterTenTriesItIsFailedWithTheReason() throws Exception {
        UUID id = accepted("never.raw");
        await(() -> {
            later(id);
            return reading(id).state().equals("failed");
        });
        assertThat(reading(id).reason()).isEqualTo("The store could not read it. It was tried 10 times.");
        assertThat(TRIED.get("never.raw")).isEqualTo(10);
    }
}
