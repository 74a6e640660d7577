package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientOpeningTests {
    /** As a French Windows says it. */
    private static final IOException SHARING = new FileSystemException(
            "run.raw",
            null,
            "Le processus ne peut pas accéder au fichier car ce fichier est utilisé par un autre processus");

    @TempDir
    Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private int tries;

    private PatientOpening failing(int times, IOException why, boolean windows) {
        return new PatientOpening(
                file -> {
                    if (++tries <= times) {
                        throw why;
                    }
                    return FileChannel.open(file, StandardOpenOption.READ);
                },
                pauses::add,
                windows);
    }

    private Path file() throws IOException {
        return Files.writeString(folder.resolve("run.raw"), "x");
    }

    @Test
    void aFileThatSomebodyHoldsForAMomentIsAskedForAgainHalfASecondLater() throws IOException {
        try (FileChannel channel = failing(3, SHARING, true).channel(file())) {
            assertThat(channel.size()).isEqualTo(1);
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500));
    }

    @Test
    void afterTenTriesTheFailureIsTold() throws IOException {
        Path file = file();
        assertThatThrownBy(() -> failing(100, SHARING, false).channel(file)).isSameAs(SHARING);
        assertThat(tries).isEqualTo(10);
        assertThat(pauses).hasSize(9);
    }

    @Test
    void aDeniedAccessIsAskedForAgainOnWindowsAlone() throws IOException {
        AccessDeniedException denied = new AccessDeniedException("run.raw");
        Path file = file();
        assertThatThrownBy(() -> failing(100, denied, false).channel(file)).isSameAs(denied);
        assertThat(tries).isEqualTo(1);
        tries = 0;
        try (FileChannel channel = failing(1, denied, true).channel(file)) {
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void aFileThatIsGoneIsGone() {
        NoSuchFileException gone = new NoSuchFileException("run.raw");
        assertThatThrownBy(() -> failing(100, gone, true).channel(folder)).isSameAs(gone);
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void whoIsToldToStopDoesNotWait() {
        PatientOpening opening = new PatientOpening(
                file -> {
                    throw SHARING;
                },
                length -> {
                    throw new InterruptedException();
                },
                true);
        assertThatThrownBy(() -> opening.channel(folder)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
