package gedeon.storage.journal.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.QuotaChange;
import gedeon.storage.RoomRequests;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.journal.Told;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.Refusal;
import gedeon.storage.tier.TierContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A namespace that was lost is made again from its tiers alone. */
class RebuildTests extends SeveralTiers {
    private static final Logger LOG = LoggerFactory.getLogger(RebuildTests.class);
    private static final byte[] FIRST = random(5 << 20);

    /** The limits that stand from then on are told as any others. */
    private void grantInPart() {
        gateway.quotas().setObjectLimit(new Scope.OfNotebook(notebook), 5_000L);
        long ada = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        RoomRequests requests = gateway.roomRequests();
        long asked = requests.ask(ada, notebook, new ByteCount(1 << 20), 500, "more runs")
                .id();
        RoomRequests.RoomRequest granted =
                requests.grant(asked, ada, new RoomRequests.Part(null, new ByteCount(1 << 19), 200L), "");
        assertThat(granted.limit()).isEqualTo(new ByteCount((2L << 30) + (1 << 19)));
        assertThat(granted.limitObjects()).isEqualTo(5_200);
    }

    @Test
    void whatWasToldIsEqualToBefore() throws Exception {
        ObjectStore store = gateway.store();
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            bodies.put("small/" + i, random(700 + i));
            bodies.put("large/" + i, random(70_000 + i));
        }
        for (Map.Entry<String, byte[]> one : bodies.entrySet()) {
            put(one.getKey(), one.getValue());
        }
        StoredVersion first = put("again", random(10));
        put("again", random(11));
        store.delete(deletion(bucket, "again", null));
        store.delete(new Deletion(
                bucket, ObjectKey.of("small/3"), found("small/3").version(), false, false, DeleteConditions.NONE));
        bodies.remove("small/3");
        StoredVersion copy = store.copy(found("large/1"), TestGateway.aPut(bucket, "copy", new byte[0]));
        multipart("parts", random(5 << 20), random(77));
        store.edit(found("large/2"), false, now -> now.withTags(Map.of("étude", "Größe \"1\"\\")));
        Bucket plain = store.createBucket(notebook, "plain", false);
        store.put(TestGateway.aPut(plain, "replaced", random(20)));
        store.put(TestGateway.aPut(plain, "replaced", random(21)));
        Bucket secret = store.createBucket(notebook, "secret", true);
        store.set(secret, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        secret = store.bucket("secret").orElseThrow();
        StoredVersion sealed = store.put(TestGateway.aPut(secret, "patients/name", random(30_000)));
        Bucket raw = store.createRawBucket(notebook, "raw");
        StoredVersion held = store.put(TestGateway.aPut(raw, "run", random(40)));
        store.edit(held, false, now -> now.withLock(now.lock().held(true)));
        gateway.quotas().change(new Scope.OfNotebook(notebook), QuotaChange.limit(new ByteCount(2L << 30)));
        grantInPart();
        policy(List.of(second.id()), to(third.id(), "large/"));
        Await.until(() -> gateway.tiering().jobs().all().stream().noneMatch(job -> job.failed() > 0)
                && in(found("large/5")).equals(List.of(second.id(), third.id())));
        gateway.journal().flush();
        Map<String, List<String>> before = namespace();
        gateway.close();

        RebuildReport report = rebuild(folder.resolve("house"));
        assertThat(report.broken() + report.sealed() + report.missing() + report.recovered())
                .isZero();
        assertThat(report.tiers()).hasSize(3);
        assertThat(report.left()).isEmpty();
        Map<String, List<String>> after = namespace();
        for (Map.Entry<String, List<String>> table : before.entrySet()) {
            if (table.getKey().equals("location")) {
                // Jobs go on moving copies until they are stopped: each blob lies somewhere.
                assertThat(after.get("location")).containsAll(table.getValue());
            } else {
                assertThat(after.get(table.getKey())).as(table.getKey()).containsExactlyElementsOf(table.getValue());
            }
        }
        assertThat(gateway.quotas().verify()).isEmpty();
        for (Map.Entry<String, byte[]> one : bodies.entrySet()) {
            assertThat(read(found(one.getKey()))).isEqualTo(one.getValue());
        }
        assertThat(read(copy)).isEqualTo(bodies.get("large/1"));
        assertThat(read(first)).isEqualTo(random(10));
        assertThat(read(sealed)).isEqualTo(random(30_000));
        assertThat(journals(folder.resolve("house"))).doesNotContain("patients").contains("small/");
        // What is made from here on is told above all that was.
        put("small/1", random(5));
        assertThat(read(found("small/1"))).isEqualTo(random(5));
    }

    @Test
    void whatWasAcknowledgedIsThereWhenTheDatabaseIsDestroyedUnderLoad() throws Exception {
        Bucket raw = gateway.store().createRawBucket(notebook, "raw");
        Bucket secret = gateway.store().createBucket(notebook, "secret", true);
        gateway.store().set(secret, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        Bucket sealed = gateway.store().bucket("secret").orElseThrow();
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        Map<String, Boolean> disposed = new ConcurrentHashMap<>();
        Map<String, Boolean> held = new ConcurrentHashMap<>();
        boolean[] stop = {false};
        List<Future<?>> writers = new ArrayList<>();
        Path image = folder.resolve("image");
        Map<String, Integer> surely;
        Map<String, Boolean> surelyDisposed;
        Map<String, Boolean> surelyHeld;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 8; t++) {
                int thread = t;
                writers.add(threads.submit(() -> {
                    Random random = new Random(thread);
                    for (int i = 0; !stop[0]; i++) {
                        String key = thread + "/" + i;
                        int size = random.nextInt(3) == 0 ? 80_000 + i : 100 + i;
                        switch (i == 0 ? 0 : 1 + random.nextInt(8)) {
                            case 0 -> {
                                multipart(key, FIRST, random(size));
                                acknowledged.put("data:" + key, (5 << 20) + size);
                            }
                            case 1 -> {
                                StoredVersion one = gateway.store().put(TestGateway.aPut(raw, key, random(size)));
                                gateway.store()
                                        .delete(new Deletion(
                                                raw,
                                                ObjectKey.of(key),
                                                one.version(),
                                                false,
                                                true,
                                                DeleteConditions.NONE));
                                disposed.put(key, true);
                            }
                            case 2 -> {
                                StoredVersion one = gateway.store().put(TestGateway.aPut(raw, key, random(size)));
                                gateway.store()
                                        .edit(
                                                one,
                                                true,
                                                now -> now.withLock(new ObjectLock(
                                                        ObjectLock.Mode.COMPLIANCE,
                                                        Instant.now()
                                                                .plus(900, ChronoUnit.DAYS)
                                                                .truncatedTo(ChronoUnit.SECONDS),
                                                        true)));
                                held.put(key, true);
                            }
                            case 3 -> {
                                gateway.store().put(TestGateway.aPut(sealed, key, random(size)));
                                acknowledged.put("secret:" + key, size);
                            }
                            default -> {
                                put(key, random(size));
                                acknowledged.put("data:" + key, size);
                            }
                        }
                    }
                    return null;
                }));
            }
            Await.until(
                    () -> acknowledged.size() > 40 && disposed.size() > 3 && held.size() > 3
                            || writers.stream().anyMatch(Future::isDone),
                    Duration.ofMinutes(2));
            surely = Map.copyOf(acknowledged);
            surelyDisposed = Map.copyOf(disposed);
            surelyHeld = Map.copyOf(held);
            copy(folder.resolve("house"), image);
            stop[0] = true;
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            stop[0] = true;
        }
        gateway.close();

        RebuildReport report = rebuild(image);
        assertThat(gateway.quotas().verify()).isEmpty();
        assertThat(report.missing()).isZero();
        for (Map.Entry<String, Integer> one : surely.entrySet()) {
            boolean hidden = one.getKey().startsWith("secret:");
            StoredVersion version = hidden
                    ? gateway.store()
                            .find(
                                    gateway.store().bucket("secret").orElseThrow(),
                                    ObjectKey.of(one.getKey().substring(7)),
                                    null,
                                    false)
                            .orElseThrow()
                    : found(one.getKey().substring(5));
            assertThat(version.size().value()).isEqualTo(one.getValue().longValue());
            byte[] body = read(version);
            int last = one.getValue() > (5 << 20) ? one.getValue() - (5 << 20) : one.getValue();
            assertThat(body).endsWith(random(last));
        }
        Bucket again = gateway.store().bucket("raw").orElseThrow();
        for (String key : surelyDisposed.keySet()) {
            assertThat(gateway.store().find(again, ObjectKey.of(key), null, false))
                    .isEmpty();
        }
        for (String key : surelyHeld.keySet()) {
            StoredVersion version =
                    gateway.store().find(again, ObjectKey.of(key), null, false).orElseThrow();
            assertThat(version.lock().legalHold()).isTrue();
            assertThat(version.lock().mode()).isEqualTo(ObjectLock.Mode.COMPLIANCE);
        }
    }

    @Test
    void whatNoJournalNamesIsTakenBackAsItsHeaderSays() throws Exception {
        Bucket secret = gateway.store().createBucket(notebook, "secret", true);
        gateway.store().set(secret, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        gateway.journal().flush();
        Path image = folder.resolve("image");
        copy(folder.resolve("house").resolve("journal"), image.resolve("journal"));
        StoredVersion sealed = gateway.store()
                .put(TestGateway.aPut(gateway.store().bucket("secret").orElseThrow(), "name", random(100_000)));
        Attributes attributes = Attributes.of(Map.of("content-type", "text/plain"), Map.of("who", "élan"))
                .withTags(Map.of("a", "b"));
        StoredVersion before = gateway.store()
                .put(new ObjectStore.Put(
                        bucket,
                        ObjectKey.of("late"),
                        new java.io.ByteArrayInputStream(random(500)),
                        500,
                        attributes,
                        java.util.Set.of(),
                        List::of,
                        ObjectStore.Conditions.NONE));
        gateway.close();
        for (String part : List.of("blobs", "packs")) {
            if (Files.exists(folder.resolve("house").resolve(part))) {
                copy(folder.resolve("house").resolve(part), image.resolve(part));
            }
        }
        Files.copy(folder.resolve("house").resolve("gedeon-tier.json"), image.resolve("gedeon-tier.json"));

        RebuildReport report = rebuild(image);
        assertThat(report.recovered()).isEqualTo(2);
        StoredVersion opened = gateway.store()
                .find(gateway.store().bucket("secret").orElseThrow(), ObjectKey.of("name"), null, false)
                .orElseThrow();
        assertThat(opened.attributes()).isEqualTo(sealed.attributes());
        assertThat(read(opened)).isEqualTo(random(100_000));
        StoredVersion after = found("late");
        assertThat(after.attributes()).isEqualTo(before.attributes());
        assertThat(after.etag()).isEqualTo(before.etag());
        assertThat(after.sha256()).isEqualTo(before.sha256());
        assertThat(read(after)).isEqualTo(random(500));
        // Whoever kept the name of the version still finds it.
        assertThat(gateway.store().find(bucket, ObjectKey.of("late"), before.version(), false))
                .contains(after);
        gateway.store().delete(deletion(bucket, "late", before.version()));
        assertThat(gateway.store().find(bucket, ObjectKey.of("late"), null, false))
                .isEmpty();
        assertThat(gateway.quotas().verify()).isEmpty();
    }

    /** Two write a key that is to be free, at once: both have their bytes in a pack when one of them is refused. */
    @Test
    void whatWasRefusedDoesNotComeBack() throws Exception {
        List<Bucket> buckets = List.of(bucket, gateway.store().createBucket(notebook, "plain", false));
        for (Bucket one : buckets) {
            InputStream late =
                    new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(random(300)), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            gateway.store().put(TestGateway.aPut(one, "key", random(400)));
                            return -1;
                        }
                    });
            assertThatThrownBy(() -> gateway.store()
                            .put(new ObjectStore.Put(
                                    one,
                                    ObjectKey.of("key"),
                                    late,
                                    300,
                                    Attributes.NONE,
                                    java.util.Set.of(),
                                    List::of,
                                    new ObjectStore.Conditions(null, "*"))))
                    .isInstanceOf(Refusal.class);
        }
        gateway.journal().flush();
        gateway.close();

        RebuildReport report = rebuild(folder.resolve("house"));
        assertThat(report.recovered()).isZero();
        assertThat(report.left()).isEmpty();
        for (Bucket one : buckets) {
            Bucket again = gateway.store().bucket(one.name()).orElseThrow();
            assertThat(read(gateway.store()
                            .find(again, ObjectKey.of("key"), null, false)
                            .orElseThrow()))
                    .isEqualTo(random(400));
        }
    }

    /** Bytes whose process was killed before their commit, or whose commit was never answered. */
    @Test
    void whatWasNeverAcknowledgedIsNotPutOnTopOfWhatWas() throws Exception {
        Instant now = Instant.now();
        unnamed("failed", now.minus(Duration.ofMinutes(1)), "");
        put("failed", random(400));
        put("taken", random(400));
        unnamed("taken", now.plus(Duration.ofMinutes(1)), ",\"onlyNew\":true");
        BlobId old = unnamed("long ago", now.minus(Duration.ofHours(3)), "");
        gateway.journal().flush();
        unnamed("perhaps", now.minus(Duration.ofMinutes(1)), "");
        gateway.close();

        RebuildReport report = rebuild(folder.resolve("house"));
        assertThat(report.told()).isAfter(now.minus(Duration.ofMinutes(1)));
        assertThat(read(found("failed"))).isEqualTo(random(400));
        assertThat(read(found("taken"))).isEqualTo(random(400));
        assertThat(gateway.store().find(bucket, ObjectKey.of("long ago"), null, false))
                .isEmpty();
        assertThat(read(found("perhaps"))).isEqualTo(random(300));
        assertThat(report.recovered()).isEqualTo(1);
        assertThat(report.left().stream().map(RebuildReport.Left::blobs)).containsExactly(1L, 1L, 1L);
        assertThat(old.begun()).isEqualTo(now.minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MILLIS));
    }

    /** 300 bytes in a pack that say of which version they are, and that nothing names. */
    private BlobId unnamed(String key, Instant begun, String more) throws IOException {
        BlobId blob = new BlobId(begun.toEpochMilli() << 16, new Random().nextLong());
        byte[] metadata = ("{\"notebook\":" + notebook + ",\"bucket\":\"data\",\"key\":\""
                        + java.util.Base64.getEncoder()
                                .encodeToString(ObjectKey.of(key).bytes())
                        + "\",\"nonce\":\"" + Long.toHexString(blob.low()) + "\"" + more + "}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        TierContract.write(gateway.tier(), blob, metadata, random(300), 300);
        return blob;
    }

    @Test
    void whereANamespaceIsNothingIsDoneUnlessItIsSaid() throws Exception {
        put("a", random(10));
        assertThatThrownBy(() -> Gateway.rebuild(
                        settings,
                        house(folder.resolve("house")),
                        new java.util.UUID(0, 1),
                        keys,
                        Clock.systemUTC(),
                        List.of(),
                        false,
                        text -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("serves on this database");
    }

    /** {@code -Dgedeon.rebuild.objects=1000000} for a figure: small objects, from files and journal alone. */
    @Test
    void manyObjectsAreMadeAgain() throws Exception {
        int objects = Integer.getInteger("gedeon.rebuild.objects", 2_000);
        byte[] body = random(1000);
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 64; t++) {
                int thread = t;
                all.add(threads.submit(() -> {
                    for (int i = thread; i < objects; i += 64) {
                        put("%03d/%07d".formatted(i % 1000, i), body);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        gateway.journal().flush();
        String before = digest();
        gateway.close();
        RebuildReport report = rebuild(folder.resolve("house"));
        assertThat(report.objects()).isEqualTo(objects);
        assertThat(report.missing() + report.recovered() + report.broken()).isZero();
        assertThat(digest()).isEqualTo(before);
        LOG.info(
                "{} objects made again in {} s: {} objects/s",
                objects,
                report.took().toMillis() / 1000.0,
                Math.round(objects / (report.took().toMillis() / 1000.0)));
    }

    private String digest() {
        return sql.one(
                        row -> row.getString(1),
                        "select count(*) || ' ' || sum(hashtextextended(v::text, 0)) from version v")
                .orElseThrow();
    }

    private static Deletion deletion(Bucket bucket, String key, gedeon.storage.VersionId version) {
        return new Deletion(bucket, ObjectKey.of(key), version, false, false, DeleteConditions.NONE);
    }

    /** All rows that are to be the same. */
    private Map<String, List<String>> namespace() {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (Told told : Told.values()) {
            String row = told == Told.QUOTA
                    ? "(kind, id, parent, limit_bytes, limit_objects, used, used_objects, warn_at, alarm_at)"
                    : "t";
            tables.put(
                    told.table(),
                    sql.list(
                            one -> one.getString(1),
                            "select to_jsonb(" + row + ")::text from " + told.table() + " t order by 1"));
        }
        tables.put("current", sql.list(one -> one.getString(1), "select to_jsonb(t)::text from current t order by 1"));
        tables.put(
                "blob",
                sql.list(
                        one -> one.getString(1),
                        "select (id, notebook, size, key_kind, key_name, key_generation, wrapped)::text from blob b where not exists (select 1 from garbage g where g.blob_id = b.id) order by 1"));
        tables.put(
                "location",
                sql.list(
                        one -> one.getString(1),
                        "select distinct blob_id::text from location l where state = 'l' and not exists (select 1 from garbage g where g.blob_id = l.blob_id) order by 1"));
        return tables;
    }

    private static String journals(Path tier) throws IOException {
        StringBuilder all = new StringBuilder();
        List<Path> files = new ArrayList<>();
        try (var listed = Files.list(tier.resolve("journal"))) {
            listed.forEach(files::add);
        }
        for (Path file : files) {
            try (InputStream raw = Files.newInputStream(file);
                    InputStream in = file.toString().endsWith(".gz") ? new java.util.zip.GZIPInputStream(raw) : raw) {
                all.append(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        StringBuilder keys = new StringBuilder(all);
        var hex = java.util.regex.Pattern.compile("\\\\\\\\x([0-9a-f]+)\"").matcher(all);
        while (hex.find()) {
            if (hex.group(1).length() % 2 == 0) {
                keys.append(new String(
                        java.util.HexFormat.of().parseHex(hex.group(1)), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return keys.toString();
    }

    /** As it is while others write: journal last, as a file system's own image would have it at one moment at least for what was there before. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (NoSuchFileException e) {
                    return FileVisitResult.CONTINUE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
