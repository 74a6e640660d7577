package gedeon.server;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.server.assembly.Assembly;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.ObjectStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Callers and things that stand behind the addresses of {@link RouteRows}, and the same questions put to every route. */
final class RouteSteps {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> ODD_PARAMETERS = List.of(
            "limit=0",
            "limit=-1",
            "limit=99999999999",
            "limit=many",
            "after=%00",
            "after=-1",
            "after=99999999999999999999",
            "after=" + "x".repeat(3000),
            "after=%F0%9D%84%9E",
            "after=00000000-0000-0000-0000-000000000000",
            "prefix=%00",
            "prefix=" + "x".repeat(3000),
            "notebook=%00",
            "notebook=" + "x".repeat(3000),
            "q=%00",
            "q=%22",
            "q=mass%3C",
            "q=mass%3C1e999",
            "q=((((",
            "q=*:*",
            "q=" + "a*b%20".repeat(500),
            "at=%2B999999999-12-31T23:59:59Z",
            "at=-999999999-01-01T00:00:00Z",
            "version=9",
            "planVersion=-1",
            "planVersion=99999999999");

    private static final List<String> ODD = List.of(
            "null",
            "[]",
            "[null]",
            "{}",
            "true",
            "-1",
            "1.5",
            "1e999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"../..\"");

    /** One would shut the notebook that other tests need, the other takes no body and leaves this machine. */
    private static final Set<String> NOT_ASKED = Set.of("/notebooks/sandbox/quota", "/connectors/labguru/lab/sync");

    private final Assembly server;
    private final String admin;
    private final String stranger;
    private final String neighbour;
    private final String agent;
    private final String agentId;
    private final String plan;
    private final String dataset;
    private final String key;
    private final String disposal;
    private final String version;

    RouteSteps(Assembly server, String admin) throws Exception {
        this.server = server;
        this.admin = admin;
        Notebooks notebooks = server.bean(Notebooks.class);
        stranger = notebooks.issueToken(
                notebooks.account("stranger", Principal.Kind.PERSON).id(), "test", null);
        notebooks.createUnit("faraway", null, null);
        Notebooks.NotebookRow elsewhere = notebooks.createNotebook(
                "elsewhere", "faraway", ByteCount.of(1), Notebooks.NotebookKind.RESEARCH_GROUP);
        long owner = notebooks.account("neighbour", Principal.Kind.PERSON).id();
        notebooks.grant(owner, Role.OWNER, new On.Notebook(elsewhere.id()));
        neighbour = notebooks.issueToken(owner, "test", null);
        plan = PlanRouteSteps.importInto("sandbox", server, admin);
        key = made("/notebooks/sandbox/keys", "{}", admin).path("accessKey").asString();

        made("/instruments", "{\"name\":\"balance\",\"notebook\":\"sandbox\"}", admin);
        made(
                "/instruments/balance/sources",
                "{\"name\":\"runs\",\"folder\":\"/data\",\"kind\":\"FILE\",\"quietSeconds\":5}",
                admin);
        String code = made("/instruments/balance/code", "", admin).path("code").asString();
        JsonNode enrolled = made(
                "/agents/enrol",
                "{\"code\":\"" + code + "\",\"hostname\":\"pc\",\"os\":\"Linux\",\"version\":\"1\"}",
                null);
        assertThat(enrolled.path("region").asString()).isEqualTo(WholeServerTests.REGION);
        agent = enrolled.path("token").asString();
        agentId = enrolled.path("agent").asString();
        made(
                "/agents/release",
                "{\"version\":\"0.0.1\",\"url\":\"https://example.org/agent.jar\",\"sha256\":\"" + "ab".repeat(32)
                        + "\"}",
                admin);
        ObjectStore store = server.bean(ObjectStore.class);
        version = store.put(TestGateway.aPut(
                        store.bucket("raw-sandbox").orElseThrow(),
                        "runs/a.txt",
                        "abc".getBytes(StandardCharsets.UTF_8)))
                .versionText();
        disposal = made(
                        "/buckets/raw-sandbox/disposals",
                        "{\"versions\":[{\"key\":\"runs/a.txt\"}],\"reason\":\"to be withdrawn\"}",
                        admin)
                .path("id")
                .asString();
        dataset = received().path("dataset").asString();
    }

    /** On a slow machine its receipt comes later than the first answer. */
    private JsonNode received() throws Exception {
        HttpResponse<String> told = send("POST", "/agents/me/acquisitions", RouteRows.MANIFEST, agent);
        assertThat(told.statusCode()).as(told.body()).isIn(200, 202);
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!json(told).path("state").asString().equals("received") && System.nanoTime() < end) {
            Thread.sleep(100);
            told = send("GET", "/agents/me/acquisitions/receipt?source=runs&name=run%201", null, agent);
        }
        assertThat(json(told).path("receipt").asString()).as(told.body()).contains(".");
        return json(told);
    }

    private JsonNode made(String address, String body, @Nullable String token) throws Exception {
        HttpResponse<String> answer = send("POST", address, body, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    private String filled(String address) {
        return address.replace("PLAN", plan)
                .replace("DATASET", dataset)
                .replace("AGENT", agentId)
                .replace("KEY", key)
                .replace("DISPOSAL", disposal)
                .replace("VERSION", version);
    }

    void refusesTheUnknownAndTheForeign(RouteRows row) throws Exception {
        assertThat(send(row, row.body(), null).statusCode()).isEqualTo(row.unknown());
        assertThat(send(row, row.body(), "wrong").statusCode()).isEqualTo(row.unknown());
        for (String token : List.of(stranger, neighbour)) {
            HttpResponse<String> answer = send(row, row.body(), token);
            assertThat(answer.statusCode())
                    .as(answer.body())
                    .isEqualTo(token.equals(stranger) ? row.stranger() : row.neighbour());
            assertThat(answer.body())
                    .doesNotContain("\"sandbox\"")
                    .doesNotContain("\"institution\"")
                    .doesNotContain("\"balance\"")
                    .doesNotContain("run 1");
            if (answer.statusCode() >= 400) {
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            }
        }
    }

    void asksTheOwnersFirst(RouteRows row) throws Exception {
        if (row.method().equals("GET")) {
            assertThat(send(row, null, row.path().startsWith("/agents/me") ? agent : admin)
                            .statusCode())
                    .isEqualTo(row.path().contains("nothing") ? 404 : 200);
        }
    }

    /** Routes that no row names. */
    Set<String> withoutRow() {
        List<PathPattern> patterns = new ArrayList<>();
        Set<String> open = new TreeSet<>();
        server.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    for (PathPattern pattern :
                            mapping.getPathPatternsCondition().getPatterns()) {
                        if (pattern.getPatternString().startsWith("/api/")) {
                            patterns.add(pattern);
                            assertThat(mapping.getMethodsCondition().getMethods())
                                    .isNotEmpty();
                            methods(mapping).forEach(method -> open.add(method + " " + pattern.getPatternString()));
                        }
                    }
                });
        for (RouteRows row : RouteRows.all()) {
            PathContainer path = PathContainer.parsePath("/api/v1" + filled(row.path()));
            patterns.stream()
                    .filter(pattern -> pattern.matches(path))
                    .min(Comparator.naturalOrder()) // the most specific is the one that answers
                    .ifPresent(pattern -> open.remove(row.method() + " " + pattern.getPatternString()));
        }
        return open;
    }

    private static List<String> methods(RequestMappingInfo mapping) {
        return mapping.getMethodsCondition().getMethods().stream()
                .map(RequestMethod::name)
                .toList();
    }

    private String able(RouteRows row) {
        return row.path().startsWith("/agents/me") ? agent : admin;
    }

    void namesWhatIsMissing(RouteRows row) throws Exception {
        if (!row.writes()) {
            return;
        }
        List<String> required = RouteRows.REQUIRED.getOrDefault(row.path(), List.of());
        if (!required.isEmpty()) {
            refused(send(row, "{}", able(row)), required.toArray(String[]::new));
            refused(send(row, "null", able(row)), "body");
            refused(send(row, "", able(row)), "body");
            refused(send(row, "[]", able(row)), "body");
        }
        for (String field : required) {
            ObjectNode without = JsonMapper.shared().readValue(row.body(), ObjectNode.class);
            without.remove(field);
            refused(send(row, without.toString(), able(row)), "\"" + field + "\"");
            without.putNull(field);
            refused(send(row, without.toString(), able(row)), "\"" + field + "\"");
        }
    }

    private static void refused(HttpResponse<String> answer, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        String detail = json(answer).path("detail").asString();
        assertThat(List.of(words)).as(detail).anyMatch(detail::contains);
    }

    /** Whatever stands in a field, it is the caller's mistake or it is taken. */
    void neverFailsFor(RouteRows row) throws Exception {
        if (!row.writes() || NOT_ASKED.contains(row.path())) {
            return;
        }
        List<String> bodies = new ArrayList<>(ODD);
        if (row.body() != null) {
            ObjectNode whole = JsonMapper.shared().readValue(row.body(), ObjectNode.class);
            for (String field : List.copyOf(whole.propertyNames())) {
                for (String odd : ODD) {
                    ObjectNode changed = whole.deepCopy();
                    changed.set(field, JsonMapper.shared().readTree("1"));
                    bodies.add(changed.toString().replace("\"" + field + "\":1", "\"" + field + "\":" + odd));
                }
            }
        }
        for (String body : bodies) {
            HttpResponse<String> answer = send(row, body, able(row));
            assertThat(answer.statusCode())
                    .as(row + " " + body + " → " + answer.body())
                    .isBetween(200, 499);
        }
    }

    /** Nor does what stands in the address. */
    void noParameterMakesFail(RouteRows row) throws Exception {
        if (!row.method().equals("GET")) {
            return;
        }
        String more = row.address().contains("?") ? "&" : "?";
        for (String odd : ODD_PARAMETERS) {
            HttpResponse<String> answer = send("GET", filled(row.address()) + more + odd, null, able(row));
            assertThat(answer.statusCode())
                    .as(row + " " + odd + " → " + answer.body())
                    .isBetween(200, 499);
            if (answer.statusCode() >= 400) {
                assertThat(answer.headers().firstValue("Content-Type"))
                        .as(row + " " + odd)
                        .hasValue("application/problem+json");
            }
        }
    }

    void whatNoRouteTakesIsAProblem() throws Exception {
        problem(send("GET", "/nope", null, admin), 404, "there is no /api/v1/nope");
        problem(send("POST", "/units/institution/nope", "{}", admin), 404, "there is no");
        problem(send("PATCH", "/units", "{}", admin), 405, "PATCH is not offered here; use GET, POST");
        problem(send("DELETE", "/me", null, admin), 405, "use GET");
        assertThat(send("DELETE", "/me", null, admin).headers().firstValue("Allow"))
                .hasValue("GET");
        problem(send("POST", "/units", "name=x", admin, "application/x-www-form-urlencoded"), 415, "");
        problem(send("POST", "/units", "<name/>", admin, "application/xml"), 415, "");
        problem(send("GET", "/datasets?limit=many", null, admin), 400, "limit");
        problem(send("GET", "/search", null, admin), 400, "q");
        problem(send("GET", "/nope", null, null), 401, "token");
    }

    private static void problem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).path("status").asInt()).isEqualTo(status);
        assertThat(json(answer).path("title").asString()).isNotBlank();
        assertThat(json(answer).path("detail").asString()).contains(detail);
    }

    private HttpResponse<String> send(RouteRows row, @Nullable String body, @Nullable String token) throws Exception {
        return send(row.method(), filled(row.address()), body, token);
    }

    private HttpResponse<String> send(String method, String address, @Nullable String body, @Nullable String token)
            throws Exception {
        return send(method, address, body, token, "application/json");
    }

    private HttpResponse<String> send(
            String method, String address, @Nullable String body, @Nullable String token, String type)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1" + address))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
