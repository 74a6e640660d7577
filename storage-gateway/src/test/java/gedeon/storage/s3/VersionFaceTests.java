package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Versioning as clients meet it: enabled, suspended, null versions, markers, pages. */
class VersionFaceTests {
    private RunningS3 running;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data"));
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private void versioning(BucketVersioningStatus status) {
        s3.putBucketVersioning(b -> b.bucket("data").versioningConfiguration(v -> v.status(status)));
    }

    private String put(String key, String body) {
        return s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString(body))
                .versionId();
    }

    private String get(String key, String version) {
        return s3.getObjectAsBytes(b -> b.bucket("data").key(key).versionId(version))
                .asUtf8String();
    }

    private long used() {
        return running.gateway
                .quotas()
                .quota(new Scope.OfNotebook(running.notebook))
                .used()
                .value();
    }

    @Test
    void whatWasThereBeforeVersioningIsTheNullVersion() {
        assertThat(put("a", "plain")).isNull();
        versioning(BucketVersioningStatus.ENABLED);
        String first = put("a", "kept");
        assertThat(get("a", "null")).isEqualTo("plain");
        assertThat(get("a", first)).isEqualTo("kept");
        assertThat(s3.listObjectVersions(b -> b.bucket("data")).versions())
                .extracting(ObjectVersion::versionId, ObjectVersion::isLatest)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(first, true),
                        org.assertj.core.api.Assertions.tuple("null", false));
        assertThat(used()).isEqualTo("plainkept".length());
    }

    @Test
    void suspendedVersioningReplacesTheNullVersionAloneAndCountsIt() {
        versioning(BucketVersioningStatus.ENABLED);
        String kept = put("a", "kept");
        versioning(BucketVersioningStatus.SUSPENDED);
        assertThat(put("a", "one")).isNull();
        put("a", "three");
        assertThat(get("a", "null")).isEqualTo("three");
        assertThat(get("a", kept)).isEqualTo("kept");
        assertThat(used()).isEqualTo("keptthree".length());
        DeleteObjectResponse marker = s3.deleteObject(b -> b.bucket("data").key("a"));
        assertThat(marker.deleteMarker()).isTrue();
        assertThat(marker.versionId()).isEqualTo("null");
        assertThat(used()).isEqualTo("kept".length());
        s3.deleteObject(b -> b.bucket("data").key("a").versionId("null"));
        assertThat(s3.getObjectAsBytes(b -> b.bucket("data").key("a")).asUtf8String())
                .isEqualTo("kept");
    }

    @Test
    void pagesOfVersionsGoOnInTheMiddleOfAKeyAndMissNothing() {
        versioning(BucketVersioningStatus.ENABLED);
        List<String> all = new ArrayList<>();
        for (String key : List.of("a/1", "a/2", "b", "c/1")) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.addFirst(key + " " + put(key, "v" + i));
            }
            all.addAll(ids);
        }
        for (int size : List.of(1, 2, 3, 7, 1000)) {
            assertThat(pages("", size)).as("pages of %s", size).isEqualTo(all);
        }
    }

    private List<String> pages(String delimiter, int size) {
        List<String> seen = new ArrayList<>();
        String[] mark = {null, null};
        ListObjectVersionsResponse page;
        do {
            page = s3.listObjectVersions(b -> b.bucket("data")
                    .delimiter(delimiter.isEmpty() ? null : delimiter)
                    .maxKeys(size)
                    .keyMarker(mark[0])
                    .versionIdMarker(mark[1]));
            page.versions().forEach(one -> seen.add(one.key() + " " + one.versionId()));
            page.commonPrefixes().forEach(one -> seen.add(one.prefix()));
            mark[0] = page.nextKeyMarker();
            mark[1] = page.nextVersionIdMarker();
        } while (page.isTruncated());
        return seen;
    }

    @Test
    void foldedPagesShowEachPrefixOnce() {
        versioning(BucketVersioningStatus.ENABLED);
        List<String> b = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            put("a/1", "v");
            put("a/2", "v");
            b.addFirst("b " + put("b", "v"));
            put("c/1", "v");
        }
        s3.deleteObject(d -> d.bucket("data").key("c/1"));
        for (int size : List.of(1, 2, 3, 1000)) {
            assertThat(pages("/", size))
                    .as("pages of %s", size)
                    .containsExactlyInAnyOrder("a/", b.get(0), b.get(1), b.get(2), "c/");
        }
    }

    @Test
    void aMarkerIsNoObjectAndSaysSo() {
        versioning(BucketVersioningStatus.ENABLED);
        put("a", "kept");
        String marker = s3.deleteObject(b -> b.bucket("data").key("a")).versionId();
        assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket("data").key("a")))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(404);
                    assertThat(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-delete-marker"))
                            .contains("true");
                });
        assertThatThrownBy(() -> get("a", marker))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(405));
        assertThat(s3.listObjectsV2(b -> b.bucket("data")).contents()).isEmpty();
    }
}
