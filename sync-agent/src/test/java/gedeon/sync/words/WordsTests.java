package gedeon.sync.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordsTests {
    @Test
    void bothLanguagesSayTheSameThings() {
        Words english = Words.in(Locale.ENGLISH);
        Words french = Words.in(Locale.FRENCH);
        assertThat(new TreeSet<>(french.bundle().keySet()))
                .isEqualTo(new TreeSet<>(english.bundle().keySet()));
        assertThat(french.bundle().getLocale()).isEqualTo(Locale.FRENCH);
        for (String key : english.bundle().keySet()) {
            String said = english.bundle().getString(key);
            for (int i = 0; i < 5; i++) {
                assertThat(french.bundle().getString(key).contains("{" + i + "}"))
                        .as(key)
                        .isEqualTo(said.contains("{" + i + "}"));
            }
        }
    }

    @Test
    void whatTakesValuesHasNoApostropheThatEatsThem() {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.FRENCH}) {
            Words words = Words.in(locale);
            words.bundle().keySet().stream()
                    .filter(key -> words.bundle().getString(key).contains("{"))
                    .forEach(key ->
                            assertThat(words.bundle().getString(key)).as(key).doesNotContain("'"));
        }
    }

    @Test
    void aBrowsersWishAndTheEnvironmentDecide() {
        assertThat(Words.wished("fr-FR,fr;q=0.9,en;q=0.5").locale()).isEqualTo(Locale.FRENCH);
        assertThat(Words.wished("de,en;q=0.5,fr;q=0.4").locale()).isEqualTo(Locale.ENGLISH);
        assertThat(Words.wished("de").locale()).isEqualTo(Locale.ENGLISH);
        assertThat(Words.wished("").locale()).isEqualTo(Locale.ENGLISH);
        assertThat(Words.wished(";;q=%").locale()).isEqualTo(Locale.ENGLISH);
        assertThat(Words.of(Map.of("LANG", "fr_FR.UTF-8")).locale()).isEqualTo(Locale.FRENCH);
        assertThat(Words.of(Map.of("LC_ALL", "C.UTF-8", "LANG", "fr_FR.UTF-8")).locale())
                .isEqualTo(Locale.ENGLISH);
    }
}
