package gedeon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class VersionIdTests {
    @Test
    void aVersionHasOneName() {
        VersionId id = new VersionId(0x0123_4567_89ab_cdefL, 0xfedc_ba98_7654_3210L);
        String name = id.toString();
        assertThat(VersionId.parse(name)).contains(id);
        assertThat(VersionId.parse(name.toUpperCase(Locale.ROOT))).isEmpty();
        // The last letter stands for three bits: four letters would do, three of which never are written.
        String start = name.substring(0, name.length() - 1);
        assertThat("abcdefghijklmnopqrstuvwxyz234567"
                        .chars()
                        .filter(c -> VersionId.parse(start + (char) c).isPresent()))
                .hasSize(8);
    }
}
