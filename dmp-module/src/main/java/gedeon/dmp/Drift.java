package gedeon.dmp;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A plan's commitments against reality at one moment. What cannot be measured is not listed: nothing is green that was not looked at. */
public record Drift(UUID plan, int version, Instant at, List<Item> items) {
    public Drift {
        requireNonNull(plan, "plan");
        requireNonNull(at, "at");
        items = List.copyOf(items);
    }

    /** The worst of all; {@link Grade#OK} where nothing was promised that can be measured. */
    public Grade worst() {
        return items.stream().map(Item::grade).max(Grade::compareTo).orElse(Grade.OK);
    }

    /** In order of gravity. */
    public enum Grade {
        OK,
        WATCH,
        GRAVE
    }

    /**
     * @param key of the output, or empty where it is about the notebook as a whole
     * @param output for people
     * @param commitment stable: {@code volume}, {@code room}, {@code release-date}, {@code retention-end}
     * @param unit {@code B} or {@code days late}
     * @param since when the drift was first seen; null while there is none
     * @param note one sentence: the evidence, and what to do where it drifts
     */
    public record Item(
            String key,
            String output,
            String commitment,
            long promised,
            long measured,
            String unit,
            Grade grade,
            @Nullable Instant since,
            String note) {
        public Item {
            requireNonNull(key, "key");
            requireNonNull(output, "output");
            requireNonNull(commitment, "commitment");
            requireNonNull(unit, "unit");
            requireNonNull(grade, "grade");
            requireNonNull(note, "note");
        }

        public Item since(@Nullable Instant seen) {
            return new Item(key, output, commitment, promised, measured, unit, grade, seen, note);
        }

        /** Whether it is the same commitment, whatever its figures. */
        public boolean sameAs(Item other) {
            return key.equals(other.key) && commitment.equals(other.commitment);
        }
    }
}
