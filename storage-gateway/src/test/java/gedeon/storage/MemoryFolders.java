package gedeon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folders in memory, for a database server that makes a database for each test: a disk takes a second for one. Those of processes that are dead go. Where
 * figures are wanted ({@code -Dgedeon.figures=true}) it lies on the disk all the same.
 */
final class MemoryFolders {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH = 3L << 30;
    private static final String PREFIX = "gedeon-tests-";

    private MemoryFolders() {}

    /** Empty where the machine has no such place, or too little of it. */
    static Optional<Path> own() throws IOException {
        if (Boolean.getBoolean("gedeon.figures")
                || !Files.isWritable(MEMORY)
                || Files.getFileStore(MEMORY).getUsableSpace() < ENOUGH) {
            return Optional.empty();
        }
        List<Path> before;
        try (Stream<Path> all = Files.list(MEMORY)) {
            before = all.filter(MemoryFolders::isOfADeadOne).toList();
        }
        for (Path one : before) {
            remove(one);
        }
        return Optional.of(
                MEMORY.resolve(PREFIX + ProcessHandle.current().pid()).resolve("postgres"));
    }

    private static boolean isOfADeadOne(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith(PREFIX)
                && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length())))
                        .isEmpty();
    }

    private static void remove(Path folder) throws IOException {
        // Another process may remove it, too.
        for (Path one : LiveFolder.all(folder).reversed()) {
            Files.deleteIfExists(one);
        }
    }
}
