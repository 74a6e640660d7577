package gedeon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ConnectionTests {
    private static final URI SECURE = URI.create("https://s3.lab.example:9000/x");
    private static final URI PLAIN = URI.create("http://s3.lab.example");

    private static Connection way(String proxy, String direct, Map<String, String> environment) throws IOException {
        return Connection.of(new ConnectionSettings(proxy, direct, null, List.of()), environment);
    }

    @Test
    void theEnvironmentSaysWhereNothingElseDoes() throws IOException {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://secure:3", "http_proxy", "plain", "NO_PROXY", "a.example, .b.example");
        Connection way = way(null, null, environment);

        assertThat(way.proxyTo(SECURE)).contains("secure:3");
        assertThat(way.proxyTo(PLAIN)).contains("plain:3128");
        assertThat(way.proxyTo(URI.create("https://a.example"))).isEmpty();
        assertThat(way.proxyTo(URI.create("https://x.A.example"))).isEmpty();
        assertThat(way.proxyTo(URI.create("https://xa.example"))).contains("secure:3");
        assertThat(way.proxyTo(URI.create("https://c.b.example"))).isEmpty();
        assertThat(way("none", null, environment).proxyTo(SECURE)).isEmpty();
        assertThat(way("http://own:8", "", environment).proxyTo(URI.create("http://a.example")))
                .contains("own:8");
        assertThat(way(null, null, Map.of()).proxyTo(SECURE)).isEmpty();
    }

    @Test
    void thisComputerItselfIsReachedDirectly() throws IOException {
        Connection way = way("http://own:8", null, Map.of());

        for (String host : List.of("localhost", "127.0.0.1", "127.1.2.3", "[::1]")) {
            assertThat(way.proxyTo(URI.create("http://" + host + ":8080"))).isEmpty();
        }
        assertThat(way("http://own:8", "*", Map.of()).proxyTo(SECURE)).isEmpty();
    }

    @Test
    void aProxysPasswordIsToldToNobodyElse() throws IOException {
        ConnectionSettings settings = new ConnectionSettings("http://me:p%40ss@own:8", null, null, List.of());
        Connection way = Connection.of(settings, Map.of());

        assertThat(way.proxyTo(SECURE)).contains("own:8");
        assertThat(way.proxyAuthorization(SECURE)).contains("Basic bWU6cEBzcw==");
        assertThat(way.proxyAuthorization(URI.create("http://localhost"))).isEmpty();
        assertThat(settings.toString()).contains("own:8").doesNotContain("p%40ss");
        assertThatThrownBy(() -> new ConnectionSettings("ftp://me:secret@own", null, null, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new ConnectionSettings("http://me:sec ret@own", null, null, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("ret@")
                .hasNoCause();
    }

    @Test
    void settingsAreKeptAsTheyWere() {
        JsonMapper json = JsonMapper.builder().build();
        ConnectionSettings settings = new ConnectionSettings(
                "http://own:8",
                "a.example",
                "/etc/ca.pem",
                List.of(new Pin("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")));

        assertThat(json.readValue(json.writeValueAsString(settings), ConnectionSettings.class))
                .isEqualTo(settings);
        assertThat(json.readValue("{}", ConnectionSettings.class)).isEqualTo(ConnectionSettings.NONE);
        assertThatThrownBy(() -> new Pin("sha256/short")).hasMessageContaining("sha256/short");
    }

    @Test
    void aFileOfAuthoritiesThatCannotBeUsedIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ca.pem");
        ConnectionSettings settings = new ConnectionSettings(null, null, file.toString(), List.of());

        assertThatThrownBy(() -> Connection.of(settings, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.pem cannot be read");
        Files.writeString(file, "no certificate\n");
        assertThatThrownBy(() -> Connection.of(settings, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.pem holds no certificates");
    }
}
