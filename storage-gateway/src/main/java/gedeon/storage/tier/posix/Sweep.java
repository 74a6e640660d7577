package gedeon.storage.tier.posix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tidies up after writers that died: their staged files hold no name in {@code blobs/} and no version, and their packs end in room that was written ahead. A
 * pack is cut behind its last record with a whole header; holes in the middle stay for compaction.
 *
 * <p>A writer that was away for longer than its lease is not dead: it may come back and write into the pack that it had open. So its pack is ended first, by
 * the mark that names it as open: whoever finds that mark gone acknowledges nothing more of it ({@link Pack#await}). It is cut by a later sweep, when both its
 * end and its last change are long past: longer than any cache of a file system may show the mark of before.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** Behind a pack's name: it was ended for its writer, and is not cut yet. */
    static final String ENDED = ".ended";

    private final PosixTier tier;
    private final Instant before;

    Sweep(PosixTier tier, Duration untouched, Clock clock) {
        this.tier = tier;
        this.before = clock.instant().minus(untouched);
    }

    void run(Predicate<UUID> alive) throws IOException {
        Path all = java.util.Objects.requireNonNull(tier.staging().getParent());
        try (DirectoryStream<Path> writers = Files.newDirectoryStream(all)) {
            for (Path writer : writers) {
                UUID id = uuid(String.valueOf(writer.getFileName()));
                if (id != null && !alive.test(id) && old(writer)) {
                    tidy(writer);
                }
            }
        }
    }

    private static @org.jspecify.annotations.Nullable UUID uuid(String name) {
        try {
            return UUID.fromString(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean old(Path path) throws IOException {
        try {
            return Files.getLastModifiedTime(path).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void tidy(Path writer) throws IOException {
        int removed = 0;
        boolean left = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(writer)) {
            for (Path file : files) {
                boolean done = old(file) && done(file);
                if (done) {
                    tier.disk.delete(file);
                    removed++;
                }
                // What stands for an open pack leaves its end behind.
                left |= !done || file.toString().endsWith(PosixTier.PACK);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        if (!left) {
            tier.disk.delete(writer);
            LOG.info("tidied up after writer {}: {} staged or open files", writer.getFileName(), removed);
        }
    }

    /** Whether what the file stands for needs it no longer. */
    private boolean done(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(PosixTier.PACK)) {
            return ended(file, tier.root().resolve("packs").resolve(name));
        }
        if (name.endsWith(ENDED)) {
            String open = name.substring(0, name.length() - ENDED.length());
            return Files.notExists(file.resolveSibling(open))
                    && sealed(tier.root().resolve("packs").resolve(open));
        }
        return true;
    }

    /** Ends a pack that nobody changed for long: {@code open} may go. */
    private boolean ended(Path open, Path pack) throws IOException {
        if (Files.exists(pack) && !old(pack)) {
            return false;
        }
        Path end = open.resolveSibling(open.getFileName() + ENDED);
        // One that was left by a sweep that died is too old to count from.
        tier.disk.delete(end);
        tier.disk.create(end).close();
        return true;
    }

    /** False where the pack was changed since it was ended. */
    private boolean sealed(Path pack) throws IOException {
        if (!Files.exists(pack)) {
            return true;
        }
        if (!old(pack)) {
            return false;
        }
        try (FileChannel channel = tier.disk.change(pack, false)) {
            long end = Records.walk(channel, (at, head, size) -> {});
            if (end < channel.size()) {
                tier.disk.truncate(channel, end);
                tier.disk.force(channel, pack);
            }
        }
        return true;
    }
}
