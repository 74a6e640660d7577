package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Scope;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** A browser that uploads by a form. */
class PostFormFaceTests {
    private static final byte[] FILE = "the file".getBytes(UTF_8);

    private RunningS3 running;
    private S3Client s3;
    private URI bucket;

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
        bucket = running.address().resolve("/data");
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private String stored(String key) {
        return s3.getObjectAsBytes(g -> g.bucket("data").key(key)).asUtf8String();
    }

    private void nothingIsStored() {
        assertThat(s3.listObjectsV2(l -> l.bucket("data")).contents()).isEmpty();
        assertThat(running.gateway
                        .quotas()
                        .quota(new Scope.OfNotebook(running.notebook))
                        .used()
                        .value())
                .isZero();
    }

    @Test
    void aSignedFormStoresItsFileWithWhatItsFieldsSay() throws Exception {
        HttpResponse<String> answer = new PostForm()
                .field("key", "runs/${filename}")
                .field("Content-Type", "text/plain")
                .field("x-amz-meta-instrument", "nmr-600")
                .field("tagging", "<Tagging><TagSet><Tag><Key>a b</Key><Value>c&amp;d</Value></Tag></TagSet></Tagging>")
                .signed(running.owner, "data")
                .send(bucket, "run 1.txt", FILE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(stored("runs/run 1.txt")).isEqualTo("the file");
        var head = s3.headObject(h -> h.bucket("data").key("runs/run 1.txt"));
        assertThat(head.contentType()).isEqualTo("text/plain");
        assertThat(head.metadata()).containsEntry("instrument", "nmr-600");
        assertThat(answer.headers().firstValue("etag")).hasValue(head.eTag());
        var tag = s3.getObjectTagging(t -> t.bucket("data").key("runs/run 1.txt"))
                .tagSet()
                .getFirst();
        assertThat(tag.key() + "=" + tag.value()).isEqualTo("a b=c&d");
    }

    @Test
    void aFormThatIsSignedTheOldWayIsTaken() throws Exception {
        HttpResponse<String> answer = new PostForm()
                .field("key", "old")
                .signedTheOldWay(running.owner, "data")
                .field("success_action_status", "x")
                .send(bucket, "f", FILE);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("no condition for the field success_action_status");
        answer = new PostForm()
                .field("key", "old")
                .field("success_action_status", "201")
                .signedTheOldWay(running.owner, "data")
                .send(bucket, "f", FILE);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("<Key>old</Key>").contains("<Bucket>data</Bucket>");
        assertThat(stored("old")).isEqualTo("the file");
    }

    @Test
    void aBrowserIsSentOnWhereTheFormSays() throws Exception {
        HttpResponse<String> answer = new PostForm()
                .field("key", "é")
                .field("success_action_redirect", "https://lab.univ.fr/done?x=1")
                .signed(running.owner, "data")
                .send(bucket, "f", FILE);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location").orElse(""))
                .startsWith("https://lab.univ.fr/done?x=1&bucket=data&key=%C3%A9&etag=%22");
    }

    @Test
    void aLargeFileStreamsThrough() throws Exception {
        byte[] large = new byte[24 << 20];
        new Random(1).nextBytes(large);
        HttpResponse<String> answer = new PostForm()
                .field("key", "large")
                .signed(running.owner, "data")
                .send(bucket, "f", large);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(s3.getObjectAsBytes(g -> g.bucket("data").key("large")).asByteArray())
                .isEqualTo(large);
    }

    @Test
    void sizesOutsideThePolicyAreRefusedAndNothingIsStored() throws Exception {
        HttpResponse<String> longer = new PostForm()
                .field("key", "k")
                .signed(running.owner, "data", "[\"content-length-range\", 0, 7]")
                .send(bucket, "f", FILE);
        assertThat(longer.statusCode()).isEqualTo(400);
        assertThat(longer.body()).contains("EntityTooLarge");
        HttpResponse<String> shorter = new PostForm()
                .field("key", "k")
                .signed(running.owner, "data", "[\"content-length-range\", 9, 100]")
                .send(bucket, "f", FILE);
        assertThat(shorter.statusCode()).isEqualTo(400);
        assertThat(shorter.body()).contains("EntityTooSmall");
        nothingIsStored();
    }

    @Test
    void aChecksumThatIsNotTheFilesIsRefused() throws Exception {
        HttpResponse<String> answer = new PostForm()
                .field("key", "k")
                .signed(running.owner, "data")
                .field("x-amz-checksum-crc32", "AAAAAA==")
                .send(bucket, "f", FILE);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("BadDigest");
        nothingIsStored();
    }

    @Test
    void aFormForAnotherBucketOrByNobodyIsDenied() throws Exception {
        s3.createBucket(b -> b.bucket("other"));
        assertThat(new PostForm()
                        .field("key", "k")
                        .signed(running.owner, "other")
                        .send(bucket, "f", FILE)
                        .statusCode())
                .isEqualTo(403);
        assertThat(new PostForm().field("key", "k").send(bucket, "f", FILE).statusCode())
                .isEqualTo(403);
        AccessKey wrong = new AccessKey(running.owner.accessKey(), "not the secret", 0, "");
        assertThat(new PostForm()
                        .field("key", "k")
                        .signed(wrong, "data")
                        .send(bucket, "f", FILE)
                        .body())
                .contains("SignatureDoesNotMatch");
        nothingIsStored();
    }

    @Test
    void aReadersKeySignsNoFormAndAnAgentsDoesNotReplace() throws Exception {
        AccessKey reader = running.key(running.notebook, Role.READER);
        assertThat(new PostForm()
                        .field("key", "k")
                        .signed(reader, "data")
                        .send(bucket, "f", FILE)
                        .statusCode())
                .isEqualTo(403);
        AccessKey agent = running.key(running.notebook, Role.AGENT);
        assertThat(new PostForm()
                        .field("key", "k")
                        .signed(agent, "data")
                        .send(bucket, "f", FILE)
                        .statusCode())
                .isEqualTo(204);
        assertThat(new PostForm()
                        .field("key", "k")
                        .signed(agent, "data")
                        .send(bucket, "f", FILE)
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void theLastBytesOfAQuotaCanBeUsedByAForm() throws Exception {
        running.gateway
                .quotas()
                .setLimit(new Scope.OfNotebook(running.notebook), new gedeon.kernel.ByteCount(FILE.length));
        assertThat(new PostForm()
                        .field("key", "fits")
                        .signed(running.owner, "data")
                        .send(bucket, "f", FILE)
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> full = new PostForm()
                .field("key", "more")
                .signed(running.owner, "data")
                .send(bucket, "f", FILE);
        assertThat(full.statusCode()).isEqualTo(403);
        assertThat(full.body()).contains("QuotaExceeded");
    }
}
