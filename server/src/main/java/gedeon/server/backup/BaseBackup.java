package gedeon.server.backup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of a copy of the database's files.
 *
 * @param name of its folder
 * @param system the number that PostgreSQL gave the database when it was made
 * @param began when the copy began
 * @param ended the earliest moment to which it can be brought
 * @param firstLog the first segment of the write-ahead log that it needs
 * @param lastLog the last one that it cannot be used without
 */
public record BaseBackup(
        String name,
        String system,
        Instant began,
        Instant ended,
        String firstLog,
        String lastLog,
        long files,
        long bytes) {
    static final String FILE = "backup.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws IOException where the folder holds no whole copy */
    static BaseBackup read(Path folder) throws IOException {
        return JSON.readValue(Files.readString(folder.resolve(FILE)), BaseBackup.class);
    }

    @JsonIgnore
    String text() {
        return JSON.writeValueAsString(this) + "\n";
    }
}
