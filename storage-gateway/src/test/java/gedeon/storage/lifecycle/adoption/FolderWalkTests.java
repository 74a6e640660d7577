package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.adopted.Folder;
import gedeon.storage.tier.adopted.RawPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk misses nothing and repeats nothing, wherever it begins. */
class FolderWalkTests {
    @TempDir
    private Path temporary;

    private Path root;

    @BeforeEach
    void real() throws IOException {
        root = Files.createDirectories(temporary.toRealPath().resolve("share"));
    }

    @Test
    void allThereIsComesInOneOrderWithAnyPage() throws IOException {
        fill();
        List<String> all = walk(null, 50_000);
        assertThat(all).hasSize(16).doesNotHaveDuplicates();
        for (int names = 1; names < 5; names++) {
            assertThat(walk(null, names)).isEqualTo(all);
        }
    }

    @Test
    void fromEachPathItGoesOnBehindIt() throws IOException {
        fill();
        List<String> all = walk(null, 50_000);
        for (int i = 0; i < all.size(); i++) {
            assertThat(walk(all.get(i).getBytes(StandardCharsets.ISO_8859_1), 2))
                    .as(all.get(i))
                    .isEqualTo(all.subList(i + 1, all.size()));
        }
        // Also where that path is not there any more, or is a folder by now.
        assertThat(walk("b/0".getBytes(StandardCharsets.US_ASCII), 2))
                .contains("b/1", "z")
                .doesNotContain("a");
        assertThat(walk("z/y".getBytes(StandardCharsets.US_ASCII), 2))
                .contains("~")
                .doesNotContain("z", "a");
    }

    @Test
    void linksAreToldAndNotFollowed() throws IOException {
        Path outside = Files.createDirectories(root.resolveSibling("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.writeString(root.resolve("own"), "own");
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("folder"), outside);
        Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
        FolderWalk walk = new FolderWalk(new Folder(root), null);
        List<String> found = new ArrayList<>();
        for (FolderWalk.Entry entry = walk.next(); entry != null; entry = walk.next()) {
            found.add(entry.kind() + " " + Folder.shown(entry.path()));
        }
        assertThat(found).containsExactly("LINK file", "LINK folder", "FILE own", "LINK up");
    }

    @Test
    void anEmptyFolderIsAMountThatIsGone() {
        assertThatThrownBy(() -> new FolderWalk(new Folder(root), null))
                .isInstanceOf(TierOffline.class)
                .hasMessageContaining("mounted");
        assertThatThrownBy(() -> new FolderWalk(new Folder(root.resolve("none")), null))
                .isInstanceOf(TierOffline.class);
    }

    private void fill() throws IOException {
        for (String name : List.of(
                "a",
                "b/1",
                "b/2/3",
                "b/2/4",
                "b-",
                "b.d/x",
                "b!",
                "c/d/e/f",
                "z",
                "~",
                "é/à",
                "what?/#1%20+",
                "line\nbreak",
                " ")) {
            file(name.getBytes(StandardCharsets.UTF_8));
        }
        file(new byte[] {'c', 'a', 'f', (byte) 0xe9});
        file(new byte[] {(byte) 0xff, '/', (byte) 0xfe});
    }

    private void file(byte[] path) throws IOException {
        Path file = RawPaths.under(root, path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private List<String> walk(byte[] after, int names) throws IOException {
        FolderWalk walk = new FolderWalk(new Folder(root), after, names);
        List<String> paths = new ArrayList<>();
        for (FolderWalk.Entry entry = walk.next(); entry != null; entry = walk.next()) {
            assertThat(entry.kind()).isEqualTo(FolderWalk.Kind.FILE);
            paths.add(AdoptionRows.letters(entry.path()));
        }
        return paths;
    }
}
