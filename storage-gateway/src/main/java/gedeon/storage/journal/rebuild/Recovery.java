package gedeon.storage.journal.rebuild;

import gedeon.storage.BlobId;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Readmission;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Versions of blobs that no line of a journal names, and that may have been acknowledged in the last moments of the old database: those that can have been
 * committed after the journals' last word, by when they were begun and how long they are. Each comes as a new version, by the ordinary way of a commit; what it
 * would have been refused for then, or a newer version of its key, keeps it out. All others were refused, failed or removed, and stay where they are.
 */
public final class Recovery {
    private static final int AT_ONCE = 500;

    /** From the last byte of a blob to its commit, what copies of a journal may lag behind one another, and clocks that differ. */
    private static final Duration AROUND = Duration.ofHours(1);

    /** Bytes a second: whoever sends fewer is cut. */
    private static final long SLOWEST = 512;

    private static final String NEVER_ACKNOWLEDGED =
            "no version named it when the journal was last written: it was removed before, refused, or failed";

    private final Sql sql;
    private final Readmission readmission;
    private final Duration overlap;

    public Recovery(Sql sql, Readmission readmission, JournalSettings settings) {
        this.sql = sql;
        this.readmission = readmission;
        this.overlap = settings.overlap();
    }

    /** @param report of the rebuild that left them; what it kept for this goes away on return */
    public RebuildReport run(RebuildReport report) throws IOException {
        long begun = System.nanoTime();
        BlobId first = new BlobId(Math.max(0, report.told().minus(overlap).toEpochMilli()) << 16, 0);
        Map<String, Long> left = new TreeMap<>();
        long recovered = 0;
        String last = NewVersion.uuid(first).toString();
        List<Held> page;
        do {
            page = page(last);
            for (Held one : page) {
                last = NewVersion.uuid(one.blob().at().blob()).toString();
                Readmission.Outcome outcome = over(one, report.told())
                        ? new Readmission.Outcome(false, NEVER_ACKNOWLEDGED)
                        : readmission.readmit(one.tier(), one.blob());
                if (outcome.readmitted()) {
                    recovered++;
                } else {
                    left.merge(outcome.why(), 1L, Long::sum);
                }
            }
        } while (page.size() == AT_ONCE);
        long older = sql.one(
                        row -> row.getLong(1),
                        "select count(distinct h.blob) from rebuild_held h where h.blob <= ?::uuid and not exists (select 1 from rebuild_named n where n.blob = h.blob)",
                        NewVersion.uuid(first).toString())
                .orElse(0L);
        if (older > 0) {
            left.merge(NEVER_ACKNOWLEDGED, older, Long::sum);
        }
        try (Connection c = sql.connection()) {
            RebuildTables.clear(c);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return report.with(
                recovered,
                left.entrySet().stream()
                        .map(one -> new RebuildReport.Left(one.getKey(), one.getValue()))
                        .toList(),
                report.took().plusNanos(System.nanoTime() - begun));
    }

    /** Whether its commit would be told of, had there been one: a blob begun then, of that length, was committed or refused before. */
    private boolean over(Held one, Instant told) {
        Duration upload = AROUND.plusSeconds(one.blob().at().length() / SLOWEST);
        Duration longest = upload.compareTo(overlap) < 0 ? upload : overlap;
        return one.blob().at().blob().begun().isBefore(told.minus(longest));
    }

    private List<Held> page(String after) {
        return sql.list(
                Held::read,
                "select distinct on (h.blob) h.* from rebuild_held h where h.blob > ?::uuid and not exists (select 1 from rebuild_named n where n.blob = h.blob) "
                        + "order by h.blob, h.tier limit " + AT_ONCE,
                after);
    }
}
