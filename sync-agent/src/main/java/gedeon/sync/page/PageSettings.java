package gedeon.sync.page;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code statusPort} of the agent's configuration: the page's port; 0, or nothing, for any that is free; -1 for no page. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PageSettings(@Nullable Integer statusPort) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public PageSettings {
        if (statusPort != null && (statusPort < -1 || statusPort > 65_535)) {
            throw new IllegalArgumentException(
                    "statusPort is a port, 0 for any that is free, or -1 for no page; was " + statusPort);
        }
    }

    public static PageSettings read(Path config) throws IOException {
        try {
            return JSON.readValue(Files.readString(config), PageSettings.class);
        } catch (JacksonException e) {
            throw new IOException("statusPort in " + config + " cannot be used: " + e.getOriginalMessage(), e);
        }
    }

    public boolean on() {
        return statusPort == null || statusPort >= 0;
    }

    public int port() {
        return statusPort == null || statusPort < 0 ? 0 : statusPort;
    }

    /** Where the address of the page of an agent with this configuration stands while it is open. */
    public static Path told(Path config) {
        return config.toAbsolutePath().resolveSibling(config.getFileName() + ".page");
    }
}
