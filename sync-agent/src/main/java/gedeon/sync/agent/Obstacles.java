package gedeon.sync.agent;

import gedeon.client.Obstacle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What stands in the agent's way now, a line each, in a file beside its configuration: so that whoever asks for its status is told, also where the agent was stopped
 * by it. Not needed for anything else, and never more than the last thing that could be written.
 */
final class Obstacles {
    private final Path file;
    private List<String> written = List.of();
    private boolean known;

    Obstacles(Path config) {
        this.file = config.toAbsolutePath().resolveSibling(config.getFileName() + ".obstacles");
    }

    /** Writes where there is something new. A disk that takes nothing leaves what was there. */
    synchronized void write(List<String> now) {
        if (known && now.equals(written)) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (now.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.write(fresh, now);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
            written = List.copyOf(now);
            known = true;
        } catch (IOException e) {
            System.getLogger(Obstacles.class.getName())
                    .log(System.Logger.Level.DEBUG, file + " could not be written", e);
        }
    }

    List<Obstacle> read() throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .flatMap(line -> Obstacle.read(line).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
