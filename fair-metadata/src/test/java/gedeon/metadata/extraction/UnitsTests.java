package gedeon.metadata.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTests {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.4    | mL/min | 6.666666666666667e-9 | m3/s
            40     | Cel    | 313.15               | K
            98.6   | [degF] | 310.15               | K
            1      | a      | 31557600             | s
            180    | deg    | 3.141592653589793    | rad
            2.2    | Ao     | 2.2e-10              | m
            760    | Torr   | 101325               | Pa
            3000   | {rpm}  | 50                   | Hz
            5      | mmol/L | 5                    | mol/m3
            36.5   | eV     | 5.8479447141e-18     | J
            50     | %      | 0.5                  | 1
            """)
    void knownConversions(double value, String unit, double si, String siUnit) {
        assertThat(Units.siUnit(unit)).isEqualTo(siUnit);
        assertThat(Units.toSi(value, unit)).isCloseTo(si, org.assertj.core.data.Percentage.withPercentage(1e-9));
    }

    @Test
    void aDecimalStaysADecimal() {
        assertThat(Units.toSi(0.1, "mm")).isEqualTo(1e-4);
        assertThat(Units.toSi(1.75, "um")).isEqualTo(1.75e-6);
        assertThat(Units.toSi(-35.5, "Cel")).isEqualTo(237.65);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            µm          | um
            μm          | um
            µs          | us
            Microns     | um
            sec         | s
            °C          | Cel
            degC        | Cel
            Å           | Ao
            Angstrom    | Ao
            ml/min      | mL/min
            µL/min      | uL/min
            ppm         | [ppm]
            rpm         | {rpm}
            Kelvin      | K
            hz          | Hz
            ev          | eV
            mbar        | mbar
            """)
    void spellingsOfPeopleAndInstruments(String spelling, String code) {
        assertThat(Units.code(spelling)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "furlong", "mM?", "arbitrary units", "1/Å per something"})
    void anUnknownSpellingIsNotGuessed(String spelling) {
        assertThat(Units.code(spelling)).isEmpty();
    }

    @Test
    void theCaseOfALetterIsHeard() {
        assertThat(Units.code("mW")).contains("mW");
        assertThat(Units.code("MV")).contains("MV");
        assertThat(Units.code("mV")).contains("mV");
        assertThat(Units.code("S")).contains("S");
        assertThat(Units.code("s")).contains("s");
    }

    @Test
    void aSpellingOfTwoMeaningsTakesTheOneThatIsAskedFor() {
        assertThat(Units.code("C")).contains("C");
        assertThat(Units.code("C", "K")).contains("Cel");
        assertThat(Units.code("C", "C")).contains("C");
        assertThat(Units.code("mL/min", "K")).contains("mL/min");
        assertThat(Units.code("furlong", "m")).isEmpty();
    }

    @Test
    void askingForAnUnknownUnitNamesIt() {
        assertThatThrownBy(() -> Units.toSi(1, "furlong")).hasMessageContaining("furlong");
        assertThat(Units.knows("furlong")).isFalse();
    }
}
