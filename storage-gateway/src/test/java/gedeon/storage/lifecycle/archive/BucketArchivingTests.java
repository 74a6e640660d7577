package gedeon.storage.lifecycle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.Restores;
import gedeon.storage.StoredVersion;
import gedeon.storage.journal.rebuild.RebuildReport;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.RunningS3;
import gedeon.storage.tier.bucket.OwnBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All that is so of an archive in a folder is so of one in a bucket; and what only a store can do to it. */
class BucketArchivingTests extends ArchivingTests {
    private static final List<OwnBucket> BUCKETS = new ArrayList<>();

    private static RunningS3 far;

    private OwnBucket bucketOfArchive;
    private int copies;

    @BeforeAll
    static void start() throws IOException {
        far = new RunningS3();
    }

    @AfterAll
    static void stop() throws IOException {
        for (OwnBucket one : BUCKETS) {
            one.close();
        }
        far.close();
    }

    @Override
    protected Map<String, String> place(String name) throws IOException {
        OwnBucket made = new OwnBucket(far);
        BUCKETS.add(made);
        if (bucketOfArchive == null) {
            bucketOfArchive = made;
        }
        Map<String, String> settings = new HashMap<>(made.settings(folder.resolve("credentials")));
        settings.put("prefix", "lab");
        return settings;
    }

    @Override
    protected Path storageRoot() {
        Path copy = folder.resolve("copy" + copies++);
        bucketOfArchive.copyTo(copy, "lab/ocfl/");
        return copy;
    }

    @Override
    protected void gather(String blob, byte[] form) throws IOException {
        bucketOfArchive.put(gathered(blob), form);
    }

    @Override
    protected boolean isGathered(String blob) {
        return !bucketOfArchive.names(gathered(blob)).isEmpty();
    }

    private static String gathered(String blob) {
        return "lab/gathering/blobs/" + blob.substring(30) + "/" + blob.substring(28, 30) + "/" + blob;
    }

    @Test
    void aStoreThatDiesWhileABatchIsWrittenLosesNothingAndLeavesNoHalf() throws Exception {
        bucketOfArchive.front.deadAt.set("PUT .*/urn[^/]*/inventory.json.sha512 .*");
        put("old/1", random(200_000));
        multipart("old/parts", random(5 << 20), random(1000));
        archiving("old/");
        Await.until(() -> bucketOfArchive.front.isDead());
        String half = sql.one(row -> row.getString(1), "select replace(id::text, '-', '') from batch")
                .orElseThrow();
        // Nothing says that it is sealed, and it is there all the same.
        assertThat(bucketOfArchive.names(".*" + half + "/inventory.json")).hasSize(1);
        assertThat(sql.list(row -> row.getString(1), "select state::text from batch"))
                .isSubsetOf("w", "d");
        // Who sealed has given up, and the next one finds what was left.
        Await.until(
                () -> sql.list(row -> true, "select 1 from batch where id = ?::uuid and state = 'd'", half)
                        .contains(true),
                Duration.ofMinutes(2));
        bucketOfArchive.front.live();
        Await.until(() -> allIn(archive.id()), Duration.ofMinutes(2));
        Await.until(() -> sql.list(row -> true, "select 1 from gathered").isEmpty(), Duration.ofMinutes(2));
        Await.until(
                () -> bucketOfArchive
                        .names("lab/gathering/blobs/.*|.*" + half + ".*")
                        .isEmpty(),
                Duration.ofMinutes(2));
        assertThat(bucketOfArchive.uploads()).isZero();
        policy(List.of());
        Await.until(() -> allIn(house));
        assertThat(read(found("old/1"))).isEqualTo(random(200_000));
        assertThat(read(found("old/parts"))).hasSize((5 << 20) + 1000);
        assertThat(gateway.damages().sum().open()).isZero();
    }

    @Test
    void whatIsSealedComesBackForAWhile() throws IOException {
        archiving("old/");
        StoredVersion version = archived("old/1", random(200_000));
        awaitSealed(1);
        Await.until(() -> in(version).equals(List.of(archive.id())));
        restore(version);
        assertThat(read(found("old/1"))).isEqualTo(random(200_000));
        assertThat(in(version)).containsExactlyInAnyOrder(house, archive.id());
    }

    private void restore(StoredVersion version) throws IOException {
        Restores restores = gateway.store().restores();
        assertThat(restores.restore(version, 1)).isEqualTo(new Restores.Answer.Begun());
        Await.until(() -> restores.of(version).filter(of -> of.until() != null).isPresent());
    }

    @Test
    void whatIsSealedIsNamedAgainByARebuild() throws Exception {
        archiving("old/");
        StoredVersion version = archived("old/1", random(200_000));
        awaitSealed(1);
        Await.until(() -> in(version).equals(List.of(archive.id())));
        gateway.journal().flush();
        gateway.close();

        RebuildReport report = rebuild(folder.resolve("house"));
        assertThat(report.missing()).isZero();
        Await.until(() -> found("old/1").archived());
        assertThatThrownBy(() -> read(found("old/1")))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.ARCHIVED));
        restore(found("old/1"));
        assertThat(read(found("old/1"))).isEqualTo(random(200_000));
    }
}
