package gedeon.storage.lifecycle.jobs;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a stretch is: up to the first of its looks that is not done, although later ones may be. */
final class Passed {
    private final Runnable keep;
    private final Round.Stretch stretch;
    private final BitSet done = new BitSet();
    private final Map<Integer, String> failures = new HashMap<>();
    private int looks;
    private long counted;
    private int nextLooks;
    private long nextCounted;

    /** @param keep see {@link Round#tell} */
    Passed(Runnable keep, Round.Stretch stretch) {
        this.keep = keep;
        this.stretch = stretch;
    }

    static Passed nothing() {
        return new Passed(() -> {}, new Round.Stretch(List.of(), null, 0));
    }

    /** @param failure why it has to be looked at again; null where it has not */
    synchronized void done(int look, @Nullable String failure) {
        if (failure != null) {
            failures.put(look, failure);
        }
        done.set(look);
    }

    /**
     * What came since the last that was told; asked again where it could not be told.
     *
     * @param bytes that passed meanwhile
     */
    StorageJobs.Step next(long bytes) {
        StorageJobs.Step step = step(bytes);
        if (nextLooks > looks) {
            keep.run();
        }
        return step;
    }

    private synchronized StorageJobs.Step step(long bytes) {
        int all = stretch.looks().size();
        nextLooks = done.nextClearBit(0);
        nextCounted = nextLooks == all ? stretch.passed() : (long) stretch.passed() * nextLooks / all;
        long failed = 0;
        long roundBytes = 0;
        String why = null;
        for (int i = looks; i < nextLooks; i++) {
            roundBytes += stretch.looks().get(i).bytes();
            String failure = failures.get(i);
            if (failure != null) {
                failed++;
                why = failure;
            }
        }
        return new StorageJobs.Step(
                nextLooks == all
                        ? stretch.at()
                        : nextLooks == 0
                                ? null
                                : stretch.looks().get(nextLooks - 1).at(),
                nextCounted - counted,
                bytes,
                roundBytes,
                failed,
                why);
    }

    synchronized void told() {
        looks = nextLooks;
        counted = nextCounted;
    }
}
