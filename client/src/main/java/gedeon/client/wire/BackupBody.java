package gedeon.client.wire;

import java.time.Instant;

/**
 * A whole copy of the database.
 *
 * @param ended the earliest moment to which it can be brought
 * @param firstLog the first segment of the write-ahead log that it needs
 */
public record BackupBody(String name, Instant began, Instant ended, long files, long bytes, String firstLog) {}
