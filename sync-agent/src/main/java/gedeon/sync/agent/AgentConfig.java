package gedeon.sync.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.client.Connection;
import gedeon.client.ConnectionSettings;
import gedeon.sync.free.FreeUpSettings;
import gedeon.sync.transfer.BandwidthPlan;
import gedeon.sync.transfer.BandwidthRule;
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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What enrolment gave, as kept in the configuration file, which only its owner can read; and what somebody wrote there: how the server is reached, when how many
 * bytes a second may leave, and the share of that which is left while an acquisition is written.
 *
 * @param signedBy the server's public key, by which its notices are known; null of an enrolment that is older than these
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        @Nullable FreeUpSettings freeUp,
        @Nullable ConnectionSettings connection,
        @Nullable List<BandwidthRule> bandwidth,
        @Nullable Double bandwidthWhileAcquiring,
        @Nullable String signedBy) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    AgentConfig {
        URI.create(server);
        URI.create(s3Url);
        plan(bandwidth, bandwidthWhileAcquiring);
    }

    BandwidthPlan plan() {
        return plan(bandwidth, bandwidthWhileAcquiring);
    }

    private static BandwidthPlan plan(@Nullable List<BandwidthRule> rules, @Nullable Double share) {
        return new BandwidthPlan(rules == null ? List.of() : rules, share == null ? BandwidthPlan.HALF : share);
    }

    Connection way() throws IOException {
        return Connection.of(connection == null ? ConnectionSettings.NONE : connection, System.getenv());
    }

    /** Whether it may delete what it sent: only where somebody wrote so. */
    FreeUpSettings freeing() {
        return freeUp == null ? FreeUpSettings.OFF : freeUp;
    }

    static AgentConfig read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), AgentConfig.class);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file + " is not there: enrol this agent first (agent enrol --server URL --code CODE)", e);
        } catch (JacksonException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IllegalArgumentException wrong) {
                    throw new IOException(file + " has a setting that cannot be: " + wrong.getMessage(), e);
                }
            }
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

    /** What was deleted here, beside the journal. */
    static Path freed(Path file) {
        return file.toAbsolutePath().resolveSibling(file.getFileName() + ".freed");
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
