package gedeon.storage.figures;

import com.sun.management.OperatingSystemMXBean;
import gedeon.storage.GatewaySettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A PostgreSQL on a disk, with what the server gives its own: what is measured waits for the same syncs. */
final class DiskDatabase implements AutoCloseable {
    /** As the server's own has on this machine. */
    static final long BUFFERS = Math.clamp(
            ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() / 8,
            128L << 20,
            8L << 30);

    private final EmbeddedPostgres postgres;

    DiskDatabase(Path folder) throws IOException {
        this(folder, Map.of());
    }

    /** @param more settings beside those of the server's own */
    DiskDatabase(Path folder, Map<String, String> more) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", (BUFFERS >> 20) + "MB");
        more.forEach(builder::setServerConfig);
        this.postgres = builder.start();
    }

    String url() {
        return url("postgres");
    }

    String url(String database) {
        return postgres.getJdbcUrl("postgres", database);
    }

    static GatewaySettings settings(String url) {
        return GatewaySettings.of(url, "postgres", "postgres", new byte[32], List.of("catalogue"));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
