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
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The plan routes on a server that runs already. */
final class PlanRouteSteps {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Assembly server;
    private final String admin;

    PlanRouteSteps(Assembly server, String admin) {
        this.server = server;
        this.admin = admin;
    }

    /** A plan without a size, which changes no quota; its id. */
    static String importInto(String notebook, Assembly server, String admin) throws Exception {
        HttpResponse<String> answer = new PlanRouteSteps(server, admin)
                .send("POST", "?notebook=" + notebook, madmp("held", "\"title\":\"Raw\""), admin);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).path("id").asString();
    }

    void play() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        Notebooks.NotebookRow notebook = notebooks.createNotebook(
                "Plans", "institution", gedeon.kernel.ByteCount.of(1000), Notebooks.NotebookKind.RESEARCH_GROUP);
        String owner = person(notebooks, "planowner", Role.OWNER, new On.Notebook(notebook.id()));
        String reader = person(notebooks, "planreader", Role.READER, new On.Notebook(notebook.id()));
        String director = person(notebooks, "plandirector", Role.DIRECTOR, new On.Unit(notebook.unit()));

        String document = madmp("1", "\"byte_size\":5000,\"title\":\"Raw\"");
        assertThat(send("POST", "?notebook=Plans", document, reader).statusCode())
                .isEqualTo(403);
        HttpResponse<String> broken = send("POST", "?notebook=Plans", "{\"dmp\":\n oops}", owner);
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(json(broken).path("detail").asString()).contains("line 2, column");
        HttpResponse<String> imported = send("POST", "?notebook=Plans&label=initial", document, owner);
        assertThat(imported.statusCode()).isEqualTo(201);
        assertThat(imported.headers().firstValue("ETag")).hasValue("\"1-draft\"");
        JsonNode plan = json(imported);
        assertThat(plan.path("plannedBytes").asLong()).isEqualTo(5000);
        assertThat(plan.at("/mended/0/pointer").asString()).isEqualTo("/dmp/ethical_issues_exist");
        String id = plan.path("id").asString();
        assertThat(send("POST", "?notebook=Plans", document, owner).statusCode())
                .as("the same bytes")
                .isEqualTo(200);

        approval(id, owner, reader, director);
        reading(id, reader);
    }

    private void approval(String id, String owner, String reader, String director) throws Exception {
        assertThat(send("POST", "/" + id + "/approve", "", reader).statusCode()).isEqualTo(403);
        JsonNode dryRun = json(send("POST", "/" + id + "/approve?dryRun=true", "", owner));
        assertThat(dryRun.path("state").asString()).isEqualTo("draft");
        assertThat(dryRun.path("applied").get(0).toString())
                .isEqualTo("{\"what\":\"quota\",\"before\":\"1000\",\"after\":\"5000\"}");
        HttpResponse<String> refused = send("POST", "/" + id + "/approve", "", owner);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).path("detail").asString())
                .contains("SET_QUOTA")
                .contains("director");
        assertThat(send("POST", "/" + id + "/approve", "", director, r -> r.header("If-Match", "\"7\""))
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> approved =
                send("POST", "/" + id + "/approve", "", director, r -> r.header("If-Match", "\"1\""));
        assertThat(approved.headers().firstValue("ETag")).hasValue("\"1-approved\"");
        assertThat(json(approved).at("/applied/0/after").asString()).isEqualTo("5000");
        JsonNode again = json(send("POST", "/" + id + "/approve", "", owner));
        assertThat(again.path("state").asString()).isEqualTo("approved");
        assertThat(again.path("applied")).isEmpty();
    }

    private void reading(String id, String reader) throws Exception {
        HttpResponse<String> plan = send("GET", "/" + id, null, reader);
        String tag = plan.headers().firstValue("ETag").orElseThrow();
        assertThat(send("GET", "/" + id, null, reader, r -> r.header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        JsonNode drift = json(send("GET", "/" + id + "/drift", null, reader));
        assertThat(drift.at("/items/0/commitment").asString()).isEqualTo("volume");
        assertThat(drift.at("/items/0/promised").asLong()).isEqualTo(5000);
        assertThat(drift.at("/items/1/commitment").asString()).isEqualTo("room");
        assertThat(drift.path("items"))
                .allMatch(item -> item.path("grade").asString().equals("ok"));
        assertThat(send("GET", "/" + id + "/drift?at=2020-01-01T00:00:00Z", null, reader)
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/" + id + "/drift?at=yesterday", null, reader).statusCode())
                .isEqualTo(422);
        JsonNode versions = json(send("GET", "/" + id + "/versions", null, reader));
        assertThat(versions.at("/items/0/label").asString()).isEqualTo("initial");
        assertThat(versions.at("/items/0/approvedBy").asString()).isEqualTo("plandirector");
        String export =
                send("GET", "/" + id + "/export?version=1.1", null, reader).body();
        assertThat(json(send("POST", "/validate?version=1.1", export, reader))
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(send("GET", "/" + id + "/export?version=3", null, reader).statusCode())
                .isEqualTo(422);
        JsonNode check = json(send("POST", "/validate", "{\"dmp\":{}}", reader));
        assertThat(check.path("valid").asBoolean()).isFalse();
        assertThat(check.at("/findings/0/remedy").asString()).isNotEmpty();
        JsonNode mine = json(send("GET", "?limit=1", null, reader));
        assertThat(mine.path("items")).hasSize(1);
        assertThat(mine.has("next")).isFalse();
        JsonNode all = json(send("GET", "?limit=1", null, admin));
        assertThat(json(send("GET", "?limit=1&after=" + all.path("next").asString(), null, admin))
                        .at("/items/0/id")
                        .asString())
                .isEqualTo(id);
    }

    private static String person(Notebooks notebooks, String name, Role role, On on) {
        long id = notebooks.account(name, Principal.Kind.PERSON).id();
        notebooks.grant(id, role, on);
        return notebooks.issueToken(id, "test", null);
    }

    private static String madmp(String id, String distribution) {
        return """
                {"dmp":{"title":"Glaciers","language":"fra","created":"2026-01-31T09:00:00Z","modified":"2026-01-31T09:00:00Z",
                "ethical_issues_exist":"No","dmp_id":{"identifier":"https://plans.example.org/%s","type":"url"},
                "contact":{"name":"Aude Marin","mbox":"aude@example.org","contact_id":{"identifier":"0000-0002-1825-0097","type":"orcid"}},
                "dataset":[{"title":"Ice","dataset_id":{"identifier":"10.5072/1","type":"doi"},"personal_data":"no","sensitive_data":"no",
                "distribution":[{"data_access":"closed",%s}]}]}}
                """.formatted(id, distribution);
    }

    private HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        return send(method, path, body, token, request -> request);
    }

    private HttpResponse<String> send(
            String method, String path, String body, String token, UnaryOperator<HttpRequest.Builder> more)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1/plans" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body));
        return HTTP.send(more.apply(request).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
