package gedeon.server;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.assembly.Assembly;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Settings, orders, a calendar and a release through a whole server: as administrator, as manager, as reader, and as the agent whom they are for. */
final class CentreRouteSteps {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BEAT =
            "{\"backlog\":0,\"sent\":0,\"disk\":1,\"clock\":\"%s\",\"agentVersion\":\"0.1.0\",\"messages\":[]%s}";

    private final Assembly server;
    private final String admin;
    private final String manager;
    private final String reader;
    private final String agent;
    private final String id;

    CentreRouteSteps(Assembly server, String admin) throws Exception {
        this.server = server;
        this.admin = admin;
        ask("POST", "/notebooks", "{\"name\":\"centre\",\"unit\":\"institution\",\"quota\":1000000}", admin, 201);
        Notebooks notebooks = server.bean(Notebooks.class);
        On notebook = new On.Notebook(notebooks.notebook("centre").orElseThrow().id());
        manager = token(notebooks, "centre-mia", Role.MANAGER, notebook);
        reader = token(notebooks, "centre-rita", Role.READER, notebook);
        ask("POST", "/instruments", "{\"name\":\"hplc\",\"notebook\":\"centre\"}", manager, 201);
        ask("POST", "/instruments/hplc/sources", source("/data"), manager, 201);
        String code = ask("POST", "/instruments/hplc/code", null, manager, 201)
                .path("code")
                .asString();
        JsonNode enrolled = ask(
                "POST",
                "/agents/enrol",
                "{\"code\":\"" + code + "\",\"hostname\":\"pc\",\"os\":\"Linux\",\"version\":\"0.1.0\"}",
                null,
                201);
        assertThat(enrolled.path("signedBy").asString()).isNotBlank();
        agent = enrolled.path("token").asString();
        id = enrolled.path("agent").asString();
    }

    private static String source(String folder) {
        return "{\"name\":\"runs\",\"folder\":\"" + folder + "\",\"kind\":\"FILE\",\"quietSeconds\":5}";
    }

    private static String token(Notebooks notebooks, String name, Role role, On on) {
        long account = notebooks.account(name, Principal.Kind.PERSON).id();
        notebooks.grant(account, role, on);
        return notebooks.issueToken(account, "test", null);
    }

    private HttpRequest request(
            String method, String path, @Nullable String body, @Nullable String token, @Nullable String ifMatch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.build();
    }

    private JsonNode ask(String method, String path, @Nullable String body, @Nullable String token, int status)
            throws Exception {
        HttpResponse<String> answer =
                HTTP.send(request(method, path, body, token, null), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        return answer.body().isEmpty()
                ? JsonMapper.shared().createObjectNode()
                : JsonMapper.shared().readTree(answer.body());
    }

    private JsonNode beat(String more) throws Exception {
        return ask("POST", "/agents/me/heartbeats", BEAT.formatted(Instant.now(), more), agent, 200);
    }

    void settingsGoForwardAndBack() throws Exception {
        String settings = "/instruments/hplc/settings";
        ask("GET", settings, null, reader, 403);
        ask("PUT", settings, "{\"senders\":4}", reader, 403);
        assertThat(ask("GET", settings, null, manager, 200).path("version").asInt())
                .isEqualTo(1);
        JsonNode preview = ask(
                "PUT",
                settings + "?dryRun=true",
                "{\"senders\":4,\"sources\":[" + source("/data").replace("\"FILE\"", "\"FOLDER\"") + "]}",
                manager,
                200);
        assertThat(preview.path("kept").asBoolean()).isFalse();
        assertThat(preview.path("changes").findValuesAsString("field")).containsExactly("kind", "senders");
        ask("PUT", settings, "{\"logLevel\":\"loud\"}", manager, 422);
        ask("PUT", settings, "{\"senders\":99}", manager, 422);
        JsonNode put = ask("PUT", settings, "{\"senders\":4,\"note\":\"quicker\"}", manager, 200);
        assertThat(put.path("version").asInt()).isEqualTo(2);
        JsonNode mine = ask("GET", "/agents/me/settings", null, agent, 200);
        assertThat(mine.path("senders").asInt()).isEqualTo(4);
        assertThat(mine.path("sources").path(0).path("folder").asString()).isEqualTo("/data");
        assertThat(beat("").path("settings").asInt()).isEqualTo(2);
        JsonNode back = ask("POST", settings + "/back", "{\"to\":1}", admin, 200);
        assertThat(back.path("version").asInt()).isEqualTo(3);
        ask("POST", settings + "/back", "{\"to\":77}", admin, 404);
        List<Integer> versions = new ArrayList<>();
        ask("GET", settings + "/versions", null, manager, 200)
                .path("items")
                .forEach(one -> versions.add(one.path("version").asInt()));
        assertThat(versions).containsExactly(3, 2, 1);
    }

    /** Both rest on version 3; one is told that the other was quicker. */
    void ofTwoWhoPutAtOnceOneWins() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> both = new ArrayList<>();
        for (int senders : new int[] {7, 8}) {
            both.add(HTTP.sendAsync(
                    request("PUT", "/instruments/hplc/settings", "{\"senders\":" + senders + "}", manager, "\"3\""),
                    HttpResponse.BodyHandlers.ofString()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> one : both) {
            statuses.add(one.get().statusCode());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 412);
        assertThat(ask("GET", "/instruments/hplc/settings", null, manager, 200)
                        .path("version")
                        .asInt())
                .isEqualTo(4);
    }

    void ordersComeWithTheAnswerToASignOfLife() throws Exception {
        String one = "/agents/" + id;
        ask("POST", one + "/pause", "{}", reader, 403);
        ask("POST", one + "/pause", "{\"until\":\"2000-01-01T00:00:00Z\"}", manager, 422);
        ask("POST", one + "/pause", "{\"reason\":\"the disk is changed\"}", manager, 200);
        JsonNode paused = beat("").path("paused");
        assertThat(paused.path("by").asString()).isEqualTo("centre-mia");
        assertThat(paused.path("reason").asString()).isEqualTo("the disk is changed");
        ask("POST", one + "/resume", null, manager, 204);
        assertThat(beat("").has("paused")).isFalse();

        ask("POST", "/instruments/hplc/pause", "{}", manager, 200);
        assertThat(beat("").has("paused")).isTrue();
        ask("POST", one + "/resume", null, manager, 422);
        ask("POST", "/instruments/hplc/resume", null, manager, 204);
        assertThat(beat("").has("paused")).isFalse();

        assertThat(ask("POST", one + "/rescan", null, manager, 200)
                        .path("agents")
                        .asInt())
                .isEqualTo(1);
        assertThat(beat("").path("rescan").asLong()).isEqualTo(1);
        ask("POST", "/instruments/hplc/log-level", "{\"level\":\"debug\"}", manager, 200);
        assertThat(beat(",\"rescanned\":1,\"settings\":4,\"paused\":false,\"rules\":[]")
                        .path("logLevel")
                        .path("level")
                        .asString())
                .isEqualTo("debug");
    }

    void aNewerAgentIsMadeKnownByAnAdministratorAndOldOnesAreTold() throws Exception {
        String sha256 = "cd".repeat(32);
        String release =
                "{\"version\":\"0.2.0\",\"url\":\"https://example.org/agent.jar\",\"sha256\":\"" + sha256 + "\"}";
        ask("POST", "/agents/release", release, manager, 403);
        ask("POST", "/agents/release", release.replace("0.2.0", "new"), admin, 422);
        JsonNode made = ask("POST", "/agents/release", release, admin, 201);
        assertThat(beat(",\"settings\":4").path("release").asString())
                .isEqualTo(made.path("notice").asString());
        JsonNode listed =
                ask("GET", "/agents", null, manager, 200).path("items").path(0);
        assertThat(listed.path("version").asString()).isEqualTo("0.1.0");
        assertThat(listed.path("old").asBoolean()).isTrue();
        assertThat(listed.path("settings").asInt()).isEqualTo(4);
    }

    void aCalendarIsTakenOrRefusedWithItsReason() throws Exception {
        String calendar = "/instruments/hplc/calendar";
        ask("GET", calendar, null, manager, 404);
        ask("PUT", calendar, "{}", manager, 422);
        ask("PUT", calendar, "{\"text\":\"sign in\"}", manager, 422);
        JsonNode read = ask(
                "PUT",
                calendar,
                "{\"text\":\"BEGIN:VCALENDAR\\nVERSION:2.0\\nPRODID:x\\nBEGIN:VEVENT\\nUID:1\\nDTSTART:20261102T090000Z\\nDTEND:20261102T100000Z\\n"
                        + "RRULE:FREQ=DAILY\\nEND:VEVENT\\nEND:VCALENDAR\\n\"}",
                manager,
                200);
        assertThat(read.path("bookings").asInt()).isPositive();
        ask("PUT", calendar, "{\"url\":\"https://booking.example.org/hplc.ics\"}", manager, 200);
        ask("GET", calendar, null, reader, 403);
        ask("DELETE", calendar, null, manager, 204);
    }
}
