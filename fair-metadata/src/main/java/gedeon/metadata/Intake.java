package gedeon.metadata;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes acquisitions: only a manifest makes a dataset of what an agent sent.
 *
 * <p>Every file named must be stored with that size, and with that SHA-256 where it is known; then dataset, files, activity and links are committed in one
 * transaction. Its receipt comes once each of its files was read again from where it rests, was found to be what the agent declared, and a tier's journal holds it: for
 * small acquisitions with the answer, else later. The same manifest again stands as it stood. Another manifest of the same acquisition is a new content of the same
 * dataset; what the old one named stays on record.
 */
public interface Intake {
    /**
     * @throws IllegalArgumentException where a file is not stored as said: which, and what to do
     * @throws IOException where storage cannot be asked now
     */
    Answer accept(Agents.Agent agent, Manifest manifest) throws IOException, InterruptedException;

    /** How a content of this agent's instrument stands; empty where it has none. */
    Optional<Answer> standing(Agents.Agent agent, UUID dataset, int content);

    /** How the newest content of an acquisition stands; empty where it was never told. */
    Optional<Answer> standing(Agents.Agent agent, String source, String name);

    /** What is stored and has no receipt yet. */
    Waiting waiting();

    /** @param contents counted up to {@link #MOST}; {@code oldest}: how long the first of them has waited */
    record Waiting(long contents, Duration oldest) {
        public static final int MOST = 10_000;
        public static final Waiting NOTHING = new Waiting(0, Duration.ZERO);
    }

    /** Hands over each acquisition that was found broken since: at least once. Returns how many. */
    int tellBroken(Consumer<AcquisitionBroken> to);

    /**
     * @param content which telling of the dataset
     * @param receipt the signed statement (JWS, RFC 7515, EdDSA) that these bytes are stored and verified; where {@code state} is {@code RECEIVED}
     * @param broken files that are not stored as they were declared and have to be sent again; at most {@link #MOST_BROKEN}
     */
    record Answer(
            UUID dataset,
            int content,
            State state,
            @Nullable String receipt,
            List<BrokenFile> broken) {
        public Answer {
            broken = List.copyOf(broken);
            if ((receipt != null) != (state == State.RECEIVED)) {
                throw new IllegalArgumentException("a content has a receipt where it is received, and only there");
            }
        }
    }

    int MOST_BROKEN = 10_000;

    enum State {
        /** All of it is stored; not all of it was read again, or it is in no journal yet. */
        VERIFYING,
        /** It has its receipt. */
        RECEIVED,
        /** Some of it is not what was sent: it never gets a receipt. */
        BROKEN
    }

    record BrokenFile(String path, String reason) {}
}
