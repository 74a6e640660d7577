package gedeon.sync.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What enrolment gave, as kept in the configuration file, which only its owner can read.
 *
 * @param signedBy the server's public key, by which its notices are known; null of an enrolment that is older than these
 */
record AgentConfig(
        String server,
        String agent,
        String token,
        String accessKey,
        String secretKey,
        String s3Url,
        String region,
        String instrument,
        String notebook,
        String bucket,
        @Nullable String signedBy) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    AgentConfig {
        URI.create(server);
        URI.create(s3Url);
    }

    static AgentConfig read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), AgentConfig.class);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file + " is not there: enrol this agent first (agent enrol --server URL --code CODE)", e);
        } catch (JacksonException e) {
            throw new IOException(file + " is not an agent's configuration; enrol again with another --config", e);
        }
    }

    /** Refuses to take another agent's place: its key and its journal would be lost. */
    static void refuseIfThere(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(
                    file.toString(),
                    null,
                    "an agent is enrolled there already; give this one another --config, or move that file away");
        }
    }

    void write(Path file) throws IOException {
        Path folder = home(file);
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folder);
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(this));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The folder that holds the configuration and the journal. */
    static Path home(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is no file; give --config a file");
        }
        return folder;
    }

    Path journal(Path file) {
        return file.toAbsolutePath().resolveSibling(file.getFileName() + ".journal");
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "AgentConfig[server=" + server + ", agent=" + agent + ", instrument=" + instrument + ", bucket=" + bucket
                + "]";
    }
}
