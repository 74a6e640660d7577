package gedeon.sync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.sync.settle.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTests {
    private static final Verdict MARKER = new Verdict("marker", 0.99, false);

    @TempDir
    Path folder;

    private Progress open() throws IOException {
        return Progress.open(folder.resolve("journal"), Clock.systemUTC());
    }

    private static StoredFile stored(String path) {
        return new StoredFile(
                path, "k/" + path, "v1", 7, "ab".repeat(32), Instant.parse("2026-01-02T03:04:05.123456789Z"));
    }

    private static void story(Progress progress) {
        progress.seen("s", "run");
        progress.settled("s", "run", "content", MARKER);
        progress.uploadOpened("s", "run", new OpenUpload("b", "k/b", "U1", 16, 70, Instant.EPOCH));
        progress.stored("s", "run", stored("a"));
        progress.stored("s", "run", stored("b"));
        progress.received("s", "run", "content", "d1", "receipt", 14);
    }

    @Test
    void whatWasToldIsKnownAfterARestart() throws IOException {
        try (Progress progress = open()) {
            story(progress);
        }
        try (Progress again = open()) {
            Known known = again.known("s", "run").orElseThrow();
            assertThat(known.received("content")).isTrue();
            assertThat(known.verdict()).isEqualTo(MARKER);
            assertThat(known.dataset()).isEqualTo("d1");
            assertThat(again.stored("s", "run", "a")).contains(stored("a"));
            assertThat(again.upload("s", "run", "b")).isEmpty();
        }
    }

    @Test
    void aJournalCutAtAnyByteOpensWithTheRecordsBeforeTheCutAndGoesOn() throws IOException {
        Path journal = folder.resolve("whole");
        List<Long> ends = new ArrayList<>();
        try (RecordFile file = RecordFile.open(journal, (position, record) -> {})) {
            ends.add(file.size());
            for (int i = 1; i <= 6; i++) {
                byte[] record = new byte[i * 5];
                Arrays.fill(record, (byte) i);
                file.append(record);
                ends.add(file.size());
            }
        }
        byte[] bytes = Files.readAllBytes(journal);
        for (int length = 0; length <= bytes.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
            int there = length;
            long whole = ends.stream().skip(1).filter(end -> end <= there).count();
            List<byte[]> read = new ArrayList<>();
            try (RecordFile file = RecordFile.open(cut, (position, record) -> read.add(bytes(record)))) {
                assertThat(read).hasSize((int) whole);
                assertThat(bytes(file.read(file.append(new byte[] {9})))).isEqualTo(new byte[] {9});
                RecordFile.Cut lost = file.cut();
                assertThat(lost == null || lost.kept() == null).isTrue();
            }
            read.clear();
            RecordFile.peek(cut, (position, record) -> read.add(bytes(record))).close();
            assertThat(read).hasSize((int) whole + 1).last().isEqualTo(new byte[] {9});
        }
    }

    private static byte[] bytes(ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        return bytes;
    }

    @Test
    void aRecordWithAWrongBitEndsTheJournalThere() throws IOException {
        try (Progress progress = open()) {
            story(progress);
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("journal"));
        bytes[bytes.length - 3] ^= 1;
        Files.write(folder.resolve("journal"), bytes);
        try (Progress again = open()) {
            assertThat(again.known("s", "run").orElseThrow().receipt()).isNull();
            assertThat(again.stored("s", "run", "b")).isPresent();
            assertThat(again.lost()).get().asString().contains("torn by a crash");
        }
    }

    /** More than a torn record is lost: the file is kept as it was, and the server is to be asked. */
    @Test
    void aJournalDamagedInItsMiddleIsKeptBesideAndSaysThatSomethingIsWanting() throws IOException {
        try (Progress progress = open()) {
            assertThat(progress.wanting()).isTrue();
            progress.complete();
            story(progress);
            assertThat(progress.wanting()).isFalse();
        }
        Path journal = folder.resolve("journal");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[100] ^= 1;
        Files.write(journal, bytes);
        try (Progress again = open()) {
            assertThat(again.known("s", "run")).isEmpty();
            assertThat(again.lost()).get().asString().contains("damaged").contains("journal.damaged-1");
            assertThat(folder.resolve("journal.damaged-1")).hasBinaryContent(bytes);
        }
        try (Progress later = open()) {
            assertThat(later.lost()).isEmpty();
            assertThat(later.wanting()).isTrue();
            later.complete();
        }
        try (Progress last = open()) {
            assertThat(last.wanting()).isFalse();
        }
    }

    /** Who stops an agent interrupts its senders: Java then closes the file under all of them. */
    @Test
    void whoIsInterruptedCostsNobodyTheJournal() throws IOException {
        try (Progress progress = open()) {
            Thread.currentThread().interrupt();
            story(progress);
            assertThat(progress.known("s", "run").orElseThrow().receipt()).isEqualTo("receipt");
            assertThat(Thread.interrupted()).isTrue();
            progress.stored("s", "run", stored("c"));
        }
        try (Progress again = open()) {
            assertThat(again.stored("s", "run", "c")).isPresent();
        }
    }

    /** A power cut may leave the length of a file on the disk, and zeros for its bytes. */
    @Test
    void zerosAtItsEndAreATornTail() throws IOException {
        try (Progress progress = open()) {
            progress.complete();
            story(progress);
        }
        Path journal = folder.resolve("journal");
        byte[] bytes = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(bytes, bytes.length + 5000));
        try (Progress again = open()) {
            assertThat(again.known("s", "run").orElseThrow().receipt()).isEqualTo("receipt");
            assertThat(again.wanting()).isFalse();
        }
        assertThat(journal).hasBinaryContent(bytes);
    }

    @Test
    void aHundredThousandFilesOfOneAcquisitionSurviveCompaction() throws IOException {
        List<StoredFile> files =
                IntStream.range(0, 100_000).mapToObj(i -> stored("tile-" + i)).toList();
        try (Progress progress = open()) {
            progress.storedAll("s", "run", files);
            progress.received("s", "run", "content", "d1", "receipt", 700_000);
            progress.compact();
            progress.compact();
        }
        try (Progress again = open()) {
            assertThat(again.stored("s", "run", "tile-0")).isPresent();
            assertThat(again.stored("s", "run", "tile-99999")).contains(stored("tile-99999"));
            assertThat(again.known("s", "run").orElseThrow().bytes()).isEqualTo(700_000);
        }
    }

    /** Whatever happened in whatever order, what is read again after a restart is what was known before it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aRestartForgetsAndInventsNothing(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, Known> before = new TreeMap<>();
        Map<String, Integer> files = new TreeMap<>();
        try (Progress progress = open()) {
            for (int step = 0; step < 3000; step++) {
                String name = "run" + random.nextInt(200);
                switch (random.nextInt(9)) {
                    case 0 -> progress.seen("s", name);
                    case 1 -> progress.settled("s", name, content(random), MARKER);
                    case 2 ->
                        progress.uploadOpened("s", name, new OpenUpload("b", "k/b", "U" + step, 16, 70, Instant.EPOCH));
                    case 3 -> progress.stored("s", name, stored("f" + random.nextInt(5)));
                    case 4 -> progress.received("s", name, content(random), "d" + step, "r" + step, step);
                    case 5 -> progress.reopened("s", name);
                    case 6 -> progress.doubted("s", name, "f" + random.nextInt(5));
                    case 7 -> progress.troubled("s", name, "trouble " + step);
                    default -> {
                        if (random.nextInt(20) == 0) {
                            progress.compact();
                        }
                    }
                }
            }
            for (int i = 0; i < 200; i++) {
                String name = "run" + i;
                progress.known("s", name).ifPresent(known -> before.put(name, known));
                files.put(name, count(progress, name));
            }
        }
        try (Progress again = open()) {
            for (int i = 0; i < 200; i++) {
                String name = "run" + i;
                assertThat(again.known("s", name)).isEqualTo(Optional.ofNullable(before.get(name)));
                assertThat(count(again, name)).isEqualTo(files.get(name));
            }
            assertThat(again.backlog().waiting())
                    .isEqualTo(before.values().stream().filter(Known::unsent).count());
        }
        Standing standing = Progress.peek(folder.resolve("journal"), 1000);
        assertThat(standing.shown()).containsExactlyInAnyOrderElementsOf(before.values());
        assertThat(standing.received())
                .isEqualTo(before.values().stream()
                        .filter(known -> known.receivedContent() != null)
                        .count());
    }

    private static int count(Progress progress, String name) {
        return (int) IntStream.range(0, 5)
                .filter(i -> progress.stored("s", name, "f" + i).isPresent())
                .count();
    }

    private static String content(Random random) {
        return String.format("%032x", 1 + random.nextInt(3));
    }

    @Test
    void compactionKeepsAllThatIsKnownInFewerBytes() throws IOException {
        Path journal = folder.resolve("journal");
        try (Progress progress = open()) {
            for (int i = 0; i < 50; i++) {
                story(progress);
            }
            progress.uploadOpened("s", "open", new OpenUpload("c", "k/c", "U2", 16, 70, Instant.EPOCH));
            progress.stored("s", "half", stored("x"));
            long before = Files.size(journal);
            progress.compact();
            assertThat(Files.size(journal)).isLessThan(before / 10);
            progress.seen("s", "later");
        }
        try (Progress again = open()) {
            assertThat(again.known("s", "later")).isPresent();
            assertThat(again.known("s", "half")).isPresent();
            assertThat(again.known("s", "run").orElseThrow().receipt()).isEqualTo("receipt");
            assertThat(again.stored("s", "run", "a")).contains(stored("a"));
            assertThat(again.undeclared("s", "run")).isFalse();
            assertThat(again.undeclared("s", "half")).isTrue();
            assertThat(again.upload("s", "open", "c"))
                    .hasValueSatisfying(u -> assertThat(u.uploadId()).isEqualTo("U2"));
        }
    }

    @Test
    void aSecondAgentOnTheSameJournalIsRefusedAndStatusIsNot() throws IOException {
        try (Progress progress = open()) {
            story(progress);
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("another agent");
            assertThat(Progress.peek(folder.resolve("journal"), 10).shown()).hasSize(1);
        }
    }

    @Test
    void whatVanishedBeforeItsReceiptIsForgottenAndWhatHasOneIsNot() throws IOException {
        try (Progress progress = open()) {
            story(progress);
            progress.seen("s", "watching");
            progress.seen("other", "watching");
            progress.lookBegins("s");
            progress.seen("s", "new");
            progress.retain("s");
            assertThat(progress.known("s", "watching")).isEmpty();
            assertThat(progress.known("s", "new")).isPresent();
            assertThat(progress.known("other", "watching")).isPresent();
            assertThat(progress.known("s", "run")).isPresent();
        }
        try (Progress again = open()) {
            assertThat(again.known("s", "watching")).isEmpty();
            assertThat(again.known("s", "new")).isPresent();
        }
    }

    @Test
    void aFileThatIsNoJournalIsLeftAlone() throws IOException {
        Path notes = Files.writeString(folder.resolve("journal"), "my precious notes, not a journal");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("not a journal");
        assertThat(notes).hasContent("my precious notes, not a journal");
    }
}
