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
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

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
                String name = String.valueOf(file.getFileName());
                if (!old(file)) {
                    left = true;
                    continue;
                }
                if (name.endsWith(PosixTier.PACK)) {
                    left |= !seal(tier.root().resolve("packs").resolve(name));
                }
                if (!left) {
                    tier.disk.delete(file);
                    removed++;
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
        if (!left) {
            tier.disk.delete(writer);
            LOG.info("tidied up after writer {}: {} staged or open files", writer.getFileName(), removed);
        }
    }

    /** False where the pack was changed a moment ago: its writer may still live. */
    private boolean seal(Path pack) throws IOException {
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
