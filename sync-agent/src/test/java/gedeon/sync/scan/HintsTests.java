package gedeon.sync.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class HintsTests {
    @TempDir
    Path root;

    private final List<String> lines = new ArrayList<>();

    /** What is told until all of these are. */
    private static Set<Path> until(Hints hints, Path... wanted) throws InterruptedException {
        Set<Path> heard = new HashSet<>();
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!heard.containsAll(Set.of(wanted)) && System.nanoTime() < end) {
            heard.addAll(hints.take());
            Thread.sleep(5);
        }
        assertThat(heard).contains(wanted);
        return heard;
    }

    @Test
    void whatChangesInAFolderIsTold() throws Exception {
        Path below = Files.createDirectory(root.resolve("below"));
        try (Hints hints = Hints.of(root, lines::add)) {
            hints.lookBegins();
            assertThat(hints.watch(root, root)).isFalse();
            assertThat(hints.watch(root, below)).isFalse();
            assertThat(hints.watch(root, below)).isTrue();
            assertThat(hints.any()).isFalse();
            assertThat(hints.sure()).isTrue();

            Files.write(below.resolve("a.raw"), new byte[10]);
            assertThat(until(hints, below)).doesNotContain(root);

            Path fresh = Files.createDirectory(root.resolve("fresh"));
            until(hints, root, fresh);
            assertThat(lines).isEmpty();
        }
    }

    @Test
    void aFolderThatWentAndCameAgainIsWatchedAgain() throws Exception {
        Path below = Files.createDirectory(root.resolve("below"));
        try (Hints hints = Hints.of(root, lines::add)) {
            hints.watch(root, root);
            hints.watch(root, below);
            Files.delete(below);
            until(hints, root);
            Files.createDirectory(below);
            until(hints, below);
            hints.watch(root, below);
            Files.write(below.resolve("a.raw"), new byte[10]);
            until(hints, below);
        }
    }

    /** Nobody takes what is told for so long that the system drops it: that is known, and ends with the next look at everything. */
    @Test
    void whatCouldNotBeToldIsKnownToBeMissing() throws IOException, InterruptedException {
        try (Hints hints = Hints.of(root, lines::add)) {
            hints.watch(root, root);
            for (int i = 0; i < 3000; i++) {
                Files.write(root.resolve("tile-" + i), new byte[1]);
            }
            long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!hints.overflown() && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            assertThat(hints.overflown()).isTrue();
            assertThat(hints.sure()).isFalse();
            hints.lookBegins();
            assertThat(hints.sure()).isTrue();
        }
    }
}
