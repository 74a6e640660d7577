package gedeon.sync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.sync.settle.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        try (RecordFile file = RecordFile.open(journal, record -> {})) {
            ends.add(file.size());
            for (int i = 1; i <= 6; i++) {
                byte[] record = new byte[i * 5];
                Arrays.fill(record, (byte) i);
                file.append(record, true);
                ends.add(file.size());
            }
        }
        byte[] bytes = Files.readAllBytes(journal);
        for (int length = 0; length <= bytes.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
            int there = length;
            long whole = ends.stream().skip(1).filter(end -> end <= there).count();
            List<byte[]> read = new ArrayList<>();
            try (RecordFile file = RecordFile.open(cut, read::add)) {
                assertThat(read).hasSize((int) whole);
                file.append(new byte[] {9}, false);
            }
            read.clear();
            RecordFile.peek(cut, read::add);
            assertThat(read).hasSize((int) whole + 1).last().isEqualTo(new byte[] {9});
        }
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
        }
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
            assertThat(again.all()).extracting(Known::name).containsExactly("run", "open", "half", "later");
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
            assertThat(Progress.peek(folder.resolve("journal"))).hasSize(1);
        }
    }

    @Test
    void whatVanishedBeforeItsReceiptIsForgottenAndWhatHasOneIsNot() throws IOException {
        try (Progress progress = open()) {
            story(progress);
            progress.seen("s", "watching");
            progress.seen("other", "watching");
            progress.retain("s", Set.of());
            assertThat(progress.all()).extracting(Known::source).containsExactly("s", "other");
            assertThat(progress.known("s", "run")).isPresent();
        }
    }

    @Test
    void aFileThatIsNoJournalIsLeftAlone() throws IOException {
        Path notes = Files.writeString(folder.resolve("journal"), "my precious notes, not a journal");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("not a journal");
        assertThat(notes).hasContent("my precious notes, not a journal");
    }
}
