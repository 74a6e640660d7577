package gedeon.sync.verify;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.sync.FakeGedeon;
import gedeon.sync.ManualTicks;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.settle.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaterLookTests {
    @TempDir
    Path folder;

    private Candidate candidate(Path file) throws IOException {
        return new Candidate("s", "a.raw", List.of(new FoundFile("a.raw", file, FileState.of(file))), false, false);
    }

    @Test
    void bytesThatChangedWithoutASignAreFoundTenMinutesLater() throws IOException {
        Path file = Files.writeString(folder.resolve("a.raw"), "before");
        FileTime time = Files.getLastModifiedTime(file);
        ManualTicks ticks = new ManualTicks();
        try (Progress progress = Progress.open(folder.resolve("journal"), Clock.systemUTC())) {
            Candidate candidate = candidate(file);
            progress.settled("s", "a.raw", candidate.content(), new Verdict("quiet-period", 0.7, true));
            String sha256 = FakeGedeon.sha256("before".getBytes(StandardCharsets.UTF_8));
            progress.stored("s", "a.raw", new StoredFile("a.raw", "k", "v1", 6, sha256, time.toInstant()));
            progress.received("s", "a.raw", candidate.content(), "d1", "r1", 6);
            LaterLook look = new LaterLook(progress, ticks);
            look.remember(candidate);
            assertThat(look.due(candidate)).isFalse();

            ticks.pass(Duration.ofMinutes(10));
            assertThat(look.due(candidate)).isTrue();
            assertThat(look.look(candidate)).isEmpty();
            assertThat(look.due(candidate)).isFalse();

            Files.writeString(file, "AFTER!");
            Files.setLastModifiedTime(file, time);
            assertThat(look.look(candidate(file))).containsExactly("a.raw");
            Known known = progress.known("s", "a.raw").orElseThrow();
            assertThat(known.received(candidate.content())).isFalse();
            assertThat(known.unsent()).isTrue();
            assertThat(progress.stored("s", "a.raw", "a.raw")).isEmpty();
        }
    }

    @Test
    void whatWasNotReadAgainBeforeARestartIsReadAgainAfterIt() throws IOException {
        Path file = Files.writeString(folder.resolve("a.raw"), "before");
        Candidate candidate = candidate(file);
        ManualTicks ticks = new ManualTicks();
        String sha256 = FakeGedeon.sha256("before".getBytes(StandardCharsets.UTF_8));
        try (Progress progress = Progress.open(folder.resolve("journal"), Clock.systemUTC())) {
            progress.settled("s", "a.raw", candidate.content(), new Verdict("quiet-period", 0.7, true));
            FileTime time = Files.getLastModifiedTime(file);
            progress.stored("s", "a.raw", new StoredFile("a.raw", "k", "v1", 6, sha256, time.toInstant()));
            progress.received("s", "a.raw", candidate.content(), "d1", "r1", 6);
        }
        try (Progress again = Progress.open(folder.resolve("journal"), Clock.systemUTC())) {
            LaterLook look = new LaterLook(again, ticks);
            assertThat(look.due(candidate)).isFalse();
            ticks.pass(Duration.ofMinutes(10));
            assertThat(look.due(candidate)).isTrue();
            assertThat(look.look(candidate)).isEmpty();
        }
        try (Progress third = Progress.open(folder.resolve("journal"), Clock.systemUTC())) {
            LaterLook look = new LaterLook(third, ticks);
            ticks.pass(Duration.ofMinutes(20));
            assertThat(look.due(candidate)).isFalse();
        }
    }
}
