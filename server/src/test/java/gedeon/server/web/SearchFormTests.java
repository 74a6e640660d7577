package gedeon.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchFormTests {
    private static String query(Map<String, String> parameters) {
        return SearchForm.query(SearchForm.of(parameters).conditions(Locale.ENGLISH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature | 297 | 299 | temperature>=297 temperature<=299",
                "temperature | 1,5 K | | temperature>=1.5K",
                "temperature | | 20 °C | temperature<=20°C",
                "temperature | | | ''",
                "'x\" y:' | 1 | | ''"
            })
    void aRangeBecomesConditionsAsTheLanguageOfQueriesWritesThem(String field, String min, String max, String query) {
        assertThat(query(Map.of("field", field, "min", min == null ? "" : min, "max", max == null ? "" : max))
                        .strip())
                .isEqualTo(query);
    }

    @Test
    void theWordsComeFirstSoThatTheirPlacesAreTold() {
        assertThat(query(Map.of("instrument", "nmr-400", "q", "caffeine", "field", "temperature", "min", "1")))
                .startsWith("caffeine temperature>=1")
                .endsWith("instrument=\"nmr-400\"");
    }

    @Test
    void aQuoteInAValueEndsNoText() {
        assertThat(query(Map.of("experiment", "a\" kind:raw"))).isEqualTo("experiment=\"a  kind:raw\"");
        assertThat(query(Map.of("experiment", "\"\""))).isEmpty();
    }

    @Test
    void anAddressHoldsTheWholeSearchAndNothingElse() {
        SearchForm form = SearchForm.of(Map.of("q", "a&b=ü {x}", "kind", "raw", "unknown", "x", "min", " "));
        assertThat(form.address()).isEqualTo("/search?q=a%26b%3D%C3%BC%20%7Bx%7D&kind=raw");
        assertThat(form.without("kind").address()).doesNotContain("kind");
        assertThat(form.with("type", "a/b").address()).endsWith("&type=a%2Fb");
    }

    @Test
    void moreRowsAreAskedInStepsUpToAThousand() {
        SearchForm form = SearchForm.of(Map.of("limit", "980"));
        assertThat(form.longer().limit()).isEqualTo(1000);
        assertThat(SearchForm.of(Map.of("limit", "99999")).limit()).isEqualTo(1000);
        assertThat(SearchForm.of(Map.of("limit", "x")).limit()).isEqualTo(50);
        assertThat(form.without("q").address()).isEqualTo("/search");
    }
}
