package gedeon.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the fake does what Labguru documents. */
class FakeLabguruTests {
    private FakeLabguru labguru;

    @BeforeEach
    void start() throws Exception {
        labguru = FakeLabguru.start();
    }

    @AfterEach
    void stop() {
        labguru.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(labguru.url() + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String session(String password) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(labguru.url() + "/api/v1/sessions.json"))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"login\":\"josiah.carberry@example.org\",\"password\":\"" + password + "\"}")))
                .body();
    }

    @Test
    void listsComeByPagesAndEndWith404() throws Exception {
        String token = "?token=" + labguru.token();
        assertThat(get("/api/v1/experiments.json" + token).body()).contains("EXP-0041", "EXP-0042", "updated_at");
        assertThat(get("/api/v1/experiments" + token + "&page=2").body()).contains("EXP-0043");
        assertThat(get("/api/v1/experiments.json" + token + "&page=3").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/experiments.json" + token + "&meta=true").body())
                .contains("\"item_count\":3", "\"page_count\":2", "\"data\":[");
        assertThat(get("/knowledge/experiments/42").body()).contains("Dosage de la caféine");
    }

    @Test
    void onlyTokensThatItGaveOpen() throws Exception {
        assertThat(session("wrong")).isEqualTo("{\"token\":\"-1\"}");
        assertThat(get("/api/v1/experiments.json").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/experiments.json?token=-1").statusCode()).isEqualTo(401);
        String given = session("ceramics").replaceAll(".*:\"|\"}", "");
        assertThat(get("/api/v1/experiments.json?token=" + given).statusCode()).isEqualTo(200);
        labguru.revoke(given);
        assertThat(get("/api/v1/experiments.json?token=" + given).statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/admin/members?token=" + labguru.token(false)).statusCode())
                .isEqualTo(401);
    }
}
