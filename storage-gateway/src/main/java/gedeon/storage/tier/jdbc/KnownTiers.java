package gedeon.storage.tier.jdbc;

import gedeon.storage.sql.Sql;
import gedeon.storage.tier.TierKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The rows of tiers as this process knows them, read again each two seconds, and what follows from them. */
final class KnownTiers {
    private static final long FRESH_NANOS = 2_000_000_000L;
    /** Behind all that is read at once. */
    private static final int OFFLINE_RANK = 1 << 20;

    private final TierRows rows;
    private final Map<String, TierKind> kinds;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(Map.of(), Map.of(), 0, 0));

    KnownTiers(TierRows rows, Map<String, TierKind> kinds) {
        this.rows = rows;
        this.kinds = kinds;
    }

    /**
     * Rows as they were.
     *
     * @param look number of the look at them: one that began later knows whatever an earlier one does
     */
    record Known(Map<Short, TierRow> tiers, Map<Integer, TierRows.Landing> landing, long at, long look) {
        static Known later(Known one, Known other) {
            return one.look() > other.look() ? one : other;
        }
    }

    /** What is known from now on: at least whatever was committed before. */
    Known look() {
        long look = looks.incrementAndGet();
        Map<Short, TierRow> tiers = new HashMap<>();
        rows.all().forEach(row -> tiers.put(row.id(), row));
        return known.accumulateAndGet(
                new Known(Map.copyOf(tiers), rows.landing(), System.nanoTime(), look), Known::later);
    }

    /** At most two seconds old, but where the database does not answer. */
    private Known now() {
        Known now = known.get();
        // One looks, the others go on with what they know.
        if (System.nanoTime() - now.at() > FRESH_NANOS && looking.tryLock()) {
            try {
                now = look();
            } catch (Sql.Failed e) {
                // As it was: whoever needs the database finds out by himself.
                now = known.updateAndGet(
                        last -> new Known(last.tiers(), last.landing(), System.nanoTime(), last.look()));
            } finally {
                looking.unlock();
            }
        }
        return now;
    }

    /** Null where there is none of that id. */
    @Nullable TierRow row(short id) {
        TierRow row = now().tiers().get(id);
        return row == null ? look().tiers().get(id) : row;
    }

    /** See {@link gedeon.storage.tier.Tiers#rank}: what must be recalled lies behind all else. */
    int rank(TierRow row) {
        return recall(row).isPresent() ? OFFLINE_RANK + row.rank() : row.rank();
    }

    /** Settings that its kind does not understand are those of an archive: opening it says what is wrong. */
    Optional<Duration> recall(TierRow row) {
        TierKind kind = kinds.get(row.kind());
        try {
            return kind == null ? Optional.empty() : kind.recall(row.settings());
        } catch (IllegalArgumentException e) {
            return Optional.of(Duration.ZERO);
        }
    }

    boolean readOnly(TierRow row) {
        TierKind kind = kinds.get(row.kind());
        return kind != null && kind.readOnly();
    }

    /** Whether it takes new blobs: it is online, and what lies there is read at once. */
    boolean lands(TierRow row) {
        return row.state() == TierRow.State.ONLINE && recall(row).isEmpty() && !readOnly(row);
    }

    /** Those of the notebook's policy that take new blobs; where none does, any that its demands allow; else as the policy says. */
    List<Short> landing(int notebook, short house) {
        Known now = now();
        TierRows.Landing landing = now.landing().get(notebook);
        List<Short> wanted = landing == null ? List.of(house) : landing.tiers();
        List<Short> taking = new ArrayList<>();
        for (short id : wanted) {
            TierRow row = now.tiers().get(id);
            if (row != null && lands(row)) {
                taking.add(id);
            }
        }
        if (!taking.isEmpty()) {
            return taking;
        }
        List<Short> any = anyOnline(now, landing == null ? Demands.NONE : landing.demands());
        return any.isEmpty() ? wanted : any;
    }

    private List<Short> anyOnline(Known now, Demands demands) {
        return now.tiers().values().stream()
                .filter(row -> lands(row) && demands.allow(row.traits()))
                .sorted(Comparator.comparingInt(TierRow::rank).thenComparing(TierRow::id))
                .map(TierRow::id)
                .toList();
    }

    /** All that are not switched off, the nearest first. */
    List<Short> nearest() {
        return now().tiers().values().stream()
                .filter(row -> row.state() != TierRow.State.OFF)
                .sorted(Comparator.comparingInt(TierRow::rank).thenComparing(TierRow::id))
                .map(TierRow::id)
                .toList();
    }
}
