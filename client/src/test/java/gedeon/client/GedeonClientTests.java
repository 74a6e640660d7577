package gedeon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import gedeon.client.wire.NewKey;
import gedeon.client.wire.NewLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GedeonClientTests {
    private HttpServer server;
    private GedeonClient client;
    private final List<String> requests = new ArrayList<>();
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("If-Match") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
            if (status != 204) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        client = new GedeonClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "T");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whoWatchesHearsEachRequestWithTheVeryValueThatIsSent() {
        List<Object> heard = new ArrayList<>();
        GedeonClient watched = client.telling((method, path, body) -> {
            heard.add(method + " " + path);
            if (body != null) {
                heard.add(body);
            }
        });
        answer = "{\"name\":\"a\",\"limit\":5,\"used\":1,\"reserved\":0}";
        NewKey key = new NewKey(null);

        watched.quota("a");
        watched.createKey("n", key);

        assertThat(heard).hasSize(3).startsWith("GET /api/v1/notebooks/a/quota");
        assertThat(heard.get(1)).asString().startsWith("POST /api/v1/notebooks/n/");
        assertThat(heard.get(2)).isSameAs(key);
    }

    @Test
    void namesAreEncodedAndTheTokenIsShown() {
        answer = "{\"name\":\"a/b é\",\"limit\":5,\"used\":1,\"reserved\":0,\"more\":true}";

        assertThat(client.quota("a/b é").limit()).isEqualTo(5);
        assertThat(requests).containsExactly("GET /api/v1/notebooks/a%2Fb%20%C3%A9/quota Bearer T null ");
    }

    @Test
    void pagesHoldTheirRecords() {
        answer =
                "{\"items\":[{\"name\":\"raw-x\",\"versioned\":true,\"created\":\"2026-01-01T00:00:00Z\"}],\"next\":\"c\"}";

        assertThat(client.buckets("n").items().get(0).name()).isEqualTo("raw-x");
        assertThat(client.buckets("n").next()).isEqualTo("c");
    }

    @Test
    void whatIsNotGivenIsNotAsked() {
        client.search("exposure<10 & \"x\"", null, 3);
        client.addLink("d1", new NewLink("used", "protocol", "p"), "\"7\"");
        client.createKey("n", new NewKey(null));
        client.approvePlan("p", false);

        assertThat(requests.get(0)).startsWith("GET /api/v1/search?q=exposure%3C10%20%26%20%22x%22&limit=3 ");
        assertThat(requests.get(1)).contains("Bearer T \"7\" {");
        assertThat(requests.get(2)).endsWith("{}");
        assertThat(requests.get(3)).startsWith("POST /api/v1/plans/p/approve Bearer");
    }

    @Test
    void aRefusalCarriesStatusTitleAndDetail() {
        status = 409;
        answer = "{\"title\":\"Name taken\",\"status\":409,\"detail\":\"notebook x exists; choose another name\"}";

        assertThatThrownBy(() -> client.notebook("x")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.status()).isEqualTo(409);
            assertThat(e.title()).isEqualTo("Name taken");
            assertThat(e.detail()).contains("choose another name");
        });
        answer = "<html>proxy</html>";
        assertThatThrownBy(() -> client.me())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("409");
        status = 204;
        client.deleteKey("AK");
    }

    @Test
    void aServerThatIsSilentIsUnreachable() {
        server.stop(0);

        assertThatThrownBy(() -> client.me())
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("Bearer");
    }
}
