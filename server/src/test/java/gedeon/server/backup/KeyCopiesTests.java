package gedeon.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are copied when they changed, and a destroyed one is nowhere after a month. */
class KeyCopiesTests {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path folder;

    private KeyCopies copies;

    @BeforeEach
    void aHome() throws IOException {
        Files.createDirectories(home().resolve("keys/notebooks/1"));
        Files.writeString(home().resolve("master.key"), "master");
        Files.writeString(home().resolve("keys/notebooks/1/default"), "first");
        Files.writeString(home().resolve("credentials.env"), "no key of the installation");
        copies = new KeyCopies(home(), to());
    }

    @Test
    void aCopyIsMadeWhereSomethingChangedAndOnlyThere() throws IOException {
        assertThat(copies.take(NOW)).isTrue();
        assertThat(names()).containsExactly("keys-20261126T120000.000Z");
        assertThat(to().resolve(names().getFirst()).resolve("credentials.env")).doesNotExist();
        assertThat(copies.take(NOW.plusSeconds(60))).isFalse();
        // Another process of the same home compares what is in the files.
        assertThat(new KeyCopies(home(), to()).take(NOW.plusSeconds(61))).isFalse();
        Files.writeString(home().resolve("keys/notebooks/1/default"), "other");
        assertThat(copies.take(NOW.plusSeconds(120))).isTrue();
        assertThat(to().resolve(names().getLast()).resolve("keys/notebooks/1/default"))
                .hasContent("other");
        // The last copy is made again where somebody took it away, with others or alone.
        Trees.delete(to().resolve(names().getLast()));
        assertThat(copies.take(NOW.plusSeconds(180))).isTrue();
        for (String name : names()) {
            Trees.delete(to().resolve(name));
        }
        assertThat(copies.take(NOW.plusSeconds(240))).isTrue();
    }

    @Test
    void aKeyThatWasDestroyedIsInNoCopyAfterThirtyDays() throws IOException {
        copies.take(NOW);
        Files.delete(home().resolve("keys/notebooks/1/default"));
        copies.take(NOW.plusSeconds(60));
        copies.take(NOW.plus(Duration.ofDays(29)));
        assertThat(names()).hasSize(2);
        copies.take(NOW.plus(Duration.ofDays(31)));
        assertThat(names()).containsExactly("keys-20261126T120100.000Z");
        try (Stream<Path> left = Files.walk(to())) {
            assertThat(left.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
                    .containsExactly("master.key");
        }
    }

    @Test
    void whatWasCutIsTakenAwayByTheNext() throws IOException {
        Path half = Files.createDirectories(to().resolve("keys-20261126T115900.000Z.part"));
        Files.writeString(half.resolve("master.key"), "mas");
        copies.take(NOW);
        assertThat(names()).containsExactly("keys-20261126T120000.000Z");
    }

    @Test
    void aHomeWithOtherKeysIsLeftAsItIs() throws IOException {
        copies.take(NOW);
        Files.delete(home().resolve("keys/notebooks/1/default"));
        Files.writeString(home().resolve("master.key"), "of another installation");
        assertThatThrownBy(copies::restore)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another master.key");
        assertThat(home().resolve("keys/notebooks/1/default")).doesNotExist();
        Files.delete(home().resolve("master.key"));
        assertThat(copies.restore()).isEqualTo(2);
        assertThat(home().resolve("master.key")).hasContent("master");
        assertThat(home().resolve("keys/notebooks/1/default")).hasContent("first");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path to() {
        return folder.resolve("copies");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(to())) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
