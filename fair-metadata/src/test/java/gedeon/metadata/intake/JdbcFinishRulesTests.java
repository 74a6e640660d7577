package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import gedeon.metadata.FinishRules;
import gedeon.metadata.FinishRules.Kept;
import gedeon.metadata.Instrument;
import gedeon.metadata.Instruments;
import gedeon.metadata.Source;
import gedeon.metadata.TestCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JdbcFinishRulesTests {
    private static TestCatalogue test;
    private static FinishRules rules;

    @BeforeAll
    static void open() throws Exception {
        test = new TestCatalogue(TestCatalogue.finding("temperature", 280));
        rules = test.catalogue.rules();
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static FinishRule quiet(String name, int seconds) {
        return new FinishRule(
                name,
                7,
                FinishRule.Kind.FOLDER,
                List.of("*.lab"),
                List.of(),
                0,
                List.of(FinishSign.of(FinishSign.By.QUIET, 0.5, seconds)),
                null,
                null);
    }

    @Test
    void thoseOfTheReleaseAreThereAndTellWhatTheyAre() {
        assertThat(rules.all())
                .extracting(kept -> kept.rule().name())
                .contains(
                        "generic-file",
                        "generic-folder",
                        "thermo-raw",
                        "bruker-d",
                        "bruker-topspin",
                        "agilent-d",
                        "waters-raw",
                        "sciex-wiff",
                        "illumina-run",
                        "nanopore-run",
                        "microscope-file",
                        "imzml",
                        "philips-parrec",
                        "dicom-series",
                        "zarr",
                        "bam");
        assertThat(rules.all()).filteredOn(kept -> kept.by() == null).allSatisfy(kept -> {
            assertThat(kept.rule().about()).as(kept.rule().name()).isNotBlank();
            assertThat(kept.rule().aboutFr()).as(kept.rule().name()).isNotBlank();
            assertThat(kept.rule().signs().getLast().by()).isEqualTo(FinishSign.By.QUIET);
        });
    }

    @Test
    void eachChangeIsTheNextVersionAndAnOldOneComesBackAsOne() {
        FinishRule own = rules.find("zarr").orElseThrow().rule();
        Kept changed = rules.keep(
                new FinishRule(
                        "zarr", 99, own.kind(), List.of("*.zarr", "*.n5"), List.of(), 0, own.signs(), null, null),
                "ada");
        assertThat(changed.rule().version()).isEqualTo(2);
        assertThat(changed.by()).isEqualTo("ada");
        assertThat(rules.find("zarr")).contains(changed);
        assertThat(rules.find("zarr", 1)).hasValueSatisfying(kept -> {
            assertThat(kept.rule()).isEqualTo(own);
            assertThat(kept.by()).isNull();
        });
        Kept back = rules.keep(rules.find("zarr", 1).orElseThrow().rule(), "ada");
        assertThat(back.rule()).isEqualTo(own.as(3));
        assertThat(rules.versions("zarr"))
                .extracting(kept -> kept.rule().version())
                .containsExactly(3, 2, 1);
        assertThat(rules.all())
                .filteredOn(kept -> kept.rule().name().equals("zarr"))
                .containsExactly(back);
    }

    @Test
    void manyAtOnceMakeOneVersionEach() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Kept>> all = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
                int seconds = i;
                all.add(threads.submit(() -> rules.keep(quiet("raced", seconds), "ada")));
            }
            for (Future<Kept> one : all) {
                one.get();
            }
        }
        assertThat(rules.versions("raced"))
                .extracting(kept -> kept.rule().version())
                .containsExactlyElementsOf(
                        IntStream.iterate(8, i -> i > 0, i -> i - 1).boxed().toList());
    }

    @Test
    void aSourceGoesByARuleThatIsThere() {
        Instruments instruments = test.catalogue.instruments();
        Instrument instrument =
                instruments.register(new Instrument.Draft(test.notebook.id(), "scanner", null, null, null, null));
        assertThatThrownBy(() -> instruments.put(instrument.id(), by("nothing"), "head"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no rule \"nothing\"");
        rules.keep(quiet("of-the-lab", 60), "ada");
        assertThat(instruments.put(instrument.id(), by("of-the-lab"), "head").rule())
                .isEqualTo("of-the-lab");
        assertThat(instruments.sources(instrument.id()))
                .singleElement()
                .satisfies(source -> assertThat(source.rule()).isEqualTo("of-the-lab"));
        assertThat(instruments.put(instrument.id(), by(null), "head").rule()).isNull();
    }

    private static Source by(String rule) {
        return new Source(
                "scans", "/scans", null, Source.Kind.FOLDER, null, Duration.ofSeconds(60), "scans", null, 1, rule);
    }
}
