package gedeon.sync.simulator;

import java.time.Duration;

/** What becomes of each request on its way. Told by several threads. */
@FunctionalInterface
interface Weather {
    Weather FAIR = asked -> new Act.Pass();

    Act of(Asked asked);

    /** A request by its head. */
    record Asked(String method, String target, long length) {
        boolean rest() {
            return target.startsWith("/api/");
        }
    }

    sealed interface Act {
        record Pass() implements Act {}

        /** The line is cut after so many bytes of the body. */
        record Cut(long after) implements Act {}

        /** Done by the server, and never told. */
        record LoseAnswer() implements Act {}

        /** Refused before a byte of the body. */
        record Refuse(int status, String code) implements Act {}

        /** A kilobyte takes so long. */
        record Trickle(Duration each) implements Act {}
    }
}
