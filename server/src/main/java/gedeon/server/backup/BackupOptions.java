package gedeon.server.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where copies of the database go, and how often: {@code GEDEON_BACKUP_TO}, {@code GEDEON_BACKUP_KEYS_TO}, {@code GEDEON_BACKUP_EVERY} (ISO 8601, a day),
 * {@code GEDEON_BACKUP_KEEP} (copies, 7), {@code GEDEON_BACKUP_LOG_EVERY} (ISO 8601, a quarter of an hour).
 *
 * @param to empty: no copies are made
 * @param keysTo where the keys are copied to: never beside the database, whose secrets they open
 * @param logEvery how much of people, keys and plans may be lost with the machine
 */
public record BackupOptions(
        Optional<BackupFolder> to, Optional<Path> keysTo, Duration every, int keep, Duration logEvery) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public static final BackupOptions NONE =
            new BackupOptions(Optional.empty(), Optional.empty(), Duration.ofDays(1), 7, Duration.ofMinutes(15));

    /** @throws IllegalArgumentException where one of them cannot be used, with the remedy */
    public BackupOptions {
        if (every.compareTo(SHORTEST) < 0 || logEvery.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("GEDEON_BACKUP_EVERY and GEDEON_BACKUP_LOG_EVERY are a second or more");
        }
        if (keep < 1) {
            throw new IllegalArgumentException("GEDEON_BACKUP_KEEP must be 1 or more, was " + keep);
        }
        if (to.isPresent() && keysTo.isPresent()) {
            Path database = to.get().root();
            Path keys = keysTo.get();
            if (database.startsWith(keys) || keys.startsWith(database)) {
                throw new IllegalArgumentException("keys are not copied to where the database is copied to: " + keys
                        + " and " + database + " lie in one another; who finds the one is not to have the other");
            }
        }
    }

    /** Where copies are written, of the database and of the keys; none where none are made. */
    public List<Path> folders() {
        return Stream.concat(to.map(BackupFolder::root).stream(), keysTo.stream())
                .toList();
    }

    public static BackupOptions of(Map<String, String> environment) {
        return new BackupOptions(
                text(environment, "GEDEON_BACKUP_TO").map(path -> new BackupFolder(Path.of(path))),
                text(environment, "GEDEON_BACKUP_KEYS_TO")
                        .map(path -> Path.of(path).toAbsolutePath().normalize()),
                duration(environment, "GEDEON_BACKUP_EVERY", NONE.every()),
                number(environment, "GEDEON_BACKUP_KEEP", NONE.keep()),
                duration(environment, "GEDEON_BACKUP_LOG_EVERY", NONE.logEvery()));
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static Duration duration(Map<String, String> environment, String name, Duration otherwise) {
        String text = text(environment, name).orElse(otherwise.toString());
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " is no duration: \"" + text + "\"; write PT15M for a quarter of an hour, P1D for a day", e);
        }
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        String text = text(environment, name).orElse(String.valueOf(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no number: \"" + text + "\"", e);
        }
    }
}
