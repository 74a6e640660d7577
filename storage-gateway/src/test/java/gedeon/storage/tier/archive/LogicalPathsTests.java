package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.ObjectKey;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogicalPathsTests {
    private static String of(String key) {
        return LogicalPaths.of("nmr", "data", ObjectKey.of(key), "V", 1600);
    }

    @Test
    void aPathIsReadAsItsKey() {
        assertThat(of("2026/run 1/spectrum.raw")).isEqualTo("nmr/data/2026/run 1/spectrum.raw@V");
        assertThat(of("résultats/µ.csv")).isEqualTo("nmr/data/r%C3%A9sultats/%C2%B5.csv@V");
    }

    @Test
    void noKeyLeavesItsFolderOrMakesANameOfNothing() {
        for (String key : List.of(
                "..",
                "../../etc/passwd",
                ".",
                "/",
                "//",
                "/a",
                "a/",
                "a//b",
                "a/../b",
                "a/./b",
                "\u0000",
                "a@b",
                "~",
                "a\\b",
                " ")) {
            String path = of(key);
            assertThat(Path.of(path).normalize().toString()).isEqualTo(path).startsWith("nmr/data/");
            assertThat(path).doesNotContain("//").doesNotContain("\\").endsWith("@V");
            String name = path.substring("nmr/data/".length(), path.length() - 2);
            assertThat(URLDecoder.decode(name.replace("+", "%2B"), UTF_8)).isEqualTo(key);
        }
    }

    @Test
    void noNameIsLongerThanFileSystemsTake() {
        for (String key : List.of("x".repeat(1024), "é".repeat(512), "a/" + "é".repeat(400), "d/".repeat(511) + "e")) {
            String path = of(key);
            assertThat(path.length()).isLessThanOrEqualTo(1600);
            for (Path name : Path.of(path)) {
                assertThat(name.toString().length()).isLessThanOrEqualTo(255);
                assertThat(name.toString())
                        .doesNotContainPattern("%[0-9A-F]?[^0-9A-F]")
                        .doesNotEndWith("%");
            }
        }
    }

    @Test
    void noPathIsLongerThanItsPlaceTakes() {
        for (String key : List.of("x".repeat(1024), "é".repeat(512), "a/" + "é".repeat(400), "d/".repeat(511) + "e")) {
            for (int longest = 500; longest < 510; longest++) {
                String path = LogicalPaths.of("é".repeat(100), "data", ObjectKey.of(key), "V", longest);
                assertThat(path.length()).isLessThanOrEqualTo(longest);
                assertThat(path).endsWith("~@V").doesNotContainPattern("%[0-9A-F]?[^0-9A-F]");
            }
        }
        // Of many short names nothing is cut that has room.
        for (int longest = 500; longest < 510; longest++) {
            assertThat(LogicalPaths.of("é".repeat(100), "data", ObjectKey.of("d/".repeat(511) + "e"), "V", longest))
                    .hasSize(longest);
        }
        assertThat(LogicalPaths.of("nmr", "data", ObjectKey.of("k"), "V", 500)).isEqualTo("nmr/data/k@V");
    }

    @Test
    void keysOfBytesThatAreNoTextHavePathsToo() {
        assertThat(LogicalPaths.of("n", "b", ObjectKey.of(new byte[] {(byte) 0xff, 'a'}), "V", 1600))
                .isEqualTo("n/b/%FFa@V");
    }

    @Test
    void aNotebooksNameIsOneName() {
        assertThat(LogicalPaths.of("RMN / équipe 3", "data", ObjectKey.of("k"), "V", 1600))
                .isEqualTo("RMN %2F %C3%A9quipe 3/data/k@V");
    }
}
