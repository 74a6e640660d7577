package gedeon.storage.tier.archive.ocfl;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes that were killed left among what is temporary. */
class WorkFolderTests {
    @TempDir
    Path among;

    /** Another process that makes one, and lives until it is killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws Exception {
            WorkFolder made = WorkFolder.in(Path.of(args[0]));
            Files.writeString(made.path().resolve("inventory.json"), "{}");
            Files.createFile(Path.of(args[1]));
            Thread.sleep(Duration.ofHours(1));
        }
    }

    private List<Path> folders() {
        try (Stream<Path> all = Files.list(among)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theNextOneRemovesWhatAKilledProcessLeftAndNothingOfOneThatLives(@TempDir Path told) throws Exception {
        Process killed = owner(told.resolve("killed"));
        Process lives = owner(told.resolve("lives"));
        try {
            Await.until(() -> Files.exists(told.resolve("killed")) && Files.exists(told.resolve("lives")));
            try (WorkFolder ours = WorkFolder.in(among);
                    WorkFolder another = WorkFolder.in(among)) {
                assertThat(folders()).hasSize(4).contains(ours.path(), another.path());
                killed.destroyForcibly().waitFor();
                WorkFolder.in(among).close();
                assertThat(folders()).hasSize(3).contains(ours.path(), another.path());
                assertThat(locked(ours.path())).isTrue();
            }
            assertThat(folders()).hasSize(1).allMatch(one -> Files.exists(one.resolve("inventory.json")));
        } finally {
            killed.destroyForcibly();
            lives.destroyForcibly().waitFor();
        }
        WorkFolder.in(among).close();
        assertThat(among).isEmptyDirectory();
    }

    /** To another process: asked by one, since within this one the answer is another. */
    private boolean locked(Path folder) throws Exception {
        Process asks = java(Asking.class, folder + ".lock");
        return asks.waitFor() == 1;
    }

    static final class Asking {
        private Asking() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                System.exit(file.tryLock() == null ? 1 : 0);
            }
        }
    }

    private Process owner(Path says) throws IOException {
        return java(Owner.class, among.toString(), says.toString());
    }

    private static Process java(Class<?> main, String... arguments) throws IOException {
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        return new ProcessBuilder(Stream.concat(command, Stream.of(arguments)).toList())
                .inheritIO()
                .start();
    }

    @Test
    void aFolderWithoutAnOwnersFileIsRemovedWhenItIsOld() throws IOException {
        Path old = Files.createDirectory(among.resolve("gedeon-archive-123"));
        Files.createFile(old.resolve("left"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path young = Files.createDirectory(among.resolve("gedeon-archive-456"));
        Path other = Files.createDirectory(among.resolve("something"));
        WorkFolder.in(among).close();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(other).exists();
    }

    @Test
    void itIsMadeAgainWhereSomebodyTidiedUp() throws IOException {
        try (WorkFolder ours = WorkFolder.in(among)) {
            Files.delete(ours.path());
            assertThat(ours.path()).isDirectory();
            assertThat(Files.getPosixFilePermissions(ours.path())).hasSize(3);
        }
    }
}
