package gedeon.sync.free;

import gedeon.sync.journal.FreedLog.Freeing;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Puts an acquisition aside in a hidden folder beside it, back, or away for good. Each act may be repeated after a kill. */
final class Aside {
    static final String PREFIX = ".gedeon-freeing-";

    private Aside() {}

    /** By renaming, one thing after the other. @throws IOException where one cannot be renamed: some are aside then */
    static void put(Freeing freeing) throws IOException {
        Path aside = Path.of(freeing.aside());
        Files.createDirectory(aside);
        for (String thing : freeing.things()) {
            Files.move(Path.of(freeing.home()).resolve(thing), aside.resolve(thing), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** All that is aside. @throws FileAlreadyExistsException where something else lies at its place by now: it stays aside, and nothing is lost */
    static void back(Freeing freeing) throws IOException {
        Path aside = Path.of(freeing.aside());
        Path home = Path.of(freeing.home());
        for (String thing : freeing.things()) {
            Path from = aside.resolve(thing);
            Path to = home.resolve(thing);
            if (!Whole.lies(from)) {
                continue;
            }
            if (Whole.lies(to)) {
                throw new FileAlreadyExistsException(
                        to.toString(), from.toString(), "was written anew while it was put aside; look at both");
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(aside);
    }

    /** Deletes what is aside; absent: does nothing. */
    static void delete(Freeing freeing) throws IOException {
        Path aside = Path.of(freeing.aside());
        if (!Whole.lies(aside)) {
            return;
        }
        Files.walkFileTree(aside, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                gone(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                gone(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void gone(Path path) throws IOException {
        try {
            Files.delete(path);
        } catch (NoSuchFileException e) {
            // Somebody was quicker.
        }
    }
}
