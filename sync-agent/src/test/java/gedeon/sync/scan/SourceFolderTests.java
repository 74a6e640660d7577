package gedeon.sync.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFolderTests {
    @ParameterizedTest
    @ValueSource(strings = {"\\\\server\\share\\data", "D:\\Data", "d:/data"})
    void aPathOfWindowsIsRefusedElsewhereWithWhatToDo(String folder) {
        assertThatThrownBy(() -> SourceFolder.of(folder, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder)
                .hasMessageContaining("mount that share here");
    }

    @Test
    void aPathOfThisSystemIsTaken() {
        assertThat(SourceFolder.of("/data/../data/runs")).isEqualTo(Path.of("/data/runs"));
        assertThat(SourceFolder.of("/mnt/C: drive")).isEqualTo(Path.of("/mnt/C: drive"));
    }
}
