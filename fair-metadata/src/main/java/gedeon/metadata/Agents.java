package gedeon.metadata;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Agents on instruments' computers: how they come, what they say of themselves. */
public interface Agents {
    /**
     * Takes a code and makes an agent of it: an account that may add to the notebook and nothing else. One of two who bring the same code gets it.
     *
     * @throws Refused where the code is unknown, used or too old (it never says which)
     */
    Enrolled enrol(String code, String hostname, String os, String version);

    /** The agent that acts by that account. */
    Optional<Agent> byAccount(long account);

    /** The agent of that name. */
    Optional<Agent> find(UUID id);

    /** Keeps what an agent says; the clock's difference is measured against the server's. */
    void heartbeat(UUID agent, Heartbeat heartbeat);

    /** Agents of the notebooks' instruments, the silent ones first. */
    List<Agent> list(Set<Integer> notebooks);

    /** Hands over each silence that has begun since, and each that is over: at least once. Returns how many. */
    int tellSilences(Consumer<AgentSilence> to);

    /**
     * @param backlog acquisitions not yet received
     * @param disk free bytes
     * @param clock the agent's
     * @param leaving it is the last one: the agent stops as it was told to
     */
    record Heartbeat(
            long backlog,
            @Nullable Instant oldestUnsent,
            long sent,
            long disk,
            Instant clock,
            String agentVersion,
            List<String> messages,
            boolean leaving,
            Says says) {
        /** Of an agent that knows nothing of orders. */
        public Heartbeat(
                long backlog,
                @Nullable Instant oldestUnsent,
                long sent,
                long disk,
                Instant clock,
                String agentVersion,
                List<String> messages,
                boolean leaving) {
            this(backlog, oldestUnsent, sent, disk, clock, agentVersion, messages, leaving, Says.NOTHING);
        }
    }

    /**
     * What an agent says of what it was told, and of the newest thing that it saw.
     *
     * @param settings version by which it goes
     * @param rules in use, as {@code name@version}
     * @param paused it sends nothing, as it was told to
     * @param rescanned number of the last order to look at everything anew that it carried out
     * @param newestUnsent when the newest acquisition that is not yet received was first seen, by its clock
     */
    record Says(
            @Nullable Integer settings,
            List<String> rules,
            @Nullable Boolean paused,
            @Nullable Long rescanned,
            @Nullable Instant newestUnsent) {
        public static final Says NOTHING = new Says(null, List.of(), null, null, null);

        public Says {
            rules = List.copyOf(rules);
        }
    }

    /** An agent as it stands. */
    record Agent(
            UUID id,
            Instrument instrument,
            String bucket,
            String hostname,
            String version,
            @Nullable Instant lastSeen,
            long backlog,
            @Nullable Instant oldestUnsent,
            long sent,
            @Nullable Long disk,
            @Nullable Duration clockSkew,
            List<String> messages,
            State state,
            Says says) {
        /** The same, in another state. */
        public Agent in(State other) {
            return new Agent(
                    id,
                    instrument,
                    bucket,
                    hostname,
                    version,
                    lastSeen,
                    backlog,
                    oldestUnsent,
                    sent,
                    disk,
                    clockSkew,
                    messages,
                    other,
                    says);
        }
    }

    /** How it stands. */
    enum State {
        NEW,
        IDLE,
        SENDING,
        /** It said good-bye, or its computer is off as it usually is at that time. */
        OFF,
        /** No sign of life for 15 minutes of the time in which it usually lives. */
        SILENT
    }

    /** What a new agent gets, told once. */
    record Enrolled(
            UUID agent, String token, String accessKey, String secretKey, Instrument instrument, String bucket) {
        @Override
        public String toString() {
            return "Enrolled[" + agent + "]";
        }
    }

    /** The code opens nothing. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Refused() {
            super(
                    "this code opens nothing: it is wrong, used or older than 15 minutes; ask the notebook's manager for a new one");
        }
    }
}
