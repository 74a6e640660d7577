package gedeon.server.web.operations;

import gedeon.kernel.ByteCount;
import gedeon.server.tiers.TierRooms.Room;
import gedeon.server.web.Moment;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.tier.jdbc.Held;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A tier as a row.
 *
 * @param room {@code free}, {@code endless}, {@code reads}, {@code failed}, {@code silent} or {@code off}
 * @param told bytes that are free, or why it failed
 * @param held bytes when they were last counted; empty where nobody has
 * @param looked when the last whole round of fixity ended
 * @param percent how far the present one is; -1 where there is none
 * @param done copies of {@code all} that it has read
 * @param drains whether it may be emptied now, and so on
 */
record TierLine(
        String name,
        String kind,
        String state,
        boolean house,
        String room,
        String told,
        String held,
        String blobs,
        @Nullable Moment counted,
        @Nullable Moment looked,
        int percent,
        String done,
        String all,
        String damaged,
        String lost,
        boolean drains,
        boolean returns,
        boolean ends,
        boolean audits) {
    static TierLine of(Facts.OfTier tier, Locale locale) {
        TierRow row = tier.row();
        Held held = row.held();
        StorageJob fixity = tier.fixity();
        Instant ended = fixity == null ? null : fixity.roundEnded();
        return new TierLine(
                row.name(),
                row.kind(),
                row.state().name(),
                tier.house(),
                room(tier),
                told(tier.room(), locale),
                held == null ? "" : new ByteCount(held.bytes()).human(locale),
                held == null ? "" : Risks.count(held.blobs(), locale),
                held == null ? null : Moment.of(held.counted(), locale),
                ended == null ? null : Moment.of(ended, locale),
                fixity == null ? -1 : percent(fixity),
                fixity == null ? "" : Risks.count(fixity.done(), locale),
                fixity == null ? "" : Risks.count(fixity.blobs(), locale),
                tier.damage().open() == 0
                        ? ""
                        : Risks.upTo(Damages.MOST, tier.damage().open(), locale),
                tier.damage().lost() == 0
                        ? ""
                        : Risks.upTo(Damages.MOST, tier.damage().lost(), locale),
                row.state() == TierRow.State.ONLINE,
                row.state() != TierRow.State.ONLINE,
                row.state() != TierRow.State.OFF && !tier.house(),
                row.state() != TierRow.State.OFF);
    }

    private static String room(Facts.OfTier tier) {
        return switch (tier.room()) {
            case Room.Free free -> tier.reads() ? "reads" : free.bytes() == Long.MAX_VALUE ? "endless" : "free";
            case Room.Failed failed -> "failed";
            case Room.Silent silent -> "silent";
            case Room.Off off -> "off";
        };
    }

    private static String told(Room room, Locale locale) {
        return switch (room) {
            case Room.Free free -> new ByteCount(Math.max(0, free.bytes())).human(locale);
            case Room.Failed failed -> failed.why();
            case Room.Silent silent -> "";
            case Room.Off off -> "";
        };
    }

    /** Of a round that is under way; -1 where the last one has ended and the next has not begun. */
    static int percent(StorageJob job) {
        Instant began = job.roundBegan();
        Instant ended = job.roundEnded();
        if (began == null || ended != null && !ended.isBefore(began)) {
            return -1;
        }
        return job.blobs() == 0 ? 100 : (int) Math.min(100, 100 * job.done() / job.blobs());
    }
}
