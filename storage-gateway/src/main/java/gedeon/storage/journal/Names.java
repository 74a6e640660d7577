package gedeon.storage.journal;

import java.time.Instant;

/**
 * Names of the journal's files: {@code TIME-WRITER-NUMBER.gjl} of what is added to, {@code snapshot-TIME-NUMBER.gz} and, behind all of these,
 * {@code snapshot-TIME.done}. Times are milliseconds since 1970 in thirteen digits, of when the file or the snapshot was begun.
 */
final class Names {
    private static final String SNAPSHOT = "snapshot-";
    private static final String DONE = ".done";
    private static final int TIME = 13;

    private Names() {}

    static String segment(long millis, String writer, int number) {
        return "%013d-%s-%04d.gjl".formatted(millis, writer, number);
    }

    static String snapshot(Instant begun, int number) {
        return SNAPSHOT + "%013d-%05d.gz".formatted(begun.toEpochMilli(), number);
    }

    static boolean isSnapshot(String name) {
        return name.startsWith(SNAPSHOT);
    }

    static boolean isDone(String name) {
        return isSnapshot(name) && name.endsWith(DONE);
    }

    /** The mark of the snapshot that a file belongs to. */
    static String done(String file) {
        return file.substring(0, SNAPSHOT.length() + TIME) + DONE;
    }

    static Instant of(String name) {
        int from = isSnapshot(name) ? SNAPSHOT.length() : 0;
        return Instant.ofEpochMilli(Long.parseLong(name.substring(from, from + TIME)));
    }
}
