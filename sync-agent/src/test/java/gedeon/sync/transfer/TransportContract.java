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

    private static void append(Path file) {
        try {
            Files.writeString(file, "more", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
