package gedeon.client;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.Obstacle.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObstacleTests {
    private static Obstacle example(Kind kind) {
        List<String> facts = new ArrayList<>();
        while (true) {
            try {
                return new Obstacle(kind, facts);
            } catch (IllegalArgumentException e) {
                facts.add("fact " + facts.size() + " é+/=:%20'{0}");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachHasASentenceWithItsFactsInBothLanguages(Kind kind) {
        Obstacle obstacle = example(kind);
        String english = obstacle.sentence(Locale.ENGLISH);
        String french = obstacle.sentence(Locale.FRENCH);

        assertThat(obstacle.facts())
                .allSatisfy(fact -> assertThat(english).contains(fact))
                .allSatisfy(fact -> assertThat(french).contains(fact));
        assertThat(english).isNotEqualTo(french).doesNotContain("'s ");
        assertThat(french).contains("’");
        assertThat(english).endsWith(".");
        assertThat(obstacle.sentence(Locale.GERMAN)).isEqualTo(english);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void itsTextIsOneLineThatIsReadBack(Kind kind) {
        Obstacle obstacle = example(kind);

        assertThat(obstacle.toString()).startsWith(kind.code()).doesNotContain("\n");
        assertThat(Obstacle.read(obstacle.toString())).contains(obstacle);
        assertThat(Obstacle.coded(obstacle.toString()))
                .isEqualTo(kind.code() + ": " + obstacle.sentence(Locale.ENGLISH));
    }

    @Test
    void anyOtherTextStaysWhatItIs() {
        for (String text : List.of("", "a.raw cannot be read", "clock-ahead", "server-away a b", "tls-name %zz")) {
            assertThat(Obstacle.read(text)).isEmpty();
            assertThat(Obstacle.plain(text, Locale.FRENCH)).isEqualTo(text);
            assertThat(Obstacle.coded(text)).isEqualTo(text);
        }
    }

    @Test
    void theDeepestCauseThatSaysWhatToDoIsTheOneThatIsTold() {
        Exception expired = new SSLHandshakeException("PKIX path validation failed");
        expired.initCause(new IllegalStateException(new CertificateExpiredException("NotAfter")));

        assertThat(Obstacle.of(new RuntimeException(expired), URI.create("https://s3.example.org:9000"), null))
                .contains(Obstacle.of(Kind.TLS_DATES, "s3.example.org"));
        assertThat(Obstacle.of(new ConnectException(), URI.create("http://h:1"), null))
                .contains(Obstacle.of(Kind.SERVER_AWAY, "http://h:1"));
        assertThat(Obstacle.of(new java.io.EOFException(), URI.create("http://h:1"), null))
                .isEmpty();
    }
}
