package gedeon.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Gives back, last first, whatever the demo took; once, be it at the end, after a failure or at Ctrl-C. */
final class Cleanup implements AutoCloseable {
    private final Deque<AutoCloseable> taken = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        synchronized (taken) {
            taken.push(resource);
        }
        return resource;
    }

    @Override
    public void close() {
        List<AutoCloseable> all;
        synchronized (taken) {
            all = List.copyOf(taken);
            taken.clear();
        }
        for (AutoCloseable resource : all) {
            try {
                resource.close();
            } catch (Exception e) {
                // the others must be given back all the same
                Thread.yield();
            }
        }
    }

    /** Removes a folder with all that is in it; what has gone meanwhile is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                path.toFile().setWritable(true);
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
