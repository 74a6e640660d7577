package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseMemoryTests {
    @Test
    void anEighthOfTheMachineWithinBounds() {
        assertThat(DatabaseMemory.ofMachine(512L << 20).settings()).containsExactly("shared_buffers=128MB");
        assertThat(DatabaseMemory.ofMachine(24L << 30).settings()).containsExactly("shared_buffers=3072MB");
        assertThat(DatabaseMemory.ofMachine(512L << 30).settings()).containsExactly("shared_buffers=8192MB");
        assertThat(DatabaseMemory.ofThisMachine().bytes()).isBetween(128L << 20, 8L << 30);
    }

    @Test
    void orWhatTheEnvironmentSays() {
        assertThat(options(Map.of("GEDEON_DATABASE_MEMORY", "16384"))
                        .databaseMemory()
                        .bytes())
                .isEqualTo(16L << 30);
        assertThat(options(Map.of()).databaseMemory()).isEqualTo(DatabaseMemory.ofThisMachine());
        assertThatThrownBy(() -> options(Map.of("GEDEON_DATABASE_MEMORY", "2GB")))
                .hasMessage("GEDEON_DATABASE_MEMORY is a number of megabytes, was \"2GB\"");
        assertThatThrownBy(() -> options(Map.of("GEDEON_DATABASE_MEMORY", "64")))
                .hasMessage("GEDEON_DATABASE_MEMORY must be at least 128 (megabytes), was 64");
    }

    private static StartOptions options(Map<String, String> environment) {
        return StartOptions.parse(new String[] {"--home=/nowhere"}, environment);
    }
}
