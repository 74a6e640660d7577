package gedeon.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** A database's files as they were copied, from which PostgreSQL goes on by its log. */
public final class RestoredFiles {
    /** A letter for the zone is not understood there. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

    private final BackupFolder folder;
    private final BaseBackup base;

    private RestoredFiles(BackupFolder folder, BaseBackup base) {
        this.folder = folder;
        this.base = base;
    }

    /**
     * Finds the newest copy from which that moment can be reached.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static RestoredFiles of(BackupFolder folder, Optional<Instant> until) throws IOException {
        List<BaseBackup> bases = folder.bases();
        if (bases.isEmpty()) {
            throw new IllegalArgumentException(folder.root() + " holds no whole copy of a database");
        }
        return bases.reversed().stream()
                .filter(base -> until.isEmpty() || !base.ended().isAfter(until.get()))
                .findFirst()
                .map(base -> new RestoredFiles(folder, base))
                .orElseThrow(() -> new IllegalArgumentException("the first moment that can be reached is "
                        + bases.getFirst().ended()));
    }

    public BaseBackup base() {
        return base;
    }

    /** Reads all of it. @throws IOException where something is not what was copied, or a segment of the log is missing */
    public void check() throws IOException {
        DatabaseFiles.check(folder.base(base.name()), Optional.empty());
        requireLog();
    }

    /** Writes it there; PostgreSQL goes on by its log at its next start with {@link #settings}. */
    public void write(Path to) throws IOException {
        requireLog();
        DatabaseFiles.check(folder.base(base.name()), Optional.of(to));
        Trees.write(to.resolve("recovery.signal"), "");
        Trees.forceFolders(to);
    }

    private void requireLog() throws IOException {
        for (String segment : List.of(base.firstLog(), base.lastLog())) {
            if (!Files.isRegularFile(folder.log().resolve(segment))) {
                throw new IOException("the segment " + segment + " of the log is missing in " + folder.log()
                        + ", without which " + base.name() + " is not whole");
            }
        }
    }

    /** The password with which that database lets its server in. */
    public String password() throws IOException {
        return Files.readString(folder.base(base.name()).resolve("database.password"))
                .strip();
    }

    /** @param until empty: as far as the log goes */
    public List<String> settings(Optional<Instant> until) {
        return until.map(moment -> List.of(
                        folder.restoring(),
                        "recovery_target_time=" + TIME.format(moment),
                        "recovery_target_action=promote"))
                .orElseGet(() -> List.of(folder.restoring()));
    }
}
