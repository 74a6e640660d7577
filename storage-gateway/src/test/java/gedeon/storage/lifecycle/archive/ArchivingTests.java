package gedeon.storage.lifecycle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.Encryption;
import gedeon.storage.LiveFolder;
import gedeon.storage.ObjectKey;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a policy wants in an archive becomes batches that anybody can read, and is read by people no more. */
class ArchivingTests extends Archived {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void contentLiesInTheArchiveAsItWasStoredUnderItsName() throws IOException {
        byte[] body = random(200_000);
        StoredVersion one = put("old/résultat 1.csv", body);
        StoredVersion small = put("old/small", random(100));
        StoredVersion none = put("old/empty", new byte[0]);
        StoredVersion parts = multipart("old/parts", random(5 << 20), random(1000));
        StoredVersion stays = put("new/1", body);
        archiving("old/");
        // All have gathered: what came first may be sealed before the others came.
        Await.until(() -> List.of(one, small, none).stream().allMatch(each -> in(each).equals(List.of(archive.id())))
                && found("old/parts").archived());
        awaitSealed(1);

        Path file = content("/n/data/old/r%C3%A9sultat 1.csv@" + one.version());
        assertThat(file).hasBinaryContent(body);
        assertThat(content("/n/data/old/small@" + small.version())).hasBinaryContent(random(100));
        assertThat(content("/n/data/old/empty@" + none.version())).isEmptyFile();
        assertThat(Files.size(content("/n/data/old/parts@" + parts.version()))).isEqualTo((5 << 20) + 1000);
        assertThat(found("old/small").storageClass()).isEqualTo("GLACIER");
        assertThat(found("old/parts").archived()).isTrue();
        assertThat(found("new/1").archived()).isFalse();
        assertThat(read(stays)).isEqualTo(body);
        for (String key : List.of("old/small", "old/parts", "old/résultat 1.csv")) {
            assertThatThrownBy(() -> read(found(key)))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.ARCHIVED));
        }
        // Room is that of the content, wherever it lies.
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(2 * 200_000 + 100 + (5 << 20) + 1000);
    }

    @Test
    void theIndexSaysWhatWasKnown() throws IOException {
        StoredVersion version = put("old/1", random(200_000));
        archiving("old/");
        awaitSealed(1);
        List<JsonNode> lines = Files.readAllLines(content("/gedeon.jsonl")).stream()
                .map(JSON::readTree)
                .toList();
        assertThat(lines.get(0).get("bucketName").asString()).isEqualTo("data");
        assertThat(lines.get(0).get("notebookName").asString()).isEqualTo("n");
        JsonNode line = lines.get(1);
        assertThat(line.get("key").asString()).isEqualTo("old/1");
        assertThat(line.get("version").asString()).isEqualTo(version.version().toString());
        assertThat(line.get("sha256").asString()).isEqualTo(version.sha256().hex());
        assertThat(content("/" + line.get("file").asString())).hasBinaryContent(random(200_000));
        assertThat(lines.get(2).get("kind").asString()).isEqualTo("blob");
    }

    @Test
    void whatIsEncryptedStaysSoAndTellsNoName() throws IOException {
        gateway.store().set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        bucket = gateway.store().bucket("data").orElseThrow();
        byte[] body = random(300_000);
        put("secret/name", body);
        archiving("secret/");
        awaitSealed(1);
        StoredVersion version = found("secret/name");
        assertThat(Files.size(content("/encrypted/" + version.version()))).isGreaterThan(body.length);
        assertThat(Files.readString(content("/gedeon.jsonl")))
                .doesNotContain("secret")
                .doesNotContain("name\"");
        // And comes back by its key.
        policy(List.of());
        Await.until(() -> allIn(house));
        assertThat(read(found("secret/name"))).isEqualTo(body);
    }

    @Test
    void aPolicyThatWantsItNearAgainBringsItBack() throws IOException {
        byte[] body = random(200_000);
        archiving("old/");
        archived("old/1", body);
        archived("old/2", random(10));
        awaitSealed(1);
        policy(List.of());
        Await.until(() -> allIn(house));
        Await.until(() -> !found("old/1").archived() && !found("old/2").archived());
        assertThat(read(found("old/1"))).isEqualTo(body);
    }

    @Test
    void aReadOfWhatWentThereSinceItWasLookedForIsRefusedForTheArchive() throws IOException {
        StoredVersion before = put("old/1", random(200_000));
        archiving("old/");
        awaitSealed(1);
        Await.until(() -> found("old/1").archived());
        assertThat(before.archived()).isFalse();
        assertThatThrownBy(() -> read(before))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.ARCHIVED));
    }

    @Test
    void aSecondCopyInTheArchiveIsNoReasonToWait() throws IOException {
        byte[] body = random(200_000);
        StoredVersion version = put("1", body);
        policy(List.of(archive.id()));
        awaitSealed(1);
        Await.until(() -> allIn(house, archive.id()));
        assertThat(found("1").archived()).isFalse();
        assertThat(read(version)).isEqualTo(body);
        // The near one is written anew from there.
        flip(onlyFile("house"), 100_000);
        assertThatThrownBy(() -> read(version)).isInstanceOf(IOException.class);
        Await.until(() -> gateway.damages().sum().repaired() == 1);
        assertThat(read(version)).isEqualTo(body);
    }

    @Test
    void copiesOfOneContentAreOneFileAndAllAreArchived() throws IOException {
        StoredVersion original = put("old/1", random(200_000));
        gateway.store().copy(original, TestGateway.aPut(bucket, "old/2", new byte[0]));
        archiving("old/");
        awaitSealed(1);
        Await.until(() -> found("old/1").archived() && found("old/2").archived());
        assertThat(sealedFiles()).hasSize(2);
        assertThatThrownBy(() -> gateway.store().copy(found("old/1"), TestGateway.aPut(bucket, "new/3", new byte[0])))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.ARCHIVED));
    }

    @Test
    void whatIsRemovedGoesFromItsBatchWhichIsWrittenAnew() throws Exception {
        archiving("old/");
        for (int i = 0; i < 5; i++) {
            put("old/" + i, random(100_000 + i));
        }
        multipart("old/parts", random(5 << 20), random(1000));
        // All have gathered: what came first may be sealed before the others came.
        Await.until(() -> allIn(archive.id()));
        awaitSealed(1);
        List<String> before = objects();
        StoredVersion gone = found("old/2");
        gateway.store()
                .delete(new ObjectStore.Deletion(
                        bucket,
                        ObjectKey.of("old/2"),
                        gone.version(),
                        false,
                        false,
                        ObjectStore.DeleteConditions.NONE));
        sql.update("update garbage set since = now() - interval '2 days'");
        new Collector(sql, gateway.tiers(), Duration.ofHours(24)).collect();
        assertThat(sealedFiles())
                .anyMatch(file -> file.toString().endsWith(gone.version().toString()));
        StorageJob job = gateway.tiering().jobs().all().stream()
                .filter(one -> one.kind() == StorageJob.Kind.COMPACTION && one.tier() == archive.id())
                .findFirst()
                .orElseThrow();
        gateway.tiering().jobs().now(job.id());
        Await.until(() -> {
            try {
                return sealedFiles().stream()
                        .noneMatch(
                                file -> file.toString().endsWith(gone.version().toString()));
            } catch (IOException e) {
                return false;
            }
        });
        awaitSealed(1);
        assertThat(objects()).isNotEmpty();
        assertThat(before).isNotEmpty();
        // What is left reads back.
        policy(List.of());
        Await.until(() -> allIn(house));
        for (int i : new int[] {0, 1, 3, 4}) {
            assertThat(read(found("old/" + i))).isEqualTo(random(100_000 + i));
        }
        assertThat(read(found("old/parts"))).hasSize((5 << 20) + 1000);
        assertThat(gateway.damages().sum().open()).isZero();
    }

    @Test
    void nothingLandsInAnArchiveAndADrainBringsNothingThere() throws IOException {
        policyLandsInArchive();
        StoredVersion version = put("1", random(200_000));
        assertThat(in(version)).containsExactly(house);
        gateway.tiering().drain(gateway.tiers().all().getFirst(), null);
        Await.until(() -> allIn(second.id()));
        assertThat(in(version)).containsExactly(second.id());
    }

    private void policyLandsInArchive() {
        gateway.tiering()
                .policies()
                .assign(
                        notebook,
                        gateway.tiering()
                                .policies()
                                .save(new gedeon.storage.lifecycle.tiering.StoragePolicy(
                                        0, "lands", List.of(archive.id(), house), List.of(), List.of(), 90)));
    }

    /** What gathered of a blob, as it was before it was sealed; in the archive's place. */
    protected void gather(String blob, byte[] form) throws IOException {
        Path file = gathered(blob);
        Files.createDirectories(file.getParent());
        Files.write(file, form);
    }

    private Path gathered(String blob) {
        return folder.resolve("archive/gathering/blobs")
                .resolve(blob.substring(30))
                .resolve(blob.substring(28, 30))
                .resolve(blob);
    }

    protected boolean isGathered(String blob) {
        return Files.exists(gathered(blob));
    }

    @Test
    void aBatchThatAKilledProcessLeftHalfWayIsGivenUp() throws Exception {
        archiving("old/");
        archived("old/1", random(200_000));
        awaitSealed(1);
        byte[] form = form();
        // As if it had died after the batch was written, and before anybody said so.
        String blob = sql.one(
                        row -> row.getString(1),
                        "select replace(blob_id::text, '-', '') from location where tier_id = ?",
                        archive.id())
                .orElseThrow();
        gather(blob, form);
        // At once: whoever seals would seal it again before its first batch is said to be half written.
        sql.inTransaction(c -> {
            Sql.update(c, "update location set pack_id = null where tier_id = ?", archive.id());
            Sql.update(
                    c,
                    "insert into gathered (tier_id, blob_id, bytes) select tier_id, blob_id, length from location where tier_id = ?",
                    archive.id());
            return Sql.update(c, "update batch set state = 'w'");
        });
        Await.until(() -> sql.list(row -> row.getString(1), "select state::text from batch order by 1")
                .equals(List.of("d", "l")));
        // It is given up first, and goes then.
        Await.until(() -> folders() == 1);
        assertThat(objects()).hasSize(1);
        assertThat(isGathered(blob)).isFalse();
        policy(List.of());
        Await.until(() -> allIn(house));
        assertThat(read(found("old/1"))).isEqualTo(random(200_000));
    }

    /** Of objects, whole or on their way out. */
    private long folders() {
        try {
            return LiveFolder.all(storageRoot()).stream()
                    .filter(path -> path.getFileName().toString().startsWith("urn%3agedeon%3abatch"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The stored form of the one blob, out of its batch. */
    private byte[] form() throws IOException {
        JsonNode line =
                JSON.readTree(Files.readAllLines(content("/gedeon.jsonl")).get(2));
        byte[] head = java.util.Base64.getDecoder().decode(line.get("head").asString());
        byte[] trailer =
                java.util.Base64.getDecoder().decode(line.get("trailer").asString());
        java.io.ByteArrayOutputStream form = new java.io.ByteArrayOutputStream();
        form.writeBytes(head);
        form.writeBytes(random(200_000));
        form.writeBytes(trailer);
        return form.toByteArray();
    }

    private Path content(String end) throws IOException {
        return sealedFiles().stream()
                .filter(file -> file.toString().endsWith(end))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file ends with " + end));
    }
}
