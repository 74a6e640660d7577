package gedeon.metadata.exchange.rocrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CratePathTests {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "lab/run 1.raw, lab/run%201.raw",
        "50%.png, 50%25.png",
        "a#b?c, a%23b%3Fc",
        "C:/x:y, C%3A/x:y",
        "été/面试.mp4, été/面试.mp4",
        "/abs, %2Fabs",
        "a//b, a/%2Fb",
        "../../etc, %2E%2E/%2E%2E/etc",
        "./a, %2E/a",
        "folder/, folder%2F",
        "a\\b[1]|<>\"^`{}, a%5Cb%5B1%5D%7C%3C%3E%22%5E%60%7B%7D"
    })
    void aKeyIsAPathThatNothingCanMistake(String key, String path) {
        assertThat(CratePath.file(bytes(key))).isEqualTo(path);
        assertThat(URI.create(path).isAbsolute()).isFalse();
    }

    @Test
    void keysThatAreNoTextKeepTheirBytes() {
        assertThat(CratePath.file(new byte[] {'a', '/', (byte) 0xe9, (byte) 0xff, 'b'}))
                .isEqualTo("a/%E9%FFb");
    }

    @Test
    void aFolderIsWhatAllKeysShare() {
        assertThat(CratePath.folder(bytes("lab/run 1.d/a.bin"), bytes("lab/run 1.d/z/b.bin")))
                .isEqualTo("lab/run%201.d/");
        assertThat(CratePath.folder(bytes("lab/ab"), bytes("lab/ac"))).isEqualTo("lab/");
        assertThat(CratePath.folder(bytes("ab"), bytes("ac"))).isEmpty();
        assertThat(CratePath.folder(bytes("a/b"), bytes("c/b"))).isEmpty();
    }
}
