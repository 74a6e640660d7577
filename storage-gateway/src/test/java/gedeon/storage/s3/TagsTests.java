package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TagsTests {
    @Test
    void aTagHasNoControlCharactersButTab() {
        assertThat(Tags.header("a=b%09c")).containsEntry("a", "b\tc");
        for (String text : new String[] {"a=%00", "a%0A=b"}) {
            assertThatThrownBy(() -> Tags.header(text))
                    .isInstanceOfSatisfying(
                            S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidArgument"));
        }
    }
}
