package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.quota.LedgerProtocol.Flaw;
import gedeon.storage.quota.LedgerProtocol.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every interleaving of two processes on one notebook in one unit: draws, settles, deletes, releases, returns, crashes, lease ends, reaps and new leases, until
 * no new state is reached. The rules hold in each state; and where the protocol is broken on purpose, a state that breaks them is reached.
 */
class LedgerProtocolTests {
    private record Explored(int states, Optional<List<String>> broken) {}

    /** Breadth first, so that what is found is a shortest way to it. */
    private static Explored explore(LedgerProtocol protocol) {
        Map<State, State> from = new HashMap<>();
        Map<State, String> by = new HashMap<>();
        Deque<State> waiting = new ArrayDeque<>();
        State first = State.FIRST;
        from.put(first, first);
        waiting.add(first);
        while (!waiting.isEmpty()) {
            State state = waiting.remove();
            Optional<String> wrong = protocol.wrong(state);
            if (wrong.isPresent()) {
                List<String> way = new ArrayList<>(List.of(wrong.get() + ": " + state));
                for (State at = state; at != first; at = from.get(at)) {
                    way.add(by.get(at));
                }
                Collections.reverse(way);
                return new Explored(from.size(), Optional.of(way));
            }
            protocol.next(state).forEach((act, after) -> {
                if (from.putIfAbsent(after, state) == null) {
                    by.put(after, act);
                    waiting.add(after);
                }
            });
        }
        return new Explored(from.size(), Optional.empty());
    }

    @Test
    void noInterleavingExceedsTheNotebook() {
        Explored all = explore(new LedgerProtocol(3, 5, null));
        assertThat(all.broken()).isEmpty();
        assertThat(all.states()).isGreaterThan(10_000);
    }

    @Test
    void noInterleavingExceedsTheUnit() {
        Explored all = explore(new LedgerProtocol(5, 3, null));
        assertThat(all.broken()).isEmpty();
        assertThat(all.states()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource
    void eachFlawIsFound(Flaw flaw) {
        Explored some = explore(new LedgerProtocol(5, 3, flaw));
        assertThat(some.broken()).as("%s within %s states", flaw, some.states()).isPresent();
    }
}
