package gedeon.metadata.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.metadata.search.Query.Anywhere;
import gedeon.metadata.search.Query.Interval;
import gedeon.metadata.search.Query.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryReaderTests {
    private static Query.Term one(String query) {
        assertThat(QueryReader.read(query).parts()).hasSize(1);
        return QueryReader.read(query).parts().getFirst().term();
    }

    @Test
    void wordsAndConditionsStandSideBySide() {
        List<Query.Part> parts =
                QueryReader.read("  café  temperature<20 not \"a b\" -x:1..2").parts();
        assertThat(parts).extracting(Query.Part::not).containsExactly(false, false, true, true);
        assertThat(parts).extracting(Query.Part::at).containsExactly(2, 8, 23, 33);
        assertThat(parts.get(0).term()).isEqualTo(new Anywhere(List.of("cafe"), Mode.ALL));
        assertThat(parts.get(1).term()).isEqualTo(new Query.Number("temperature", Interval.below(20, false)));
        assertThat(parts.get(2).term()).isEqualTo(new Anywhere(List.of("a", "b"), Mode.PHRASE));
        assertThat(parts.get(3).term()).isEqualTo(new Query.Number("x", new Interval(1, true, 2, true)));
    }

    @Test
    void numbersComeInAllTheirForms() {
        assertThat(one("x>=-1.5e-3"))
                .isEqualTo(new Query.Number(
                        "x", Interval.above(Interval.about(-1.5e-3).low(), true)));
        assertThat(one("x > .5")).isEqualTo(new Query.Number("x", Interval.above(.5, false)));
        assertThat(one("X.Y<1")).isEqualTo(new Query.Number("x_y", Interval.below(1, false)));
        assertThat(one("x:-2..-1")).isEqualTo(new Query.Number("x", new Interval(-2, true, -1, true)));
        assertThat(one("x:12")).isEqualTo(new Query.Text("x", List.of("12"), Mode.ALL, Interval.about(12)));
        assertThat(one("bytes>2KiB")).isEqualTo(new Query.Number("bytes", Interval.above(2048, false)));
        assertThat(one("bytes > 2 kB")).isEqualTo(new Query.Number("bytes", Interval.above(2000, false)));
    }

    @Test
    void unitsBecomeSi() {
        assertThat(one("exposure_time>2min")).isEqualTo(new Query.Number("exposure_time", Interval.above(120, false)));
        assertThat(one("exposure_time > 2 min")).isEqualTo(one("exposure_time>2min"));
        assertThat(one("temperature<20°C")).isEqualTo(new Query.Number("temperature", Interval.below(293.15, false)));
        assertThat(((Query.Number) one("exposure_time:1..2min")).interval().holds(60))
                .isTrue();
        assertThat(((Query.Number) one("exposure_time:1..2min")).interval().holds(59))
                .isFalse();
        assertThat(((Query.Text) one("exposure_time=2min")).number()).isEqualTo(Interval.about(120));
        assertThat(one("unheard_of<3nm")).isEqualTo(new Query.Number("unheard_of", Interval.below(3e-9, false)));
        assertThat(QueryReader.read("unheard_of < 3 nm").parts()).hasSize(2);
    }

    @Test
    void signsAloneAskNothing() {
        assertThat(QueryReader.read(" - – ? * ").parts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "temperature<    | 1 | write temperature<NUMBER",
                "a temperature<x | 15 | temperature:\"x\"",
                "temperature<0,5 | 13 | write 0.5",
                "a \"b           | 3 | write \" at the end",
                "t<\"20\"        | 3 | write a number",
                "t==3            | 2 | use one of < <= > >= = :",
                "<3              | 1 | write FIELD<NUMBER",
                "a not           | 3 | \"not\" for the word",
                "t:..            | 3 | t:10..20",
                "t:1..x          | 3 | write one",
                "created>soon    | 9 | 2026-01-31",
                "created>2026-13 | 9 | 2026-01-31",
                "exposure_time<3K | 15 | write exposure_time<3s",
                "exposure_time<3foo | 15 | no unit",
                "t:\"--\"        | 3 | t:\"TEXT\""
            })
    void whatCannotBeReadIsToldWithItsPlaceAndTheRemedy(String query, int place, String remedy) {
        assertThatThrownBy(() -> QueryReader.read(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("at character " + place + " of the query: ")
                .hasMessageContaining(remedy);
    }

    @Test
    void queriesAreBounded() {
        assertThatThrownBy(() -> QueryReader.read("x".repeat(3000))).hasMessageContaining("2000");
        assertThatThrownBy(() -> QueryReader.read("x ".repeat(65))).hasMessageContaining("64");
    }
}
