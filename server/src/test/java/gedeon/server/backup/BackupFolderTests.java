package gedeon.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which copies stay, and how much of the log with them. */
class BackupFolderTests {
    @TempDir
    Path root;

    @Test
    void theLastCopiesStayWithTheLogThatTheyNeed() throws IOException {
        BackupFolder folder = new BackupFolder(root);
        folder.make();
        for (int i = 1; i <= 4; i++) {
            copy(folder, i);
        }
        Files.createDirectories(root.resolve("base-cut/data"));
        Files.writeString(root.resolve("base-cut/data/file"), "half");
        Files.writeString(root.resolve("log/00000002.history"), "history");
        folder.sweep();
        assertThat(names(root)).containsExactly("base-1", "base-2", "base-3", "base-4", "log");
        folder.prune(2);
        assertThat(names(root)).containsExactly("base-3", "base-4", "log");
        assertThat(folder.bases()).extracting(BaseBackup::name).containsExactly("base-3", "base-4");
        assertThat(names(root.resolve("log")))
                .containsExactly("000000010000000000000003", "000000010000000000000004", "00000002.history");
    }

    @Test
    void aFolderWithoutADatabaseIsNoCopyOfOne() throws IOException {
        Path nothing = Files.createDirectories(root.resolve("data"));
        Path to = Files.createDirectories(root.resolve("base"));
        assertThatThrownBy(() -> DatabaseFiles.copy(nothing, to))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("PG_VERSION");
        assertThatThrownBy(() -> DatabaseFiles.copy(root.resolve("away"), to)).isInstanceOf(NoSuchFileException.class);
        Files.writeString(nothing.resolve("PG_VERSION"), "17");
        assertThatThrownBy(() -> DatabaseFiles.copy(nothing, to))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("went away");
    }

    private static void copy(BackupFolder folder, int number) throws IOException {
        String segment = "00000001000000000000000" + number;
        Path base = Files.createDirectories(folder.base("base-" + number).resolve("data"));
        Files.writeString(base.resolve("file"), "content");
        Files.writeString(folder.log().resolve(segment), "log");
        Instant ended = Instant.parse("2026-11-2" + number + "T00:00:00Z");
        Files.writeString(
                folder.base("base-" + number).resolve(BaseBackup.FILE),
                new BaseBackup("base-" + number, "7", ended, ended, segment, segment, 1, 7).text());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
