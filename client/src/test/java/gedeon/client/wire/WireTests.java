package gedeon.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WireTests {
    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void timesAreTextInUtcAndWhatIsAbsentIsLeftOut() {
        String text = json.writeValueAsString(
                new ManifestFile("a", "k/a", null, 7, "00", Instant.parse("2026-11-24T19:00:00.5Z")));

        assertThat(text)
                .isEqualTo(
                        "{\"path\":\"a\",\"key\":\"k/a\",\"size\":7,\"sha256\":\"00\",\"modified\":\"2026-11-24T19:00:00.500Z\"}");
    }

    @Test
    void aListThatIsLeftOutReadsAsEmpty() {
        PlanBody plan = json.readValue("{\"id\":\"p1\",\"state\":\"draft\",\"version\":1}", PlanBody.class);

        assertThat(plan.mended()).isEmpty();
        assertThat(json.readValue("{}", Page.class)).isEqualTo(Page.of(List.of()));
    }

    @Test
    void numbersOfADriftKeepTheirKind() {
        DriftItem item = json.readValue(
                "{\"output\":\"o\",\"commitment\":\"volume\",\"promised\":100000000000000,\"measured\":5,\"grade\":\"ok\"}",
                DriftItem.class);

        assertThat(item.promised()).isEqualTo(100_000_000_000_000L);
        assertThat(json.writeValueAsString(item)).contains("100000000000000");
    }

    @Test
    void secretsNeverShowAsText() {
        assertThat(new KeyBody("AK", "s3cret", "o", "n", "h", null))
                .asString()
                .contains("AK")
                .doesNotContain("s3cret");
        assertThat(new EnrolRequest("c0de", "h", "os", "1")).asString().doesNotContain("c0de");
        assertThat(new Enrolment("a", "t0ken", "AK", "s3cret", "u", "r", "i", "n", "b"))
                .asString()
                .doesNotContain("s3cret")
                .doesNotContain("t0ken");
        assertThat(new NewConnector("lab", "u", "t0ken", "n")).asString().doesNotContain("t0ken");
        assertThat(new CodeBody("c0de", Instant.EPOCH)).asString().doesNotContain("c0de");
    }
}
