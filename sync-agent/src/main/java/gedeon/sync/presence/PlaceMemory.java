package gedeon.sync.presence;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where each source's folder lay when something was last seen in it, kept in a small file so that a share that is missing after a restart is known to be missing.
 * Written anew by rename at each change, which is rare. Losing it costs a day of caution, nothing else: a file that cannot be read or written is none.
 */
public final class PlaceMemory {
    private static final System.Logger LOG = System.getLogger(PlaceMemory.class.getName());
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final Map<String, Remembered> bySource = new ConcurrentHashMap<>();

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Remembered(String source, String folder, Place place) {
        Remembered {
            requireNonNull(source, "source");
            requireNonNull(folder, "folder");
            requireNonNull(place, "place");
        }
    }

    private record Kept(List<Remembered> folders) {
        Kept {
            folders = List.copyOf(folders);
        }
    }

    private PlaceMemory(Path file) {
        this.file = file;
    }

    public static PlaceMemory open(Path file) {
        PlaceMemory memory = new PlaceMemory(file);
        try {
            Optional.ofNullable(JSON.readValue(Files.readString(file), Kept.class))
                    .ifPresent(kept -> kept.folders().forEach(one -> memory.bySource.put(one.source(), one)));
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "no folder was seen yet");
        } catch (IOException | JacksonException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what " + file + " says of folders cannot be read; it is written anew: " + e.getMessage());
        }
        return memory;
    }

    /** Of this source with this folder; another folder is another story. */
    public Optional<Place> place(String source, Path folder) {
        return Optional.ofNullable(bySource.get(source))
                .filter(one -> one.folder().equals(folder.toString()))
                .map(Remembered::place);
    }

    void saw(String source, Path folder, Place place) {
        Remembered now = new Remembered(source, folder.toString(), place);
        if (!now.equals(bySource.put(source, now))) {
            save();
        }
    }

    private void save() {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, JSON.writeValueAsBytes(new Kept(List.copyOf(bySource.values()))));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "where folders lie cannot be kept in " + file + ": " + e);
        }
    }
}
