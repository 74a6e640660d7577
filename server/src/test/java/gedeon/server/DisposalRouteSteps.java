package gedeon.server;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.assembly.Assembly;
import gedeon.storage.Await;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waste and disposals through a whole server, by people with their roles. */
final class DisposalRouteSteps {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Assembly server;
    private final Sql sql;
    private final ObjectStore store;
    private final Bucket raw;
    private final int sandbox;
    private final String contributor;
    private final String manager;
    private final String owner;
    private final String reader;
    private final String stranger;

    DisposalRouteSteps(Assembly server) {
        this.server = server;
        this.sql = new Sql(server.bean(DataSource.class));
        this.store = server.bean(ObjectStore.class);
        this.raw = store.bucket("raw-sandbox").orElseThrow();
        this.sandbox = raw.notebook();
        this.contributor = token("disposal-carl", Role.CONTRIBUTOR);
        this.manager = token("disposal-max", Role.MANAGER);
        this.owner = token("disposal-ada", Role.OWNER);
        this.reader = token("disposal-rita", Role.READER);
        this.stranger = server.bean(Notebooks.class)
                .issueToken(
                        server.bean(Notebooks.class)
                                .account("disposal-zoe", Principal.Kind.PERSON)
                                .id(),
                        "test",
                        null);
    }

    private String token(String name, Role role) {
        Notebooks notebooks = server.bean(Notebooks.class);
        long id = notebooks.account(name, Principal.Kind.PERSON).id();
        notebooks.grant(id, role, new On.Notebook(sandbox));
        return notebooks.issueToken(id, "test", null);
    }

    private HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1" + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode done(String method, String path, String body, String token, int status) throws Exception {
        HttpResponse<String> answer = send(method, path, body, token);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        return json(answer);
    }

    void aManagerDisposesOfWasteAlone() throws Exception {
        StoredVersion version = store.put(TestGateway.aPut(raw, "trial/a b+ü", new byte[30]));
        String mark = "{\"prefix\":\"trial/\",\"reason\":\"detector off\"}";
        done("POST", "/buckets/raw-sandbox/waste", mark, reader, 403);
        assertThat(done("POST", "/buckets/raw-sandbox/waste", mark, contributor, 200)
                        .path("versions")
                        .asInt())
                .isEqualTo(1);
        assertThat(done("GET", "/buckets/raw-sandbox/waste", "", reader, 200)
                        .path("items")
                        .get(0)
                        .path("reason")
                        .asString())
                .isEqualTo("detector off");
        String order = "{\"prefix\":\"trial/\",\"bypassGovernance\":%s,\"confirm\":\"raw-sandbox\"}";
        done("POST", "/buckets/raw-sandbox/waste/dispose", order.formatted(true), manager, 403);
        JsonNode preview = done("POST", "/buckets/raw-sandbox/waste/preview", order.formatted(false), manager, 200);
        assertThat(preview.path("governance").asInt()).isEqualTo(1);
        assertThat(preview.path("goes").asInt()).isEqualTo(1);
        done(
                "POST",
                "/buckets/raw-sandbox/waste/dispose",
                order.formatted(false).replace("raw-sandbox", "x"),
                manager,
                422);
        done(
                "POST",
                "/buckets/raw-sandbox/waste/dispose",
                order.formatted(false).replace("raw-sandbox", "RAW-sandbox"),
                manager,
                422);
        JsonNode disposed = done(
                "POST",
                "/buckets/raw-sandbox/waste/dispose",
                order.formatted(false).replace("raw-sandbox", " raw-sandbox "),
                manager,
                200);
        assertThat(awaited(disposed.path("id").asString(), "done")
                        .path("disposed")
                        .asInt())
                .isEqualTo(1);
        isGone(version, "detector off");
    }

    private void isGone(StoredVersion version, String reason) throws Exception {
        String address = "/buckets/raw-sandbox/versions?key="
                + java.net.URLEncoder.encode(version.key().toString(), java.nio.charset.StandardCharsets.UTF_8)
                + "&version=" + version.versionText();
        JsonNode gone = done("GET", address, "", reader, 410);
        assertThat(gone.path("detail").asString()).contains(reason);
        JsonNode tombstone = gone.path("tombstones").get(0);
        assertThat(tombstone.path("sha256").asString())
                .isEqualTo(java.util.Objects.requireNonNull(version.sha256()).hex());
        assertThat(tombstone.path("version").asString()).isEqualTo(version.versionText());
        assertThat(send("GET", address, "", stranger).statusCode()).isEqualTo(403);
    }

    void twoPersonsDisposeOfAnythingElse() throws Exception {
        StoredVersion version = store.put(TestGateway.aPut(raw, "consent/1", new byte[30]));
        UUID dataset = dataset(version);
        String ask = "{\"prefix\":\"consent/\",\"reason\":\"consent withdrawn\"}";
        assertThat(done("POST", "/buckets/raw-sandbox/disposals/preview", ask, contributor, 200)
                        .path("goes")
                        .asInt())
                .isEqualTo(1);
        JsonNode asked = done("POST", "/buckets/raw-sandbox/disposals", ask, contributor, 201);
        String id = asked.path("id").asString();
        assertThat(asked.path("state").asString()).isIn("gathering", "requested");
        awaited(id, "requested");
        done("GET", "/disposals/" + id, "", stranger, 403);
        assertThat(done("GET", "/disposals", "", owner, 200).path("items").toString())
                .contains("\"id\":\"" + id + "\"");
        String approval = "{\"confirm\":\"raw-sandbox\",\"bypassGovernance\":%s}";
        done("POST", "/disposals/" + id + "/approve", approval.formatted(false), manager, 403);
        done("POST", "/disposals/" + id + "/approve", approval.formatted(false), owner, 403);
        done("POST", "/disposals/" + id + "/approve", approval.formatted(true).replace("raw-", ""), owner, 422);
        JsonNode approved = done("POST", "/disposals/" + id + "/approve", approval.formatted(true), owner, 200);
        assertThat(approved.path("due").asString()).isNotEmpty();
        done("POST", "/disposals/" + id + "/approve", approval.formatted(true), owner, 409);
        sql.update("update storage.disposal set due = now() where id = ?", Long.parseLong(id));
        server.bean(Disposing.class).round();
        assertThat(awaited(id, "done").path("acts").size()).isEqualTo(3);
        assertThat(done("GET", "/disposals/" + id + "/tombstones", "", reader, 200)
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(done("GET", "/buckets/raw-sandbox/tombstones?limit=1", "", reader, 200)
                        .path("next")
                        .asString())
                .isNotEmpty();
        isGone(version, "consent withdrawn");
        Await.until(() -> asked("/datasets/" + dataset, reader).statusCode() == 410);
        assertThat(done("GET", "/datasets/" + dataset, "", reader, 410)
                        .path("detail")
                        .asString())
                .contains("consent withdrawn");
        assertThat(send("GET", "/datasets/" + dataset, "", stranger).statusCode())
                .isEqualTo(403);
    }

    /** How it stands as soon as it is in that state: the housekeeping, or a slow disk, may keep it a while. */
    private JsonNode awaited(String id, String state) {
        AtomicReference<HttpResponse<String>> last = new AtomicReference<>();
        Await.until(
                () -> {
                    last.set(asked("/disposals/" + id, contributor));
                    return json(last.get()).path("state").asString("").equals(state);
                },
                Duration.ofMinutes(2),
                () -> last.get().body());
        return json(last.get());
    }

    private HttpResponse<String> asked(String path, String token) {
        try {
            return send("GET", path, "", token);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private UUID dataset(StoredVersion version) {
        Await.until(() -> found(version).isPresent());
        return found(version).orElseThrow();
    }

    private Optional<UUID> found(StoredVersion version) {
        return sql.one(
                row -> row.getObject(1, UUID.class),
                "select id from catalogue.dataset where bucket = 'raw-sandbox' and key = ?",
                version.key().bytes());
    }
}
