package gedeon.sync.centre;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what the centre said: whole and durable when {@link #write} returns, or as it was. What cannot be read counts as nothing said; the next sign of life brings it. */
public final class CentreFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Path file;

    public CentreFile(Path file) {
        this.file = file;
    }

    /** Beside the configuration of an agent. */
    public static CentreFile of(Path config) {
        return new CentreFile(config.toAbsolutePath().resolveSibling(config.getFileName() + ".centre"));
    }

    public CentreState read() throws IOException {
        try {
            CentreState state = JSON.readValue(Files.readAllBytes(file), CentreState.class);
            return state == null ? CentreState.NOTHING : state;
        } catch (NoSuchFileException | JacksonException e) {
            return CentreState.NOTHING;
        }
    }

    /** Nothing was said to an agent that enrols anew. */
    public void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    void write(CentreState state) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(state));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
