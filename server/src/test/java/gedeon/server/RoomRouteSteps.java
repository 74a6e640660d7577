package gedeon.server;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.server.assembly.Assembly;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request for more room through a whole server, from its reader to its director. */
final class RoomRouteSteps {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Assembly server;
    private final Notebooks notebooks;

    RoomRouteSteps(Assembly server) {
        this.server = server;
        this.notebooks = server.bean(Notebooks.class);
    }

    private String token(String name, Role role, On on) {
        long id = notebooks.account(name, Principal.Kind.PERSON).id();
        notebooks.grant(id, role, on);
        return notebooks.issueToken(id, "test", null);
    }

    private JsonNode done(String path, String body, String token, int status) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1" + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    void aPartIsGrantedAndShownBesideWhatWasAsked() throws Exception {
        int unit = notebooks
                .createUnit("roomy unit", null, new ByteCount(1_000_000))
                .id();
        int notebook = notebooks
                .createNotebook("roomy", "roomy unit", new ByteCount(1_000), Notebooks.NotebookKind.PLATFORM)
                .id();
        server.bean(Quotas.class).setObjectLimit(new Scope.OfNotebook(notebook), 10L);
        String reader = token("room-rita", Role.READER, new On.Notebook(notebook));
        String director = token("room-dora", Role.DIRECTOR, new On.Unit(unit));
        String ask = "/notebooks/roomy/quota/requests";
        JsonNode asked = done(ask, "{\"more\":500,\"moreObjects\":50,\"reason\":\"two runs\"}", reader, 201);
        assertThat(asked.has("granted")).isFalse();
        String grant = "/quota/requests/" + asked.path("id").asString() + "/grant";
        done(grant, "{\"more\":200}", reader, 403);
        done(grant, "{\"more\":501}", director, 422);
        done(grant, "{\"moreObjects\":51}", director, 422);
        done(grant, "{\"more\":0,\"moreObjects\":0}", director, 422);
        done(grant, "{\"more\":1,\"limit\":2000}", director, 422);
        done(grant, "{\"more\":-1}", director, 422);
        done(grant, "{\"limit\":1000001}", director, 403);
        JsonNode granted = done(grant, "{\"more\":200,\"moreObjects\":20,\"words\":\"for now\"}", director, 200);
        assertThat(granted.path("state").asString()).isEqualTo("granted");
        assertThat(granted.path("more").asLong()).isEqualTo(500);
        assertThat(granted.path("granted").asLong()).isEqualTo(200);
        assertThat(granted.path("limit").asLong()).isEqualTo(1_200);
        assertThat(granted.path("moreObjects").asLong()).isEqualTo(50);
        assertThat(granted.path("grantedObjects").asLong()).isEqualTo(20);
        assertThat(granted.path("limitObjects").asLong()).isEqualTo(30);
        done(grant, "{}", director, 409);
    }
}
