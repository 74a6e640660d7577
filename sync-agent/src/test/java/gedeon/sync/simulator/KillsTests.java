package gedeon.sync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that dies at each moment of its work: before, in and after each write and sync of its journal, before and in each request, and between what the server
 * did and its answer. Whatever it was, what the writers closed arrives once, and of what the server had whole at most a part is sent again.
 */
class KillsTests {
    private static final int FEW = 25;
    private static final int KILLS = Integer.getInteger("gedeon.simulator.kills", FEW);
    private static final int SENDERS = 3;
    private static final int EACH = 5;

    /** A folder with a file of three parts and two small ones, published; then a fourth, published with it. */
    private static Run small(long seed) throws IOException {
        Run run = new Run(seed, Duration.ZERO, false).afterwards(Duration.ofSeconds(20));
        run.server()
                .sources
                .add(Sources.own(SourceKind.FOLDER, "*", "done.txt", 60).apply(run.world().watched));
        run.hand()
                .append("run/large", 9000, 9000)
                .append("run/small", 300, 300)
                .append("run/done.txt", 10, 10)
                .closes(3, "run")
                .pause(15)
                .append("run/report", 5000, 5000)
                .closes(3, "run");
        return run;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeathAtAnyMomentLosesAndDoublesNothing(boolean power) throws IOException {
        long moments;
        try (Run run = small(1).toTheEnd()) {
            assertThat(run.judged().faults()).isEmpty();
            moments = run.moments().count();
        }
        List<String> faults = new ArrayList<>();
        long most = 0;
        // At length both ways at each moment, in a build the one or the other.
        int step = KILLS > FEW ? 1 : 2;
        for (long moment = power ? step : 1; moment <= moments; moment += step) {
            try (Run run = small(moment)) {
                run.moments().dieAt(moment);
                if (power) {
                    run.powerCuts();
                }
                run.toTheEnd();
                long again = run.way().again() + run.way().broken();
                most = Math.max(most, again);
                String at = "moment " + moment + " of " + moments + ": ";
                run.judged().faults().forEach(fault -> faults.add(at + fault));
                if (again > Run.PART) {
                    faults.add(at + again + " bytes were sent again\n    " + String.join("\n    ", run.lines()));
                }
            }
        }
        System.out.println("kills at each of " + moments + " moments" + (power ? ", by the power" : "") + ": "
                + faults.size() + " lost, doubled or left wrong; sent again at most " + most + " bytes, a part has "
                + Run.PART);
        assertThat(faults).isEmpty();
        assertThat(moments).isGreaterThan(30);
    }

    @Test
    void deathsAtRandomLoseAndDoubleNothing() throws IOException {
        Random random = new Random(PatternsTests.SEED);
        List<String> faults = new ArrayList<>();
        int kills = 0;
        int runs = 0;
        long most = 0;
        long all = 0;
        while (kills < KILLS) {
            Pattern pattern = Pattern.values()[random.nextInt(Pattern.values().length)];
            long seed = PatternsTests.SEED + 5000 + runs++;
            try (Run run = new Run(pattern, Fault.NONE, seed, Duration.ZERO)) {
                for (int i = 0; i < EACH; i++) {
                    run.moments().dieAt(1 + random.nextInt(60));
                }
                if (random.nextInt(3) == 0) {
                    run.powerCuts();
                }
                run.toTheEnd();
                String at = pattern + ", seed " + seed + ": ";
                run.judged().faults().forEach(fault -> faults.add(at + fault));
                int died = run.moments().died();
                long again = run.way().again() + run.way().broken();
                kills += died;
                all += again;
                most = Math.max(most, died == 0 ? 0 : again / died);
                if (again > (long) died * SENDERS * Run.PART) {
                    faults.add(at + again + " bytes were sent again for " + died + " deaths");
                }
            }
        }
        System.out.println(
                "random kills: " + kills + " in " + runs + " runs, lost, doubled or left wrong " + faults.size()
                        + ", sent again for each " + all / Math.max(1, kills) + " bytes, in the worst run " + most
                        + "; a part has " + Run.PART);
        assertThat(faults).isEmpty();
    }
}
