package gedeon.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.GedeonServer;
import gedeon.server.assembly.Assembly;
import gedeon.server.assembly.StartOptions;
import gedeon.server.rest.S3Address;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole server behind a proxy of this machine that is trusted, and one that is not. The figures of the machine are for who asks from it, or administers. */
class ProxyValveTests {
    /** One connection after the other may be the same one. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path homes;

    private static Assembly behindProxies;
    private static Assembly alone;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("gedeon.s3.trusted-proxies", "127.0.0.1,10.0.0.0/8");
        System.setProperty("gedeon.s3.public-url", "https://s3.example.org");
        try {
            behindProxies = started("behind");
        } finally {
            System.clearProperty("gedeon.s3.trusted-proxies");
            System.clearProperty("gedeon.s3.public-url");
        }
        alone = started("alone");
    }

    private static Assembly started(String home) throws Exception {
        return Assembly.start(
                StartOptions.parse(
                        new String[] {"--home", homes.resolve(home).toString(), "--port", "0", "--s3-port", "0"},
                        Map.of()),
                GedeonServer.class);
    }

    @AfterAll
    static void stop() {
        behindProxies.close();
        alone.close();
    }

    private static HttpResponse<String> get(Assembly server, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.pages().resolve(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int figures(Assembly server, String... headers) throws Exception {
        return get(server, "/actuator/prometheus", headers).statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1,            401",
        "'127.0.0.1, 198.51.100.1', 401",
        "'198.51.100.1, 10.1.2.3',  401",
        "unknown,                 401",
        "'127.0.0.1, 10.1.2.3',     200"
    })
    void whoATrustedProxySaysIsWhoAsks(String told, int status) throws Exception {
        assertThat(figures(behindProxies, "X-Forwarded-For", told)).isEqualTo(status);
    }

    @Test
    void anUntrustedPeerGainsNothingByWhatItSays() throws Exception {
        assertThat(figures(alone, "X-Forwarded-For", "127.0.0.1")).isEqualTo(401);
        assertThat(figures(alone, "X-Forwarded-For", "198.51.100.1")).isEqualTo(401);
        assertThat(figures(alone)).isEqualTo(200);
    }

    @Test
    void whatWasSaidOfOneRequestIsNotSaidOfTheNextOfItsConnection() throws Exception {
        assertThat(figures(behindProxies, "X-Forwarded-For", "198.51.100.1")).isEqualTo(401);
        assertThat(figures(behindProxies)).isEqualTo(200);
        assertThat(session(behindProxies, "X-Forwarded-Proto", "https")).contains("Secure");
        assertThat(session(behindProxies)).doesNotContain("Secure");
    }

    @Test
    void aCookieOfAPageThatCameOverTlsIsForTlsAlone() throws Exception {
        assertThat(session(behindProxies, "X-Forwarded-Proto", "https")).contains("Secure");
        assertThat(session(behindProxies, "X-Forwarded-Proto", "http")).doesNotContain("Secure");
        assertThat(session(alone, "X-Forwarded-Proto", "https")).doesNotContain("Secure");
    }

    private static String session(Assembly server, String... headers) throws Exception {
        return get(server, "/sign-in", headers).headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("gedeon="))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRedirectLeadsToTheOuterAddress() throws Exception {
        assertThat(location(behindProxies, "X-Forwarded-Proto", "https"))
                .isEqualTo("https://127.0.0.1:" + behindProxies.pages().getPort() + "/sign-in");
        assertThat(location(alone, "X-Forwarded-Proto", "https"))
                .isEqualTo("http://127.0.0.1:" + alone.pages().getPort() + "/sign-in");
    }

    @Test
    void clientsAreToldTheOuterAddressOfTheS3Port() {
        assertThat(behindProxies.bean(S3Address.class).url()).isEqualTo("https://s3.example.org");
        assertThat(alone.bean(S3Address.class).url()).isEqualTo(alone.s3().toString());
    }

    private static String location(Assembly server, String... headers) throws Exception {
        return get(server, "/", headers).headers().firstValue("Location").orElseThrow();
    }
}
