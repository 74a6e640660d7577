package gedeon.server;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.Problem;
import gedeon.server.assembly.Assembly;
import gedeon.storage.Await;
import gedeon.storage.Quotas;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.quota.Claim;
import gedeon.storage.sql.Sql;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent's room through a whole server, from its question to its manifest. */
final class ReservationRouteSteps {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ROUTE = "/agents/me/reservations";

    private final Assembly server;
    private final String admin;

    ReservationRouteSteps(Assembly server, String admin) {
        this.server = server;
        this.admin = admin;
    }

    private JsonNode done(String method, String path, String body, @Nullable String token, int status)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private static String wanted(String acquisition, long bytes) {
        return "{\"acquisition\":\"" + acquisition + "\",\"source\":\"runs\",\"bytes\":" + bytes + ",\"objects\":1}";
    }

    private JsonNode agentOf(String instrument) throws Exception {
        String code = done("POST", "/instruments/" + instrument + "/code", "", admin, 201)
                .path("code")
                .asString();
        return done(
                "POST",
                "/agents/enrol",
                "{\"code\":\"" + code + "\",\"hostname\":\"pc\",\"os\":\"Linux\",\"version\":\"1\"}",
                null,
                201);
    }

    void roomIsKeptFromTheQuestionToTheManifest() throws Exception {
        done("POST", "/units", "{\"name\":\"reserved unit\"}", admin, 201);
        done("POST", "/notebooks", "{\"name\":\"reserved\",\"unit\":\"reserved unit\",\"quota\":1000}", admin, 201);
        done("POST", "/instruments", "{\"name\":\"spectrometer\",\"notebook\":\"reserved\"}", admin, 201);
        done(
                "POST",
                "/instruments/spectrometer/sources",
                "{\"name\":\"runs\",\"folder\":\"/data\",\"kind\":\"FILE\",\"quietSeconds\":5}",
                admin,
                201);
        JsonNode enrolled = agentOf("spectrometer");
        String agent = enrolled.path("token").asString();
        String beside = agentOf("spectrometer").path("token").asString();
        int notebook =
                server.bean(Notebooks.class).notebook("reserved").orElseThrow().id();
        Sql sql = new Sql(server.bean(DataSource.class));

        JsonNode reserved = done("POST", ROUTE, wanted("run 1", 900), agent, 201);
        String id = reserved.path("reservation").asString();
        assertThat(Instant.parse(reserved.path("expires").asString()))
                .isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(kept(sql, id)).isEqualTo(900);
        assertThat(done("POST", ROUTE, wanted("run 1", 950), agent, 201)
                        .path("reservation")
                        .asString())
                .isEqualTo(id);
        assertThat(kept(sql, id)).isEqualTo(950);
        JsonNode refused = done("POST", ROUTE, wanted("run 1", 900), beside, 403);
        assertThat(refused.path("title").asString()).isEqualTo(Problem.QUOTA_EXCEEDED);
        assertThat(refused.path("detail").asString())
                .contains("notebook reserved full: limit 1000 bytes, used 0, reserved 950, asked 900");
        Await.until(() -> sql.one(
                        row -> row.getString(1),
                        "select name from storage.reservation_refused where notebook = ? and told is not null",
                        notebook)
                .isPresent());
        done("POST", ROUTE, wanted("run 1", -1), agent, 422);
        done("POST", ROUTE, wanted("run 1", 1), admin, 403);
        done("DELETE", ROUTE + "/" + id, "", beside, 204);
        assertThat(kept(sql, id)).isEqualTo(950);

        store(enrolled.path("accessKey").asString(), id);
        done("POST", "/agents/me/acquisitions", RouteRows.MANIFEST, agent, 200);
        done("POST", ROUTE, wanted("run 2", 997), beside, 201);
        done("POST", ROUTE, wanted("run 1", 997), agent, 403);
        done("POST", ROUTE, wanted("run 2", 10), beside, 201);
        String second = done("POST", ROUTE, wanted("run 3", 987), beside, 201)
                .path("reservation")
                .asString();
        done("DELETE", ROUTE + "/" + second, "", beside, 204);
        done("DELETE", ROUTE + "/" + second, "", beside, 204);
        done("DELETE", ROUTE + "/none", "", beside, 404);
        done("POST", ROUTE, wanted("run 1", 987), agent, 201);
        assertThat(server.bean(Quotas.class).verify()).isEmpty();
    }

    /** As the agent's key would: the face has tests of its own. */
    private void store(String accessKey, String reservation) throws Exception {
        ObjectStore store = server.bean(ObjectStore.class);
        long account = server.bean(Notebooks.class)
                .byAccessKey(accessKey)
                .orElseThrow()
                .principal()
                .id();
        store.put(TestGateway.aPut(
                        store.bucket("raw-reserved").orElseThrow(),
                        "runs/a.txt",
                        "abc".getBytes(StandardCharsets.UTF_8))
                .within(new Claim(UUID.fromString(reservation), account)));
    }

    private static long kept(Sql sql, String reservation) {
        return sql.one(
                        row -> row.getLong(1),
                        "select bytes from storage.reservation where id = ?",
                        UUID.fromString(reservation))
                .orElse(-1L);
    }
}
