package gedeon.storage.s3.cors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.S3Error;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsRulesTests {
    private static CorsRules rules(String... rules) {
        return CorsRules.read(
                ("<CORSConfiguration>" + String.join("", rules) + "</CORSConfiguration>").getBytes(UTF_8));
    }

    private static String rule(String origin, String method, String more) {
        return "<CORSRule><AllowedOrigin>" + origin + "</AllowedOrigin><AllowedMethod>" + method + "</AllowedMethod>"
                + more + "</CORSRule>";
    }

    @ParameterizedTest
    @CsvSource({
        "*, http://anything, true",
        "*suffix, foo.suffix, true",
        "*suffix, foo.bar, false",
        "start*end, startend, true",
        "start*end, start12end, true",
        "start*end, 0start12end, false",
        "start*end, starend, false",
        "ab*ba, aba, false",
        "prefix*, prefix.suffix, true",
        "https://page.org, https://page.org, true",
        "https://page.org, http://page.org, false",
        "https://page.org, https://PAGE.org, false"
    })
    void anOriginFitsAPatternWithOneStar(String pattern, String origin, boolean fits) {
        assertThat(rules(rule(pattern, "GET", "")).first(origin, "GET").isPresent())
                .isEqualTo(fits);
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        CorsRules two = rules(
                rule("https://a", "GET", "<MaxAgeSeconds>1</MaxAgeSeconds>"),
                rule("*", "GET", "<MaxAgeSeconds>2</MaxAgeSeconds>"));
        assertThat(two.first("https://a", "GET").orElseThrow().maxAge()).isEqualTo(1);
        assertThat(two.first("https://b", "GET").orElseThrow().maxAge()).isEqualTo(2);
        assertThat(two.first("https://a", "PUT")).isEmpty();
    }

    @Test
    void headersAreAskedWithoutCase() {
        CorsRules one = rules(rule("*", "PUT", "<AllowedHeader>X-Amz-*</AllowedHeader>"));
        assertThat(one.first("o", "PUT", List.of("x-amz-meta-a", "X-AMZ-DATE"))).isPresent();
        assertThat(one.first("o", "PUT", List.of("x-amz-meta-a", "authorization")))
                .isEmpty();
    }

    @Test
    void whatIsKeptReadsAsItWasSent() {
        CorsRules read = rules(
                rule(
                        "https://a&amp;b",
                        "GET",
                        "<ID>one</ID><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>9</MaxAgeSeconds>"));
        assertThat(CorsRules.read(read.text().getBytes(UTF_8))).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>",
                "<CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule>",
                "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod></CORSRule>",
                "<CORSRule><AllowedOrigin>a*b*c</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>",
                "<CORSRule><AllowedOrigin>a&#10;b</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>",
                "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><ExposeHeader>x-*</ExposeHeader></CORSRule>",
                "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><MaxAgeSeconds>-1</MaxAgeSeconds></CORSRule>"
            })
    void whatS3RefusesIsRefused(String rules) {
        assertThatThrownBy(() -> rules(rules)).isInstanceOf(S3Error.class);
    }

    @Test
    void aHundredRulesAndNoMore() {
        String one = rule("*", "GET", "");
        assertThat(rules(one.repeat(100)).rules()).hasSize(100);
        assertThatThrownBy(() -> rules(one.repeat(101))).isInstanceOf(S3Error.class);
    }
}
