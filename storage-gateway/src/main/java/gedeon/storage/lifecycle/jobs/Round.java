package gedeon.storage.lifecycle.jobs;

import gedeon.storage.BlobId;
import gedeon.storage.objects.Pace;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at each of many blobs, in the order of their ids, or pack after pack. It is opened again each time that its job is taken up, every few seconds where others wait: that costs
 * a few rows, however many there are to look at.
 */
public interface Round extends AutoCloseable {
    /**
     * A place in a round's order.
     *
     * @param pack where the round goes through packs one after the other; null before, and in rounds that do not
     */
    record At(@Nullable BlobId pack, BlobId blob) {}

    /** One of them; done with all others of its stretch at the same time. */
    interface Look {
        /** In the round's order: where this and all before it are done, the round may be taken up behind it. */
        BlobId blob();

        /** In which the blob lies, where the round goes through packs. */
        default @Nullable BlobId pack() {
            return null;
        }

        default At at() {
            return new At(pack(), blob());
        }

        /** Of what rests there, by which a round that reads all of it keeps its pace. */
        default long bytes() {
            return 0;
        }

        /** @throws IOException where it has to be looked at again */
        void look(Pace pace) throws IOException, InterruptedException;
    }

    /** Whether all is of one tier: while that is away there is nothing to look at, and the job waits where it is. */
    default boolean ofOneTier() {
        return false;
    }

    /** Whether it may be left now, for a job that waits: not while it holds what others would take meanwhile. */
    default boolean givesWay() {
        return true;
    }

    /** Where it begins. */
    default BlobId first() {
        return new BlobId(0, 0);
    }

    /** About how many there are. Asked once, when the round begins, and not when it is taken up again: it may take as long as it needs. */
    long blobs();

    /**
     * How fast it reads where nobody set a limit: 0 for as fast as it can.
     *
     * @param job how far the round is
     */
    default long bytesPerSecond(StorageJob job) {
        return 0;
    }

    /**
     * Makes durable what looks that ended have found. Called by any thread, and always before the row says that they are done: what is kept in memory until then
     * is lost by a kill, and looked at again.
     */
    default void tell() {}

    /**
     * The next ones behind a blob.
     *
     * @param looks of those among them that are worth one
     * @param last of all that were passed by; null where there is none behind
     * @param pack in which the last one lies, where the round goes through packs
     */
    record Stretch(
            List<Look> looks,
            @Nullable BlobId last,
            int passed,
            @Nullable BlobId pack) {
        public Stretch(List<Look> looks, @Nullable BlobId last, int passed) {
            this(looks, last, passed, null);
        }

        @Nullable At at() {
            return last == null ? null : new At(pack, last);
        }
    }

    Stretch after(BlobId last, int limit);

    /** As {@link #after(BlobId, int)}; rounds that go through packs are asked by this one alone. */
    default Stretch after(At last, int limit) {
        return after(last.blob(), limit);
    }

    /** Written with a round's end: both, or neither. */
    @FunctionalInterface
    interface Ending {
        void write(Connection transaction) throws SQLException;
    }

    /** What follows when all were looked at. */
    sealed interface Next {
        /** @param ending what else is written in the transaction in which the job's row says that the round is over */
        record Again(Duration after, Ending ending) implements Next {
            public Again(Duration after) {
                this(after, transaction -> {});
            }
        }

        record Finished() implements Next {}
    }

    /** @param job as the round leaves it: what was looked at, and how many have to be looked at again */
    Next ended(StorageJob job);

    /** Called once when the work ends, however it does. */
    @Override
    default void close() {}
}
