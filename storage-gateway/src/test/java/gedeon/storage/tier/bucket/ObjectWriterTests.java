package gedeon.storage.tier.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.s3.RunningS3;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects of any length, in parts of the size that they need. */
class ObjectWriterTests {
    private static final int MIB = 1 << 20;
    private static final int PART = 5 * MIB;

    private static RunningS3 far;

    private OwnBucket bucket;
    private S3Objects objects;

    @BeforeAll
    static void start() throws IOException {
        far = new RunningS3();
    }

    @AfterAll
    static void stop() throws IOException {
        far.close();
    }

    @BeforeEach
    void open() throws IOException {
        bucket = new OwnBucket(far);
        objects = bucket.objects();
    }

    @AfterEach
    void close() throws IOException {
        objects.close();
        bucket.close();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private ObjectWriter writer(String name, long expected, ObjectWriter.Limits limits) throws IOException {
        return new ObjectWriter(objects, name, PART, expected, ObjectWriter.Uploads.UNTOLD, limits);
    }

    private void write(String name, byte[] bytes, long expected, ObjectWriter.Limits limits) throws IOException {
        try (ObjectWriter writer = writer(name, expected, limits)) {
            for (int at = 0; at < bytes.length; at += 70_000) {
                writer.write(bytes, at, Math.min(70_000, bytes.length - at));
            }
            writer.finish();
        }
    }

    /** What parts that are kept in files left there. */
    private static List<Path> parts() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("gedeon-part-"))
                    .toList();
        }
    }

    @Test
    void aPartIsAsLargeAsTheObjectNeedsAndNoLarger() {
        ObjectWriter.Limits usual = ObjectWriter.Limits.USUAL;
        assertThat(usual.part(8 * MIB, -1)).isEqualTo(8 * MIB);
        assertThat(usual.part(8 * MIB, 80_000L * MIB)).isEqualTo(8 * MIB);
        assertThat(usual.part(8 * MIB, 80_000L * MIB + 1)).isEqualTo(9 * MIB);
        assertThat(usual.part(8 * MIB, 5L << 40)).isEqualTo(525L * MIB);
    }

    @Test
    void whatNeedsLargerPartsHasThemInMemoryOrInFiles() throws IOException {
        byte[] bytes = random(16 * MIB + 3);
        List<Path> before = parts();
        long free = WorkingMemory.PARTS.free();
        write("memory", bytes, bytes.length, new ObjectWriter.Limits(3, 64 * MIB));
        write("files", bytes, bytes.length, new ObjectWriter.Limits(3, PART));
        assertThat(bucket.bytes("memory")).isEqualTo(bytes);
        assertThat(bucket.bytes("files")).isEqualTo(bytes);
        assertThat(parts()).isEqualTo(before);
        Await.until(() -> WorkingMemory.PARTS.free() == free);
    }

    @Test
    void aPartInAFileIsSentAgainFromItsBeginning() throws IOException {
        byte[] bytes = random(16 * MIB + 3);
        bucket.front.busy.set(2);
        bucket.front.unanswered.set("PUT");
        write("files", bytes, bytes.length, new ObjectWriter.Limits(3, PART));
        assertThat(bucket.bytes("files")).isEqualTo(bytes);
        assertThat(bucket.front.unanswered.get()).isEmpty();
    }

    @Test
    void whatIsGivenUpLeavesNothing() throws IOException {
        List<Path> before = parts();
        for (int inMemory : new int[] {64 * MIB, PART}) {
            try (ObjectWriter writer = writer("x", 16 * MIB, new ObjectWriter.Limits(3, inMemory))) {
                byte[] bytes = random(14 * MIB);
                writer.write(bytes, 0, bytes.length);
                assertThat(bucket.uploads()).isEqualTo(1);
            }
            assertThat(bucket.uploads()).isZero();
        }
        assertThat(bucket.names()).isEmpty();
        assertThat(parts()).isEqualTo(before);
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        write("x", random(10), 10, ObjectWriter.Limits.USUAL);
        assertThatThrownBy(() -> write("x", random(20), 20, ObjectWriter.Limits.USUAL))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(bucket.bytes("x")).isEqualTo(random(10));
    }

    @Test
    void whatIsLongerOrShorterThanWasSaidIsWhole() throws IOException {
        write("longer", random(12 * MIB), 10, ObjectWriter.Limits.USUAL);
        assertThat(bucket.bytes("longer")).isEqualTo(random(12 * MIB));
        write("shorter", random(10), 12 * MIB, ObjectWriter.Limits.USUAL);
        assertThat(bucket.bytes("shorter")).isEqualTo(random(10));
    }

    @Test
    void aReadBeyondTheEndSaysSoAndOneThatBreaksGoesOn() throws IOException {
        byte[] bytes = random(3 * MIB);
        write("x", bytes, bytes.length, ObjectWriter.Limits.USUAL);
        bucket.front.cutAfter.set(MIB);
        try (ObjectReader reader = new ObjectReader(objects, "x", bytes.length)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
            reader.read(direct, 0);
            byte[] read = new byte[bytes.length];
            direct.flip().get(read);
            assertThat(read).isEqualTo(bytes);
            assertThat(bucket.front.cutAfter.get()).isZero();
            assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), bytes.length - 5))
                    .isInstanceOf(java.io.EOFException.class);
            assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), bytes.length + 5))
                    .isInstanceOf(java.io.EOFException.class);
        }
    }

    @Test
    void aFolderIsListedWithoutWhatLiesDeeperAndManyGoAtOnce() throws IOException {
        for (String name : List.of("a/b/1", "a/b/2", "a/c", "a/%3a d", "ab")) {
            write(name, random(1), 1, ObjectWriter.Limits.USUAL);
        }
        S3Objects.Folder folder = objects.folder("a/");
        assertThat(folder.objects()).containsExactly("a/%3a d", "a/c");
        assertThat(folder.folders()).containsExactly("a/b/");
        assertThat(objects.isAny("a/b/")).isTrue();
        assertThat(objects.isAny("a/x")).isFalse();
        objects.deleteAll(List.of("a/b/1", "a/%3a d", "nothing"));
        assertThat(bucket.names()).containsExactly("a/b/2", "a/c", "ab");
        assertThat(objects.bucketIsThere()).isTrue();
    }
}
