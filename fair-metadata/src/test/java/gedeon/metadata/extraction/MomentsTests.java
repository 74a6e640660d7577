package gedeon.metadata.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTests {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2016-01-26T17:58:29            | 2016-01-26T17:58:29
            2016-01-26 17:58:29            | 2016-01-26T17:58:29
            2016-01-26T17:58               | 2016-01-26T17:58:00
            2016-01-26T17:58:29,250        | 2016-01-26T17:58:29.250
            2013-04-10T00:00:00+0100       | 2013-04-10T00:00:00+01:00
            2012-06-02 05:48:12 -05:00     | 2012-06-02T05:48:12-05:00
            2019-05-13T11:11:43z           | 2019-05-13T11:11:43Z
            2022-01-27T03:35:00+00:00      | 2022-01-27T03:35:00Z
            2026-11-24                     | 2026-11-24
            """)
    void whatIsNearlyIsoIsMadeIso(String written, String iso) {
        assertThat(Moments.iso(written)).isEqualTo(iso);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "today",
                "2012-08-15+19:42",
                "2016-13-26T17:58:29",
                "2016-02-30",
                "2016-01-26T25:00:00",
                "26/01/2016 17:58:29",
                "2016-01-26T17:58:29 or somewhat later that day"
            })
    void whatIsNoMomentIsNoneAndNothingIsGuessed(String written) {
        assertThat(Moments.iso(written)).isNull();
        assertThat(Moments.iso(null)).isNull();
    }

    @Test
    void aZoneThatIsNotWrittenIsNotAdded() {
        assertThat(Moments.iso("2016-01-26T17:58:29")).doesNotContain("Z", "+");
        assertThat(Moments.local(2017, 11, 16, 14, 6, 7, 741_000_000)).isEqualTo("2017-11-16T14:06:07.741");
        assertThat(Moments.utc(1_138_699_492L, 0)).isEqualTo("2006-01-31T09:24:52Z");
    }

    @Test
    void partsThatAreNoDateAreNone() {
        assertThat(Moments.local(2017, 0, 16, 14, 6, 7, 0)).isNull();
        assertThat(Moments.local(2017, 1, 16, 25, 6, 7, 0)).isNull();
        assertThat(Moments.local(17, 1, 16, 5, 6, 7, 0)).isNull();
        assertThat(Moments.utc(Long.MAX_VALUE, 0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17-Jun-2006",
                "17-JUN-2006",
                "2006-Jun-17",
                "17 Jun 2006",
                "Jun 17, 2006",
                "17.6.2006",
                "2006/06/17",
                "20060617"
            })
    void theFormsOfADateWhoseOrderIsCertain(String written) {
        assertThat(Moments.date(written)).contains(LocalDate.of(2006, 6, 17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"06/07/2006", "6-7-06", "17-Jun-06", "17 Quintilis 2006"})
    void aDayThatCouldBeAMonthIsNotRead(String written) {
        assertThat(Moments.date(written)).isEmpty();
    }

    @Test
    void partsOfASecondInTheirThreeSpellings() {
        assertThat(Moments.clock("09:42:05.509")).contains(LocalTime.of(9, 42, 5, 509_000_000));
        assertThat(Moments.clock("09:42:05:509")).contains(LocalTime.of(9, 42, 5, 509_000_000));
        assertThat(Moments.clock("09:42:05:30")).contains(LocalTime.of(9, 42, 5, 500_000_000));
        assertThat(Moments.clock("9:42")).contains(LocalTime.of(9, 42));
        assertThat(Moments.clock("25:00:00")).isEmpty();
        assertThat(Moments.clock("noon")).isEmpty();
    }

    @Test
    void patternsOfAnInstrumentAreTriedInOrder() {
        assertThat(Moments.parse("17-Jun-06, 15:40:38", "d-MMM-uuuu, H:mm:ss", "d-MMM-uu, H:mm:ss"))
                .isEqualTo("2006-06-17T15:40:38");
        assertThat(Moments.parse("2014.02.14 / 09:00:57", "uuuu.MM.dd / HH:mm:ss"))
                .isEqualTo("2014-02-14T09:00:57");
        assertThat(Moments.parse("20140214", "uuuuMMdd")).isEqualTo("2014-02-14");
        assertThat(Moments.parse("whenever", "uuuuMMdd")).isNull();
        assertThat(Moments.parse(null, "uuuuMMdd")).isNull();
    }

    @Test
    void secondsAreAlwaysWritten() {
        assertThat(Moments.text(LocalDateTime.of(2026, 11, 24, 20, 55))).isEqualTo("2026-11-24T20:55:00");
        assertThat(Moments.text(LocalDateTime.of(2026, 11, 24, 20, 55, 1, 5_000_000)))
                .isEqualTo("2026-11-24T20:55:01.005");
    }
}
