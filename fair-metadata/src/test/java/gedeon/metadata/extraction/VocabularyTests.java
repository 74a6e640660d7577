package gedeon.metadata.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VocabularyTests {
    @Test
    void everyRowHasBothLabelsAndAUnitThatTheTableOfUnitsKnows() {
        assertThat(Vocabulary.names()).hasSizeGreaterThan(250).allSatisfy(name -> {
            assertThat(name).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(Vocabulary.label(name, Locale.FRENCH)).isNotBlank();
            assertThat(Vocabulary.label(name, Locale.ENGLISH)).isNotBlank();
            Vocabulary.siUnit(name)
                    .ifPresent(unit -> assertThat(Units.siUnit(unit))
                            .as(name + " is kept in an SI unit")
                            .isEqualTo(unit));
            Vocabulary.iri(name).ifPresent(iri -> assertThat(iri).matches("https?://\\S+"));
        });
    }

    @Test
    void noTwoFieldsReadAlike() {
        for (Locale locale : Set.of(Locale.FRENCH, Locale.ENGLISH)) {
            Set<String> labels = new HashSet<>();
            assertThat(Vocabulary.names())
                    .allSatisfy(name -> assertThat(labels.add(Vocabulary.label(name, locale)))
                            .as(name + " in " + locale)
                            .isTrue());
        }
    }

    @Test
    void labelsAreInTheLanguageOfThePerson() {
        assertThat(Vocabulary.label("exposure_time", Locale.FRANCE)).isEqualTo("Temps de pose");
        assertThat(Vocabulary.label("exposure_time", Locale.GERMAN)).isEqualTo("Exposure time");
        assertThat(Vocabulary.label("no_such_field", Locale.FRENCH)).isEqualTo("no_such_field");
    }

    @Test
    void whatTellsOfAPersonIsMarked() {
        assertThat(Vocabulary.names())
                .filteredOn(name -> name.startsWith("patient_")
                        || Set.of("operator", "email", "contact", "author", "owner", "user", "recipient")
                                .contains(name))
                .hasSizeGreaterThan(12)
                .allMatch(Vocabulary::personal);
        assertThat(Vocabulary.personal("telescope")).isFalse();
        assertThat(Vocabulary.personal("no_such_field")).isFalse();
    }

    @Test
    void aNumberIsKeptInSi() {
        assertThat(Vocabulary.si("exposure_time", 250, "ms")).isEqualTo(0.25);
        assertThat(Vocabulary.si("temperature", 20, "Cel")).isEqualTo(293.15);
        assertThat(Vocabulary.si("scans", 8, null)).isEqualTo(8);
        assertThat(Vocabulary.si("x_first", 16, "[ppm]")).isEqualTo(1.6e-5);
    }

    @Test
    void aNumberOfAnotherDimensionOrWithoutItsUnitIsNeverComparedWithOthers() {
        assertThat(Vocabulary.si("exposure_time", 250, "mm")).isNull();
        assertThat(Vocabulary.si("exposure_time", 250, null)).isNull();
        assertThat(Vocabulary.si("exposure_time", 250, "furlong")).isNull();
    }
}
