package gedeon.storage.lifecycle;

import java.time.Duration;

/**
 * @param jobsAtOnce how many jobs this process works on at the same time
 * @param claim how long a job, or a copy, of a process that died waits for another
 * @param pause between two looks for something to do
 * @param arrivalsEvery how often what came lately is brought to where it belongs
 * @param placingEvery how long after a whole round the next begins
 * @param retiredFor how long the bytes of a copy that was moved away stay for its readers
 * @param holes share of a pack from which on it is written anew
 * @param fixityEvery within which each copy is read again where no policy says otherwise
 * @param bandwidth bytes a second that jobs, repairs, sealing, restores and withdrawals of keys of this process read together at most; 0 for no limit
 */
public record TieringSettings(
        int jobsAtOnce,
        Duration claim,
        Duration pause,
        Duration arrivalsEvery,
        Duration placingEvery,
        Duration retiredFor,
        double holes,
        Duration fixityEvery,
        long bandwidth) {
    public static final TieringSettings DEFAULTS = new TieringSettings(
            3,
            Duration.ofMinutes(2),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            0.3,
            Duration.ofDays(90));

    public TieringSettings {
        if (bandwidth < 0) {
            throw new IllegalArgumentException(
                    "gedeon.storage.background.bandwidth is bytes a second and never negative, was " + bandwidth);
        }
    }

    /** Without a limit of bandwidth. */
    public TieringSettings(
            int jobsAtOnce,
            Duration claim,
            Duration pause,
            Duration arrivalsEvery,
            Duration placingEvery,
            Duration retiredFor,
            double holes,
            Duration fixityEvery) {
        this(jobsAtOnce, claim, pause, arrivalsEvery, placingEvery, retiredFor, holes, fixityEvery, 0);
    }

    /** @param bytesPerSecond 0 for no limit */
    public TieringSettings withBandwidth(long bytesPerSecond) {
        return new TieringSettings(
                jobsAtOnce, claim, pause, arrivalsEvery, placingEvery, retiredFor, holes, fixityEvery, bytesPerSecond);
    }

    /** How long a job keeps its place where another one is due and finds none. */
    public Duration slice() {
        return pause.multipliedBy(2);
    }
}
