package gedeon.metadata.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.metadata.Search;
import gedeon.metadata.Sight;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetSearchTests {
    private static final Set<Integer> MINE = Set.of(1);

    @TempDir
    static Path folder;

    private static Tables tables;
    private static DatasetSearch search;
    private static UUID coffee;
    private static UUID night;

    @BeforeAll
    static void fill() {
        tables = Tables.open();
        int orbitrap = tables.instrument(1, "Orbitrap Élite");
        coffee = tables.dataset("Caféine_2024-03.raw")
                .instrument(orbitrap)
                .type("application/x-thermo-raw")
                .bytes(5_000_000_000L)
                .created("2026-03-05T12:00:00Z")
                .text("medium", "Agar plate, œuf de Pâques")
                .number("temperature", 95, "K")
                .number("exposure_time", 120, "s")
                .link("used", "experiment", 7, "Décaféination")
                .link("by", "person", 9, "Ana Nuñez")
                .file("Caféine_2024-03.raw", "lab/Caféine_2024-03.raw", 5_000_000_000L)
                .add();
        night = tables.dataset("night sky")
                .kind("processed")
                .type("application/fits")
                .created("2026-10-31T23:59:59Z")
                .number("temperature", 280, "K")
                .number("temperature", 300, "K")
                .number("exposure_time", 600, "s")
                .text("filter", "H alpha")
                .text("gain", "high")
                .link("used", "experiment", 8, "Sky survey")
                .file("frames/light_001.fits", "sky/frames/light_001.fits", 10)
                .file("frames/light_002.fits", "sky/frames/light_002.fits", 20)
                .add();
        tables.dataset("NFD cafe\u0301").add();
        for (int i = 0; i < 5; i++) {
            tables.dataset("secret caffeine " + i)
                    .in(2)
                    .type("application/fits")
                    .number("secret_dose", i, "g")
                    .number("exposure_time", 120, "s")
                    .link("used", "experiment", 70 + i, "Secret " + i)
                    .add();
        }
        for (int notebook = 3; notebook <= 4; notebook++) {
            tables.dataset("scan " + notebook)
                    .in(notebook)
                    .text("operator", "Hugo Delmas")
                    .text("department", "Radiology")
                    .number("patient_weight", 72, "kg")
                    .add();
        }
        search = DatasetSearch.open(tables.source, folder, Clock.systemUTC());
        assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
    }

    @AfterAll
    static void stop() {
        search.close();
        tables.close();
    }

    private static List<UUID> ids(String query) {
        return search.find(query, MINE, 50).hits().stream().map(Search.Hit::id).toList();
    }

    private static String matched(String query) {
        return search.find(query, MINE, 1).hits().getFirst().matched();
    }

    @Test
    void accentsAndCapitalsMakeNoDifference() {
        assertThat(ids("cafeine")).containsExactly(coffee);
        assertThat(ids("CAFÉINE")).containsExactly(coffee);
        assertThat(ids("agar")).containsExactly(coffee);
        assertThat(ids("oeuf paques")).containsExactly(coffee);
        assertThat(ids("nunez")).containsExactly(coffee);
        assertThat(ids("café nfd")).hasSize(1);
    }

    @Test
    void personalFieldsAreFoundAndToldOnlyWhereTheyMayBeSeen() {
        Sight manager = new Sight(Set.of(3, 4), Set.of(3));
        Sight reader = Sight.of(Set.of(3, 4));
        for (String query : List.of(
                "delmas", "hugo scan", "\"hugo delmas\"", "operator:delmas", "operator:\"Hugo Delmas\"", "del")) {
            assertThat(search.find(query, manager, 10).hits())
                    .as(query)
                    .extracting(Search.Hit::name)
                    .containsExactly("scan 3");
            assertThat(search.find(query, reader, 10).total()).as(query).isZero();
            assertThat(search.find(query, reader, 10).hits()).as(query).isEmpty();
        }
        assertThat(search.find("patient_weight>50", manager, 10).hits()).hasSize(1);
        assertThat(search.find("patient_weight>50", reader, 10).total()).isZero();
        assertThat(search.find("delmas", manager, 10).hits().getFirst().matched())
                .isEqualTo("operator Hugo Delmas");
        // a reader learns nothing by asking for what is not so
        assertThat(search.find("scan -operator:delmas", reader, 10).total()).isEqualTo(2);
        assertThat(search.find("scan -operator:delmas", manager, 10).hits())
                .extracting(Search.Hit::name)
                .containsExactly("scan 4");
        assertThat(search.find("scan", reader, 10).hits()).hasSize(2).allMatch(hit -> hit.matched() == null);
    }

    @Test
    void aWordInsideAndOneOutsideOfPersonalFieldsMayMeet() {
        Sight manager = new Sight(Set.of(3), Set.of(3));
        assertThat(search.find("radiology delmas", manager, 10).hits()).hasSize(1);
        assertThat(search.find("radiology nobody", manager, 10).hits()).isEmpty();
        assertThat(search.find("radiology", Sight.of(Set.of(3)), 10)
                        .hits()
                        .getFirst()
                        .matched())
                .isEqualTo("department Radiology");
    }

    @Test
    void wordsOfFileNamesAreFoundOneByOne() {
        assertThat(ids("2024 raw")).containsExactly(coffee);
        assertThat(ids("light_002")).containsExactly(night);
        assertThat(ids("fits light")).containsExactly(night);
    }

    @Test
    void allWordsMustMatchAndTheLastMayGoOn() {
        assertThat(ids("caf")).hasSize(2);
        assertThat(ids("caf raw")).isEmpty();
        assertThat(ids("caf* raw")).containsExactly(coffee);
        assertThat(ids("night caf")).isEmpty();
        assertThat(ids("raw caf")).containsExactly(coffee);
        assertThat(ids("\"night sky\"")).containsExactly(night);
        assertThat(ids("\"sky night\"")).isEmpty();
    }

    @Test
    void numbersAreComparedInSi() {
        assertThat(ids("temperature<100")).containsExactly(coffee);
        assertThat(ids("temperature < 100")).containsExactly(coffee);
        assertThat(ids("temperature>100")).containsExactly(night);
        assertThat(ids("temperature>=95 temperature<=95")).containsExactly(coffee);
        assertThat(ids("temperature>95")).containsExactly(night);
        assertThat(ids("temperature:290..310")).containsExactly(night);
        assertThat(ids("temperature:..95")).containsExactly(coffee);
        assertThat(ids("temperature:281..299")).isEmpty();
        assertThat(ids("exposure_time=120")).containsExactly(coffee);
        assertThat(ids("exposure_time:600")).containsExactly(night);
        assertThat(ids("exposure_time:9..11min")).containsExactly(night);
        assertThat(ids("exposure_time = 2 min")).containsExactly(coffee);
        assertThat(ids("temperature > 20 °C")).containsExactly(night);
        assertThat(ids("pressure>1")).isEmpty();
        assertThat(ids("bytes>2GB")).containsExactly(coffee);
        assertThat(ids("bytes < 1 kB")).containsExactly(night);
    }

    @Test
    void datesCoverWhatTheyName() {
        assertThat(ids("created:2026-03")).containsExactly(coffee);
        assertThat(ids("created<=2026-10-31 created>2026-03-05")).containsExactly(night);
        assertThat(ids("created<2026-10-31")).containsExactly(coffee);
        assertThat(ids("created:2026")).hasSize(3);
        assertThat(ids("created:2026-03..2026-10")).hasSize(2);
    }

    @Test
    void textsOfOneField() {
        assertThat(ids("medium:agar")).containsExactly(coffee);
        assertThat(ids("medium:\"agar plate\"")).containsExactly(coffee);
        assertThat(ids("medium:\"plate agar\"")).isEmpty();
        assertThat(ids("filter=\"h ALPHA\"")).containsExactly(night);
        assertThat(ids("filter=\"alpha\"")).isEmpty();
        assertThat(ids("instrument:orbitrap")).containsExactly(coffee);
        assertThat(ids("experiment:\"decafeination\"")).containsExactly(coffee);
        assertThat(ids("type:fits")).containsExactly(night);
        assertThat(ids("kind:processed")).containsExactly(night);
        assertThat(ids("file:light*")).containsExactly(night);
    }

    @Test
    void aTextWhereOthersHaveNumbersStaysText() {
        UUID odd = tables.dataset("odd").text("exposure_time", "too long").add();
        assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
        assertThat(ids("exposure_time:\"too long\"")).containsExactly(odd);
        assertThat(ids("exposure_time>0")).doesNotContain(odd);
        tables.delete(odd);
        assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
        assertThat(ids("odd")).isEmpty();
    }

    @Test
    void whatIsExcludedIsNotFound() {
        assertThat(ids("caf* -raw")).hasSize(1).doesNotContain(coffee);
        assertThat(ids("not kind:raw")).containsExactly(night);
        assertThat(ids("temperature>0 -temperature<100")).containsExactly(night);
        assertThat(ids("\"not\"")).isEmpty();
    }

    @Test
    void theFieldThatMatchedIsTold() {
        assertThat(matched("exposure_time:100..200")).isEqualTo("exposure_time 120 s");
        assertThat(matched("temperature>290 sky")).isEqualTo("temperature 300 K");
        assertThat(matched("agar")).isEqualTo("medium Agar plate, œuf de Pâques");
        assertThat(matched("decaf")).isEqualTo("experiment Décaféination");
        assertThat(matched("orbitrap")).isEqualTo("instrument Orbitrap Élite");
        assertThat(matched("cafeine")).isNull();
        assertThat(matched("bytes>1GB")).startsWith("bytes ");
    }

    @Test
    void facetsCountAllHits() {
        Search.Found found = search.find("temperature>0", MINE, 0);
        assertThat(found.hits()).isEmpty();
        assertThat(found.total()).isEqualTo(2);
        Map<String, List<Search.Count>> facets =
                found.facets().stream().collect(Collectors.toMap(Search.Facet::name, Search.Facet::values));
        assertThat(facets).containsOnlyKeys("type", "instrument", "experiment", "kind", "person");
        assertThat(facets.get("instrument")).containsExactly(new Search.Count("Orbitrap Élite", 1));
        assertThat(facets.get("kind"))
                .containsExactlyInAnyOrder(new Search.Count("raw", 1), new Search.Count("processed", 1));
    }

    @Test
    void otherNotebooksShowNowhere() {
        Search.Found found = search.find("", MINE, 100);
        assertThat(found.total()).isEqualTo(3);
        assertThat(found.hits()).allMatch(hit -> hit.notebook() == 1);
        assertThat(found.toString()).doesNotContainIgnoringCase("secret");
        assertThat(search.find("caffeine", MINE, 10).total()).isZero();
        assertThat(search.find("type:fits", MINE, 10).total()).isEqualTo(1);
        assertThat(search.find("", Set.of(), 10)).isEqualTo(new Search.Found(0, List.of(), List.of()));
        assertThat(search.find("secret_dose>=0", Set.of(2), 10).total()).isEqualTo(5);
        assertThatThrownBy(() -> search.find("secret_dos>=0", MINE, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret_dose");
    }

    @Test
    void aMisspeltFieldIsToldWithItsNeighbours() {
        assertThatThrownBy(() -> search.find("sky exposure_tim<20", MINE, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("at character 5 of the query: no dataset here has a field \"exposure_tim\";"
                        + " did you mean exposure_time");
        assertThatThrownBy(() -> search.find("zzzzzzzz:1", MINE, 10)).hasMessageContaining("put the text in quotes");
    }

    @Test
    void aChangeIsFound() {
        UUID id = tables.dataset("before").add();
        assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
        assertThat(ids("before")).containsExactly(id);
        tables.rename(id, "afterwards");
        assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
        assertThat(ids("before")).isEmpty();
        assertThat(ids("afterwards")).containsExactly(id);
        tables.delete(id);
        assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
        assertThat(ids("afterwards")).isEmpty();
    }
}
