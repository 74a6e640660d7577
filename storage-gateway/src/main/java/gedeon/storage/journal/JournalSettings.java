package gedeon.storage.journal;

import java.time.Duration;

/**
 * @param every how long what nobody waits for may wait to be written
 * @param segment bytes after which a file of the journal is ended, and {@code age} after which it is
 * @param keepEvery how often ended files are copied to the tiers that do not have them
 * @param snapshotEvery how long after the last snapshot a new one is made
 * @param overlap for how long before a snapshot lines are kept: a single upload takes less than this
 */
public record JournalSettings(
        Duration every, int segment, Duration age, Duration keepEvery, Duration snapshotEvery, Duration overlap) {
    public static final JournalSettings DEFAULTS = new JournalSettings(
            Duration.ofMillis(500),
            16 << 20,
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofDays(30),
            Duration.ofDays(7));

    public JournalSettings keptEvery(Duration other) {
        return new JournalSettings(every, segment, age, other, snapshotEvery, overlap);
    }
}
