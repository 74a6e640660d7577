package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.server.GedeonServer;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.ObjectStore;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder that was there before is taken into a notebook over REST, where the server's settings allow it. */
class AdoptingTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private URI pages;
    private String token;

    @Test
    void whatTheSettingsAllowIsTakenAndNothingElse() throws Exception {
        Path share = Files.createDirectories(folder.resolve("shares/run"));
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(share.resolve("a.txt"), "what was there");
        Files.writeString(other.resolve("b.txt"), "what is nobody's business");
        Files.createSymbolicLink(folder.resolve("shares/link"), other);
        System.setProperty("gedeon.adoption.from", folder.resolve("shares").toString());
        try (Assembly server = start(Map.of(
                "GEDEON_BACKUP_TO",
                folder.resolve("shares/copies/database").toString(),
                "GEDEON_BACKUP_KEYS_TO",
                folder.resolve("shares/keys").toString()))) {
            pages = server.pages();
            Properties credentials = new Properties();
            try (InputStream in = Files.newInputStream(folder.resolve("home/credentials.env"))) {
                credentials.load(in);
            }
            token = credentials.getProperty("GEDEON_TOKEN");

            for (Path refused : new Path[] {other, folder.resolve("shares/link"), share.resolve("../../other")}) {
                HttpResponse<String> answer = post("/adoptions?dryRun=true", wanted(refused));
                assertThat(answer.statusCode()).as(refused.toString()).isEqualTo(422);
                assertThat(answer.body()).contains("gedeon.adoption.from");
            }
            nothingIsAdoptedWhereCopiesGo();
            HttpResponse<String> survey = post("/adoptions?dryRun=true", wanted(share));
            assertThat(survey.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(survey.body()).path("files").asLong()).isEqualTo(1);

            HttpResponse<String> begun = post("/adoptions", wanted(share));
            assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
            String tier = JSON.readTree(begun.body()).path("tier").asString();
            JsonNode adoption = JSON.readTree(begun.body());
            for (int i = 0; i < 1800 && adoption.path("ended").isNull(); i++) {
                Thread.sleep(100);
                adoption = JSON.readTree(get("/adoptions/" + tier).body());
            }
            assertThat(adoption.path("hashed").asLong()).isEqualTo(1);
            ObjectStore store = server.bean(ObjectStore.class);
            StoredVersion found = store.find(
                            store.bucket(adoption.path("bucket").asString()).orElseThrow(),
                            ObjectKey.of("a.txt"),
                            null,
                            false)
                    .orElseThrow();
            try (InputStream in = store.read(found, 0, found.size().value())) {
                assertThat(in.readAllBytes()).asString().isEqualTo("what was there");
            }

            Files.writeString(share.resolve("new.txt"), "what came");
            assertThat(post("/adoptions/" + tier + "/again", "{\"take\":false,\"bandwidth\":0}")
                            .statusCode())
                    .isEqualTo(202);
            for (int i = 0; i < 1800 && !adoption.path("differs").asBoolean(); i++) {
                Thread.sleep(100);
                adoption = JSON.readTree(get("/adoptions/" + tier).body());
            }
            assertThat(adoption.path("findings").toString()).contains("new.txt");
            nothingIsWrittenThereNorLandsInAnArchive(tier);
        } finally {
            System.clearProperty("gedeon.adoption.from");
        }
        nothingIsCopiedWhereAFolderIsOnlyRead("GEDEON_BACKUP_TO", "shares/run/copies", share);
        nothingIsCopiedWhereAFolderIsOnlyRead("GEDEON_BACKUP_KEYS_TO", "shares", share);
    }

    private void nothingIsCopiedWhereAFolderIsOnlyRead(String variable, String to, Path adopted) {
        assertThatThrownBy(() -> start(Map.of(variable, folder.resolve(to).toString())))
                .as(variable + " " + to)
                .hasStackTraceContaining(
                        "the folder " + folder.resolve(to) + " and the adopted folder " + adopted + " of tier")
                .hasStackTraceContaining("nothing is written there; name another folder");
    }

    /** Neither what lies where this server copies its database and its keys to, nor what holds it. */
    private void nothingIsAdoptedWhereCopiesGo() throws Exception {
        for (String refused : new String[] {
            "shares/copies/database", "shares/copies/database/log", "shares/copies", "shares/keys", "shares"
        }) {
            Files.createDirectories(folder.resolve(refused));
            for (String dryRun : new String[] {"true", "false"}) {
                HttpResponse<String> answer = post("/adoptions?dryRun=" + dryRun, wanted(folder.resolve(refused)));
                assertThat(answer.statusCode()).as(refused).isEqualTo(422);
                assertThat(answer.body()).contains("of this installation lie one in the other");
            }
        }
    }

    private Assembly start(Map<String, String> environment) throws Exception {
        return Assembly.start(
                StartOptions.parse(
                        new String[] {"--home=" + folder.resolve("home"), "--port=0", "--s3-port=0"}, environment),
                GedeonServer.class);
    }

    private void nothingIsWrittenThereNorLandsInAnArchive(String adopted) throws Exception {
        HttpResponse<String> added = post(
                "/tiers",
                "{\"kind\":\"archive\",\"name\":\"deep\",\"settings\":{\"root\":\"" + folder.resolve("deep") + "\"}}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String house = "";
        for (JsonNode one : JSON.readTree(get("/tiers").body()).path("items")) {
            if (one.path("kind").asString().equals("posix")) {
                house = one.path("name").asString();
            }
        }
        for (String policy : new String[] {
            "{\"landing\":[\"" + adopted + "\"]}",
            "{\"landing\":[\"" + house + "\"],\"copies\":[\"" + adopted + "\"]}",
            "{\"landing\":[\"" + house + "\"],\"rules\":[{\"to\":\"" + adopted + "\",\"olderThan\":\"P1D\"}]}"
        }) {
            HttpResponse<String> answer = put("/policies/wrong", policy);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("adopted folder");
        }
        HttpResponse<String> landing = put("/policies/wrong", "{\"landing\":[\"deep\"]}");
        assertThat(landing.statusCode()).as(landing.body()).isEqualTo(422);
        assertThat(landing.body()).contains("archive");
        HttpResponse<String> drain = post("/tiers/" + house + "/drain", "");
        assertThat(drain.statusCode()).as(drain.body()).isEqualTo(409);
        assertThat(drain.body()).contains("no other tier is online");
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return HTTP.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String wanted(Path folder) {
        return "{\"folder\":\"" + folder + "\",\"notebook\":\"sandbox\",\"bandwidth\":0}";
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return HTTP.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(pages.resolve("/api/v1" + path)).header("Authorization", "Bearer " + token);
    }
}
