package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.server.GedeonServer;
import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.Gateway;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an audit put aside is shown over REST, and goes only on somebody's word. */
class LostTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private URI pages;
    private String token;

    @Test
    void whatWasPutAsideIsShownAndDeletedOnceItIsConfirmed() throws Exception {
        try (Assembly server = Assembly.start(
                StartOptions.parse(
                        new String[] {"--home=" + folder.resolve("home"), "--port=0", "--s3-port=0"}, Map.of()),
                GedeonServer.class)) {
            pages = server.pages();
            Properties credentials = new Properties();
            try (InputStream in = Files.newInputStream(folder.resolve("home/credentials.env"))) {
                credentials.load(in);
            }
            token = credentials.getProperty("GEDEON_TOKEN");
            BlobId blob = stranger(server.bean(Gateway.class).tier());
            String tier = JSON.readTree(ask("GET", "/tiers").body())
                    .path("items")
                    .path(0)
                    .path("name")
                    .asString();
            String lost = "/tiers/" + tier + "/lost";
            JsonNode audit =
                    JSON.readTree(ask("POST", "/tiers/" + tier + "/audit").body());
            for (int i = 0; i < 1800 && !audit.path("state").asString().equals("finished"); i++) {
                Thread.sleep(100);
                audit = JSON.readTree(
                        ask("GET", "/jobs/" + audit.path("id").asLong()).body());
            }

            JsonNode shown =
                    JSON.readTree(ask("GET", lost).body()).path("items").path(0);
            assertThat(shown.path("blob").asString()).isEqualTo(blob.toString());
            assertThat(shown.path("bytes").asLong()).isEqualTo(2 << 20);
            HttpResponse<String> back = ask("POST", lost + "/" + blob + "/put-back");
            assertThat(back.statusCode()).as(back.body()).isEqualTo(409);
            for (String refused : new String[] {"", "?confirm=another"}) {
                HttpResponse<String> answer = ask("DELETE", lost + "/" + blob + refused);
                assertThat(answer.statusCode()).isEqualTo(422);
                assertThat(answer.body()).contains("confirm=" + tier);
            }
            assertThat(ask("DELETE", lost + "/" + blob + "?confirm=" + tier).statusCode())
                    .isEqualTo(204);
            assertThat(ask("DELETE", lost + "/" + blob + "?confirm=" + tier).statusCode())
                    .isEqualTo(404);
            assertThat(ask("POST", lost + "/what/put-back").statusCode()).isEqualTo(422);
            assertThat(JSON.readTree(ask("GET", lost).body()).path("items").isEmpty())
                    .isTrue();
        }
    }

    /** A file of the day before yesterday that nothing names and that tells of no version. */
    private BlobId stranger(Tier tier) throws Exception {
        BlobId blob = BlobId.next(Clock.systemUTC());
        byte[] bytes = new byte[2 << 20];
        try (Tier.BlobWriter writer =
                tier.begin(blob, "{\"notebook\":1}".getBytes(StandardCharsets.UTF_8), bytes.length)) {
            writer.write(bytes, 0, bytes.length);
            Digest sha = Digest.of(
                    DigestAlgorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(bytes));
            writer.publish(
                    sha,
                    sha,
                    Digest.of(
                            DigestAlgorithm.MD5,
                            MessageDigest.getInstance("MD5").digest(bytes)));
        }
        Await.until(() -> file(blob).isPresent());
        Files.setLastModifiedTime(
                file(blob).orElseThrow(), FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        return blob;
    }

    /** In a folder in which the server works: what goes while it is listed makes this look an empty one. */
    private Optional<Path> file(BlobId blob) {
        try (Stream<Path> files = Files.walk(folder.resolve("home/tiers/posix/blobs"))) {
            return files.filter(one -> one.endsWith(blob.toString())).findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(pages.resolve("/api/v1" + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
