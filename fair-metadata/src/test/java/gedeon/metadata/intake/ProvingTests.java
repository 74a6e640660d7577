package gedeon.metadata.intake;

import static gedeon.metadata.TestCatalogue.await;
import static gedeon.metadata.TestCatalogue.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.StoredDigest;
import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.Agents;
import gedeon.metadata.Dataset;
import gedeon.metadata.Intake;
import gedeon.metadata.Intake.State;
import gedeon.metadata.LocalCopies;
import gedeon.metadata.Manifest;
import gedeon.metadata.TestCatalogue;
import gedeon.metadata.proof.Receipts;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receipt comes once what is stored was read again and a journal holds it: never before, never for other bytes. */
class ProvingTests {
    @TempDir
    Path folder;

    private TestCatalogue test;
    private Agents.Agent agent;
    private Sql sql;

    @BeforeEach
    void open() throws IOException {
        PosixTier.create(folder);
        test = new TestCatalogue(
                TestCatalogue.finding("exposure_time", 120),
                PosixTier.open(folder, new PosixSettings(1000, 4 << 20, 0), Clock.systemUTC()));
        agent = test.agent("spectrometer", "runs/");
        sql = new Sql(test.source);
    }

    @AfterEach
    void close() throws IOException {
        test.close();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Manifest.File put(String key, byte[] body) throws IOException {
        return file(test.gateway.store().put(TestGateway.aPut(test.raw, key, body)), body);
    }

    private static Manifest.File file(StoredVersion version, byte[] body) {
        String key = version.key().toString();
        return new Manifest.File(
                key.substring(key.lastIndexOf('/') + 1),
                key,
                version.versionText(),
                new ByteCount(body.length),
                Digest.sha256(TestCatalogue.sha256(body)),
                Instant.parse("2026-11-01T10:00:00Z"));
    }

    /** As an agent sends what is large; nobody knows its SHA-256 then. */
    private Manifest.File parts(String key, byte[] body) throws IOException {
        ObjectStore store = test.gateway.store();
        ObjectStore.Upload upload = store.createUpload(test.raw, ObjectKey.of(key), Attributes.NONE, null, false);
        int half = Math.max(5 << 20, body.length / 2);
        List<ObjectStore.PartNamed> named = new ArrayList<>();
        for (int at = 0, number = 1; at < body.length; at += half, number++) {
            byte[] part = java.util.Arrays.copyOfRange(body, at, Math.min(body.length, at + half));
            named.add(new ObjectStore.PartNamed(
                    number,
                    store.putPart(upload, number, TestGateway.aPut(test.raw, key, part))
                            .etag(),
                    List.of()));
        }
        StoredVersion version =
                store.complete(upload, named, ObjectStore.Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
        assertThat(version.sha256()).isNull();
        return file(version, body);
    }

    private void flipInEachFile(int at) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] form = Files.readAllBytes(file);
                form[at] ^= 1;
                Files.write(file, form);
            }
        }
    }

    private long count(String what, Object... values) {
        return sql.one(row -> row.getLong(1), "select count(*) from " + what, values)
                .orElseThrow();
    }

    private static JsonNode payload(String receipt) {
        return JsonMapper.shared()
                .readTree(new String(Base64.getUrlDecoder().decode(receipt.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    @Test
    void theReceiptNamesTheVersionsThatWereReadAgain() throws Exception {
        Manifest said = manifest(
                "run",
                put("runs/run/a", random(300_000)),
                put("runs/run/b", random(10)),
                put("runs/run/empty", random(0)));
        Intake.Answer answer = test.received(agent, said);
        assertThat(new Receipts(TestCatalogue.KEY).verifies(answer.receipt())).isTrue();
        StoredDigest stored = new StoredDigest();
        for (Dataset.File file : test.catalogue.datasets().files(answer.dataset(), null, 10)) {
            assertThat(file.version()).isNotNull();
            stored.add(file.path(), file.key(), file.version(), file.size().value(), file.sha256(), file.verified());
        }
        JsonNode payload = payload(answer.receipt());
        assertThat(payload.path("stored").asString())
                .isEqualTo("sha256:" + stored.digest().hex());
        assertThat(payload.path("files").asInt()).isEqualTo(3);
        assertThat(payload.path("bytes").asLong()).isEqualTo(300_010);
        assertThat(payload.path("content").asInt()).isEqualTo(1);
        assertThat(payload.path("source").asString()).isEqualTo("runs");
        assertThat(Instant.parse(payload.path("verifiedTo").asString()))
                .isBeforeOrEqualTo(Instant.ofEpochSecond(payload.path("iat").asLong() + 2));
        assertThat(test.catalogue.intake().standing(agent, "runs", "run")).contains(answer);
        Agents.Agent other = test.agent("balance", "weights/");
        assertThat(test.catalogue.intake().standing(other, answer.dataset(), 1)).isEmpty();
    }

    @Test
    void whatIsLargeGetsItsReceiptLater() throws Exception {
        byte[] body = random(65 << 20);
        Manifest said = manifest("large", parts("runs/large", body));
        Intake.Answer answer = test.catalogue.intake().accept(agent, said);
        assertThat(answer.receipt()).isNull();
        assertThat(answer.state()).isEqualTo(State.VERIFYING);
        assertThat(test.catalogue.arrivals().of(answer.dataset()).orElseThrow().state())
                .isEqualTo(State.VERIFYING);
        await(() -> test.standing(agent, answer).state() == State.RECEIVED);
        assertThat(test.gateway
                        .objects()
                        .find("raw-chemistry", ObjectKey.of("runs/large"), null)
                        .orElseThrow()
                        .sha256())
                .isEqualTo(Digest.sha256(TestCatalogue.sha256(body)));
    }

    @Test
    void noReceiptBeforeAJournalHoldsIt() throws Exception {
        Manifest said = manifest("run", put("runs/run/a", random(300_000)));
        CompletableFuture<Intake.Answer> told;
        try (Connection held = test.source.getConnection();
                Statement act = held.createStatement()) {
            held.setAutoCommit(false);
            // Whoever wrote entries into a tier cannot take them away: they stand as not written.
            do {
                held.rollback();
                act.execute(
                        "insert into storage.journal_entry (told, gone, change, rows) values ('unit', false, 0, '[]')");
                held.commit();
                act.execute("lock table storage.journal_entry in share mode");
            } while (count("storage.journal_entry") == 0);
            told = CompletableFuture.supplyAsync(() -> {
                try {
                    return test.catalogue.intake().accept(agent, said);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await(() -> count("catalogue.content where proving = 'journal'") == 1);
            assertThat(count("catalogue.file where verified is not null")).isEqualTo(1);
            assertThat(count("catalogue.content where receipt is not null")).isZero();
            held.rollback();
        }
        Intake.Answer answer = told.get(2, TimeUnit.MINUTES);
        await(() -> test.standing(agent, answer).receipt() != null);
    }

    /** As a killed process leaves it: half of the files read, its claim still running. */
    @Test
    void afterAKillOnlyWhatWasNotReadIsReadAgain() throws Exception {
        List<Manifest.File> files = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            files.add(put("runs/run/" + i, random(2000 + i)));
        }
        Intake.Answer answer = test.received(agent, manifest("run", files.toArray(Manifest.File[]::new)));
        sql.update("update catalogue.file set verified = '2026-01-01T00:00:00Z' where path < '5'");
        sql.update("update catalogue.file set verified = null where path >= '5'");
        sql.update(
                "update catalogue.content set receipt = null, proving = 'reading', proving_until = now() + interval '1 hour'");
        assertThat(test.catalogue.intake().accept(agent, manifest("run", files.toArray(Manifest.File[]::new))))
                .extracting(Intake.Answer::state)
                .isEqualTo(State.VERIFYING);
        assertThat(count("catalogue.file where verified is null")).isEqualTo(5);
        assertThat(test.catalogue.intake().waiting().contents()).isEqualTo(1);
        sql.update("update catalogue.content set proving_until = now()");
        await(() -> test.standing(agent, answer).state() == State.RECEIVED);
        assertThat(count("catalogue.file where verified = '2026-01-01T00:00:00Z'"))
                .isEqualTo(5);
        assertThat(count("catalogue.file where verified is null")).isZero();
        assertThat(count("catalogue.content")).isEqualTo(1);
        assertThat(test.catalogue.intake().waiting()).isEqualTo(Intake.Waiting.NOTHING);
    }

    @Test
    void whatTheNextContentHasInCommonIsNotReadOnceMore() throws Exception {
        Manifest.File same = put("runs/run/same", random(300_000));
        Manifest.File grown = put("runs/run/grown", random(100));
        test.received(agent, manifest("run", same, grown));
        sql.update("update catalogue.file set verified = '2026-01-01T00:00:00Z'");
        Intake.Answer next = test.received(agent, manifest("run", same, put("runs/run/grown", random(200))));
        assertThat(next.content()).isEqualTo(2);
        assertThat(test.catalogue.datasets().files(next.dataset(), null, 10))
                .filteredOn(file -> Instant.parse("2026-01-01T00:00:00Z").equals(file.verified()))
                .extracting(Dataset.File::path)
                .containsExactly("same");
        assertThat(payload(next.receipt()).path("verifiedFrom").asString()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void whatIsNotStoredAsItWasSentNeverGetsAReceiptAndIsSentAgain() throws Exception {
        Manifest.File good = put("runs/run/good", random(10));
        Manifest.File bad = put("runs/run/bad", random(300_000));
        flipInEachFile(5000);
        Intake.Answer told = test.catalogue.intake().accept(agent, manifest("run", good, bad));
        await(() -> test.standing(agent, told).state() == State.BROKEN);
        Intake.Answer broken = test.standing(agent, told);
        assertThat(broken.broken()).singleElement().satisfies(file -> {
            assertThat(file.path()).isEqualTo("bad");
            assertThat(file.reason()).contains("damaged");
        });
        assertThat(test.gateway.damages().sum().open()).isEqualTo(1);
        List<AcquisitionBroken> heard = new ArrayList<>();
        await(() -> test.catalogue.intake().tellBroken(heard::add) == 1);
        assertThat(test.catalogue.intake().tellBroken(heard::add)).isZero();
        assertThat(heard.getFirst().name()).isEqualTo("run");
        assertThat(heard.getFirst().first()).startsWith("bad ");

        assertThatThrownBy(() -> test.catalogue.intake().accept(agent, manifest("run", good, bad)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad")
                .hasMessageContaining("send it again");
        Manifest.File anew = put("runs/run/bad", random(300_000));
        Intake.Answer mended = test.received(agent, manifest("run", good, anew));
        assertThat(mended.dataset()).isEqualTo(broken.dataset());
        assertThat(mended.content()).isEqualTo(2);
        assertThat(test.standing(agent, told).state()).isEqualTo(State.BROKEN);
    }

    @Test
    void aDigestThatWasNotKnownAndIsAnotherOneIsFound() throws Exception {
        byte[] body = random(6 << 20);
        Manifest.File sent = parts("runs/run", body);
        Manifest.File declared = new Manifest.File(
                sent.path(),
                sent.key(),
                sent.version(),
                sent.size(),
                Digest.sha256(TestCatalogue.sha256(random(7))),
                sent.modified());
        Intake.Answer told = test.catalogue.intake().accept(agent, manifest("run", declared));
        await(() -> test.standing(agent, told).state() == State.BROKEN);
        assertThat(test.standing(agent, told).broken().getFirst().reason()).contains("another SHA-256");
    }

    @Test
    void whatIsDeletedBeforeItWasReadIsBroken() throws Exception {
        byte[] body = random(300_000);
        Manifest.File sent = put("runs/run", body);
        Intake.Answer received = test.received(agent, manifest("run", sent));
        StoredVersion version = test.gateway
                .objects()
                .find("raw-chemistry", ObjectKey.of("runs/run"), null)
                .orElseThrow();
        test.gateway
                .store()
                .delete(new ObjectStore.Deletion(
                        test.raw, version.key(), version.version(), false, true, ObjectStore.DeleteConditions.NONE));
        sql.update("update catalogue.file set verified = null");
        sql.update("update catalogue.content set receipt = null, proving = 'reading', proving_until = now()");
        await(() -> test.standing(agent, received).state() == State.BROKEN);
        assertThat(test.standing(agent, received).broken().getFirst().reason()).contains("not stored any more");
    }

    @Test
    void aReceiptIsStoodByAsLongAsAllOfItIsThereAndWhole() throws Exception {
        Manifest.File one = put("runs/run/one", random(300_000));
        Manifest.File two = put("runs/run/two", random(300_001));
        Intake.Answer answer = test.received(agent, manifest("run", one, two));
        LocalCopies local = test.catalogue.localCopies();
        String receipt = answer.receipt();
        assertThat(local.doubts(agent, "runs", "run", receipt)).isEmpty();
        assertThat(local.doubts(agent, "runs", "run", receipt + "A")).isPresent();
        assertThat(local.doubts(agent, "runs", "walk", receipt)).isPresent();
        assertThat(local.doubts(test.agent("balance", "weights/"), "runs", "run", receipt))
                .isPresent();

        local.freed(agent, "runs", "run", receipt);
        Instant freed =
                test.catalogue.arrivals().of(answer.dataset()).orElseThrow().freed();
        assertThat(freed).isNotNull();
        local.freed(agent, "runs", "run", receipt);
        assertThat(test.catalogue.arrivals().of(answer.dataset()).orElseThrow().freed())
                .isEqualTo(freed);
        assertThatThrownBy(() -> local.freed(agent, "runs", "run", "none"))
                .isInstanceOf(IllegalArgumentException.class);

        sql.update(
                "insert into storage.damage (blob_id, tier_id, reason) select blob_id, tier_id, 'flipped' from storage.location limit 1");
        assertThat(local.doubts(agent, "runs", "run", receipt)).isPresent();
        sql.update("delete from storage.damage");
        assertThat(local.doubts(agent, "runs", "run", receipt)).isEmpty();
        test.received(agent, manifest("run", one, two, put("runs/run/three", random(5))));
        assertThat(local.doubts(agent, "runs", "run", receipt)).isPresent();
    }

    @Test
    void aDatasetOfOneObjectThatCameInPartsGetsToKnowItsDigest() throws Exception {
        byte[] body = random(6 << 20);
        Manifest.File sent = parts("byhand/large", body);
        UUID[] dataset = new UUID[1];
        await(() -> {
            dataset[0] = test.catalogue
                    .datasets()
                    .ofObjects(test.notebook.id(), "raw-chemistry", List.of("byhand/large"))
                    .get("byhand/large");
            return dataset[0] != null;
        });
        assertThat(test.catalogue
                        .datasets()
                        .files(dataset[0], null, 1)
                        .getFirst()
                        .sha256())
                .isNull();
        StoredVersion version = test.gateway
                .objects()
                .find("raw-chemistry", ObjectKey.of("byhand/large"), null)
                .orElseThrow();
        test.gateway.verifications().verify(version, bytes -> {});
        await(() -> sent.sha256()
                .equals(test.catalogue
                        .datasets()
                        .files(dataset[0], null, 1)
                        .getFirst()
                        .sha256()));
    }
}
