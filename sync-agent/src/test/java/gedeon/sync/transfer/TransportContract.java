package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise of a way into a bucket. Parts are of 1 KiB here. */
abstract class TransportContract {
    static final int PART = 1024;

    @TempDir
    Path folder;

    FakeGedeon server;
    private Transport transport;
    private final List<OpenUpload> opened = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final Transport.UploadLog log = new Transport.UploadLog() {
        @Override
        public void opened(OpenUpload upload) {
            opened.add(upload);
        }

        @Override
        public void dropped(String path) {
            dropped.add(path);
        }
    };

    abstract Transport transport(FakeGedeon server);

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        transport = transport(server);
    }

    @AfterEach
    void onlyWhatAnAgentsKeyMayDo() {
        assertThat(server.forbidden).isEmpty();
        server.close();
    }

    private Path write(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    private FoundFile found(Path file) throws IOException {
        return new FoundFile(file.getFileName().toString(), file, FileState.of(file));
    }

    private static StoredFile stored(Sent sent) {
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
