package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.GedeonClient;
import gedeon.client.wire.NewReservation;
import gedeon.sync.FakeGedeon;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promise of a way into a bucket. Parts are of 1 KiB here. */
abstract class TransportContract {
    static final int PART = 1024;

    @TempDir
    Path folder;

    FakeGedeon server;
    private Transport transport;
    private @Nullable String reservation;
    final List<OpenUpload> opened = new CopyOnWriteArrayList<>();
    private final List<String> dropped = new CopyOnWriteArrayList<>();
    final Transport.UploadLog log = new Transport.UploadLog() {
        @Override
        public @Nullable String reservation() {
            return reservation;
        }

        @Override
        public void opened(OpenUpload upload) {
            opened.add(upload);
        }

        @Override
        public void dropped(String path) {
            dropped.add(path);
        }
    };

    /** One that is AutoCloseable: closing cuts what is under way. */
    abstract Transport transport(FakeGedeon server);

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        transport = transport(server);
    }

    @AfterEach
    void onlyWhatAnAgentsKeyMayDo() throws Exception {
        ((AutoCloseable) transport).close();
        assertThat(server.forbidden).isEmpty();
        server.close();
    }

    Path write(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    FoundFile found(Path file) throws IOException {
        return new FoundFile(file.getFileName().toString(), file, FileState.of(file));
    }

    private Sent send(String name) throws IOException {
        return transport.send(found(folder.resolve(name)), name, null, log);
    }

    static StoredFile stored(Sent sent) {
        assertThat(sent).isInstanceOf(Sent.Stored.class);
        return ((Sent.Stored) sent).file();
    }

    @Test
    void aSmallFileArrivesWholeWithItsDigestTimeAndPath() throws IOException {
        Path file = write("échantillon 1+2.raw", 100);

        StoredFile stored = stored(transport.send(found(file), "lab/échantillon 1+2.raw", null, log));

        assertThat(stored.version()).isEqualTo("v1");
        assertThat(stored.sha256()).isEqualTo(FakeGedeon.sha256(Files.readAllBytes(file)));
        assertThat(server.current()).containsEntry("lab/échantillon 1+2.raw", stored.sha256());
        assertThat(server.metadata("lab/échantillon 1+2.raw"))
                .containsEntry("x-amz-meta-path", "%C3%A9chantillon%201%2B2.raw")
                .containsEntry("expect", "100-continue")
                .hasEntrySatisfying(
                        "x-amz-meta-mtime", mtime -> assertThat(mtime).matches("\\d+\\.\\d{9}"));
        assertThat(opened).isEmpty();
    }

    @Test
    void anEmptyFileArrives() throws IOException {
        assertThat(stored(transport.send(found(write("empty", 0)), "empty", null, log))
                        .size())
                .isZero();
    }

    @Test
    void aBigFileArrivesInPartsWithTheDigestOfTheWhole() throws IOException {
        Path file = write("big.raw", 5 * PART + 17);

        StoredFile stored = stored(transport.send(found(file), "big.raw", null, log));

        assertThat(server.current()).containsEntry("big.raw", stored.sha256());
        assertThat(stored.sha256()).isEqualTo(FakeGedeon.sha256(Files.readAllBytes(file)));
        assertThat(server.metadata("big.raw")).containsKey("x-amz-meta-mtime");
        assertThat(opened).hasSize(1);
        assertThat(server.openUploads()).isZero();
    }

    @Test
    void anUploadThatWasCutIsTakenUpWhereTheServersListEnds() throws IOException {
        Path file = write("big.raw", 8 * PART);
        server.cut = request -> request.contains("partNumber=6&") || request.endsWith("partNumber=6");
        assertThat(transport.send(found(file), "big.raw", null, log)).isInstanceOf(Sent.Failed.class);
        server.cut = request -> false;
        long before = server.bodyBytes;

        StoredFile stored = stored(transport.send(found(file), "big.raw", opened.get(0), log));

        assertThat(server.current()).containsEntry("big.raw", stored.sha256());
        assertThat(server.bodyBytes - before).isLessThan(4 * PART);
        assertThat(opened).hasSize(1);
    }

    /** The agent, or the answer, was lost between the server's last deed and its word. */
    @Test
    void anUploadWhoseCompletionWasNotHeardOfIsNotSentAgain() throws IOException {
        Path file = write("big.raw", 8 * PART);
        server.loseAnswer = request -> request.startsWith("POST") && request.contains("uploadId=");
        assertThat(transport.send(found(file), "big.raw", null, log)).isInstanceOf(Sent.Failed.class);
        server.loseAnswer = request -> false;
        long before = server.bodyBytes;

        StoredFile stored = stored(transport.send(found(file), "big.raw", opened.get(0), log));

        assertThat(stored.version()).isEqualTo("v1");
        assertThat(server.versions("big.raw")).isEqualTo(1);
        assertThat(server.current()).containsEntry("big.raw", stored.sha256());
        assertThat(server.bodyBytes - before).isLessThan(3 * PART);
    }

    @Test
    @Timeout(120)
    void partsOfOneFileTravelTogether() throws IOException {
        Path file = write("big.raw", 12 * PART);
        CountDownLatch together = new CountDownLatch(3);
        server.cut = request -> {
            if (request.contains("partNumber")) {
                together.countDown();
                await(together);
            }
            return false;
        };

        StoredFile stored = stored(transport.send(found(file), "big.raw", null, log));

        assertThat(together.getCount()).isZero();
        assertThat(server.current()).containsEntry("big.raw", stored.sha256());
        assertThat(stored.sha256()).isEqualTo(FakeGedeon.sha256(Files.readAllBytes(file)));
    }

    @Test
    @Timeout(120)
    void whoeverIsStoppedBetweenPartsSendsOnlyThoseUnderWayAgain() throws Exception {
        Path file = write("big.raw", 20 * PART);
        FoundFile found = found(file);
        CountDownLatch amid = new CountDownLatch(9);
        CountDownLatch dead = new CountDownLatch(1);
        server.cut = request -> {
            if (request.contains("partNumber")) {
                amid.countDown();
                if (amid.getCount() == 0) {
                    await(dead);
                }
            }
            return false;
        };
        CompletableFuture<Sent> killed =
                CompletableFuture.supplyAsync(() -> transport.send(found, "big.raw", null, log));
        await(amid);
        ((AutoCloseable) transport).close();
        assertThat(killed.get(2, TimeUnit.MINUTES)).isInstanceOf(Sent.Failed.class);
        assertThat(server.current()).isEmpty();
        dead.countDown();
        server.cut = request -> false;

        StoredFile stored = stored(transport(server).send(found, "big.raw", opened.get(0), log));

        assertThat(server.current()).containsEntry("big.raw", stored.sha256());
        assertThat(server.requests)
                .filteredOn(request -> request.contains("partNumber"))
                .hasSizeLessThanOrEqualTo(20 + Bandwidth.BODIES);
        assertThat(opened).hasSize(1);
    }

    @Test
    @Timeout(120)
    void manyFilesAtOnceArriveWholeInTheSameMemory() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            files.add(write("file" + i, i % 2 == 0 ? 9 * PART + i : PART - 1 - i));
        }
        List<CompletableFuture<Sent>> sending = new ArrayList<>();
        ExecutorService senders = Executors.newFixedThreadPool(3);
        try {
            for (Path file : files) {
                FoundFile found = found(file);
                sending.add(
                        CompletableFuture.supplyAsync(() -> transport.send(found, found.path(), null, log), senders));
            }
            for (int i = 0; i < files.size(); i++) {
                assertThat(stored(sending.get(i).get(2, TimeUnit.MINUTES)).sha256())
                        .isEqualTo(FakeGedeon.sha256(Files.readAllBytes(files.get(i))));
            }
        } finally {
            senders.shutdown();
        }
        assertThat(server.current()).hasSize(6);
    }

    @Test
    void anUploadThatTheServerForgotIsBegunAnew() throws IOException {
        Path file = write("big.raw", 3 * PART);
        OpenUpload lost = new OpenUpload(
                "big.raw",
                "big.raw",
                "upload-gone",
                PART,
                3 * PART,
                FileState.of(file).modified());

        stored(transport.send(found(file), "big.raw", lost, log));

        assertThat(dropped).containsExactly("big.raw");
        assertThat(opened).hasSize(1);
    }

    @Test
    void aFileThatGrowsWhileItIsSentIsNotPublished() throws IOException {
        Path file = write("big.raw", 6 * PART);
        FoundFile found = found(file);
        server.cut = request -> {
            if (request.contains("partNumber=3")) {
                append(file);
            }
            return false;
        };

        assertThat(transport.send(found, "big.raw", null, log)).isInstanceOf(Sent.Moved.class);
        assertThat(server.current()).isEmpty();
        assertThat(server.openUploads()).isZero();
        assertThat(dropped).containsExactly("big.raw");
    }

    @Test
    void aFileThatIsNotWhatWasSettledIsNotSent() throws IOException {
        Path file = write("a.raw", 10);
        FoundFile found = found(file);
        append(file);

        assertThat(transport.send(found, "a.raw", null, log)).isInstanceOf(Sent.Moved.class);
        Files.delete(file);
        assertThat(transport.send(found, "a.raw", null, log)).isInstanceOf(Sent.Moved.class);
        assertThat(server.requests).isEmpty();
    }

    /** A file at once, and one in parts: both go in the room that was reserved, where nothing else has any. */
    @Test
    void whatIsReservedIsSentInItsRoom() throws IOException {
        write("small", 200);
        write("large", 3 * PART + 10);
        server.quota = 3 * PART + 210;
        GedeonClient client = new GedeonClient(server.uri(), "TOKEN");
        String id = client.agent()
                .reserve(new NewReservation("run", "src", server.quota, 2))
                .reservation();
        assertThat(send("small")).isInstanceOf(Sent.QuotaFull.class);
        assertThat(send("large")).isInstanceOf(Sent.QuotaFull.class);

        reservation = id;

        assertThat(send("small")).isInstanceOf(Sent.Stored.class);
        assertThat(send("large")).isInstanceOf(Sent.Stored.class);
        assertThat(server.current()).hasSize(2);
    }

    @Test
    void aFullQuotaIsToldApart() throws IOException {
        server.quota = 50;

        assertThat(transport.send(found(write("a.raw", 51)), "a.raw", null, log))
                .isInstanceOfSatisfying(
                        Sent.QuotaFull.class, full -> assertThat(full.reason()).contains("limit 50"));
        assertThat(stored(transport.send(found(write("b.raw", 50)), "b.raw", null, log))
                        .size())
                .isEqualTo(50);
    }

    @Test
    void aServerThatIsNotThereIsToldApart() throws IOException {
        FoundFile found = found(write("a.raw", 10));
        server.close();

        assertThat(transport.send(found, "a.raw", null, log)).isInstanceOf(Sent.NoWay.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Parcel> parcels(int count) throws IOException {
        List<Parcel> parcels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parcels.add(new Parcel(found(write("small-" + i, 10 * i)), "run/small-" + i));
        }
        return parcels;
    }

    private long packs() {
        return server.requests.stream()
                .filter(request -> request.startsWith("POST ?gedeon-pack"))
                .count();
    }

    @Test
    void smallFilesArriveAsIfSentOneByOne() throws IOException {
        List<Parcel> parcels = parcels(5);

        List<Sent> sent = transport.sendTogether(parcels, log);

        for (int i = 0; i < parcels.size(); i++) {
            Parcel parcel = parcels.get(i);
            byte[] bytes = Files.readAllBytes(parcel.file().file());
            assertThat(stored(sent.get(i)))
                    .isEqualTo(new StoredFile(
                            "small-" + i,
                            "run/small-" + i,
                            "v1",
                            bytes.length,
                            FakeGedeon.sha256(bytes),
                            parcel.file().state().modified()));
            assertThat(server.current()).containsEntry(parcel.key(), FakeGedeon.sha256(bytes));
            assertThat(server.metadata(parcel.key()))
                    .containsEntry("x-amz-meta-path", "small-" + i)
                    .containsEntry("content-type", "application/octet-stream")
                    .hasEntrySatisfying(
                            "x-amz-meta-mtime", mtime -> assertThat(mtime).matches("\\d+\\.\\d{9}"));
        }
    }

    @Test
    void aFileThatMovedLeavesTheOthersTogether() throws IOException {
        List<Parcel> parcels = parcels(4);
        append(parcels.get(1).file().file());
        Files.delete(parcels.get(2).file().file());

        List<Sent> sent = transport.sendTogether(parcels, log);

        assertThat(sent.get(0)).isInstanceOf(Sent.Stored.class);
        assertThat(sent.get(1)).isInstanceOf(Sent.Moved.class);
        assertThat(sent.get(2)).isInstanceOf(Sent.Moved.class);
        assertThat(sent.get(3)).isInstanceOf(Sent.Stored.class);
        assertThat(server.current()).containsOnlyKeys("run/small-0", "run/small-3");
    }

    @Test
    void whatAServerWithoutPacksGetsComesOneByOneFromThenOn() throws IOException {
        server.packs = false;

        assertThat(transport.sendTogether(parcels(3), log)).allMatch(sent -> sent instanceof Sent.Stored);
        assertThat(transport.sendTogether(parcels(3), log)).allMatch(sent -> sent instanceof Sent.Stored);

        assertThat(packs()).isLessThan(2);
        assertThat(server.versions("run/small-2")).isEqualTo(2);
    }

    @Test
    void oneThatIsRefusedAmongOthersLetsEachHaveItsOwnAnswer() throws IOException {
        server.refusedInPacks = key -> key.endsWith("1");

        assertThat(transport.sendTogether(parcels(3), log)).allMatch(sent -> sent instanceof Sent.Stored);
        server.refusedInPacks = key -> false;
        assertThat(transport.sendTogether(parcels(3), log)).allMatch(sent -> sent instanceof Sent.Stored);

        assertThat(packs()).isIn(0L, 2L);
    }

    @Test
    void aFullQuotaIsToldOfAllOfThemAndCostsOneRequest() throws IOException {
        server.quota = 50;

        assertThat(transport.sendTogether(parcels(5), log).get(4)).isInstanceOf(Sent.QuotaFull.class);

        assertThat(server.current().keySet()).isSubsetOf("run/small-0", "run/small-1", "run/small-2");
    }

    @Test
    void aCutLineIsTroubleOfTheWayAndNotOfPacks() throws IOException {
        server.cut = request -> true;
        assertThat(transport.sendTogether(parcels(3), log)).noneMatch(sent -> sent instanceof Sent.Stored);
        server.cut = request -> false;

        assertThat(transport.sendTogether(parcels(3), log)).allMatch(sent -> sent instanceof Sent.Stored);

        assertThat(packs()).isLessThan(2);
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "more", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
