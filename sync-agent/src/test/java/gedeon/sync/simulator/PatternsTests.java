package gedeon.sync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every pattern of writing under its rule: nothing unfinished is published as final, what quiet alone published too early is mended, and all that was closed is
 * there once, in time. {@code -Dgedeon.simulator.runs=50} asks for so many runs of each, {@code -Dgedeon.simulator.seed} for other ones.
 */
class PatternsTests {
    static final int RUNS = Integer.getInteger("gedeon.simulator.runs", 1);
    static final long SEED = Long.getLong("gedeon.simulator.seed", 20260302);

    private static final List<Duration> LOOKS =
            List.of(Duration.ZERO, Duration.ofSeconds(20), Duration.ZERO, Duration.ofSeconds(60));

    @TestFactory
    Stream<DynamicTest> eachPatternInFairWeather() {
        return Stream.of(Pattern.values()).map(pattern -> DynamicTest.dynamicTest(pattern.title, () -> fair(pattern)));
    }

    private static void fair(Pattern pattern) throws IOException {
        Sum sum = new Sum();
        for (int i = 0; i < RUNS; i++) {
            long seed = SEED + i;
            // A small folder is looked at when it is worth it, a large tree as often as its scans allow.
            Duration look = LOOKS.get((i + pattern.ordinal()) % LOOKS.size());
            try (Run run = new Run(pattern, Fault.NONE, seed, look).toTheEnd()) {
                sum.add(run, "seed " + seed + ", look " + look.toSeconds() + " s");
            }
        }
        System.out.println(sum.line(pattern.title));
        assertThat(sum.faults).as(pattern.title).isEmpty();
        assertThat(sum.lateOnes).as(pattern.title + ", late").isEmpty();
        assertThat(sum.versionsAgain).as(pattern.title + ", bytes stored twice").isZero();
    }

    @TestFactory
    Stream<DynamicTest> eachPatternAmidFaults() {
        Random random = new Random(SEED);
        List<Pattern> patterns = List.of(Pattern.values());
        // In the long run each pattern meets each fault; in a build each fault meets one of them.
        return Stream.of(Fault.values()).filter(fault -> fault != Fault.NONE).flatMap(fault -> {
            Stream<Pattern> met =
                    RUNS > 1 ? patterns.stream() : Stream.of(patterns.get(random.nextInt(patterns.size())));
            return met.map(pattern -> DynamicTest.dynamicTest(pattern.title + " " + fault, () -> amid(pattern, fault)));
        });
    }

    private static void amid(Pattern pattern, Fault fault) throws IOException {
        Sum sum = new Sum();
        for (int i = 0; i < Math.max(1, RUNS / 10); i++) {
            long seed = SEED + 1000 + i;
            try (Run run = new Run(pattern, fault, seed, Duration.ZERO).toTheEnd()) {
                sum.add(run, "seed " + seed);
            }
        }
        System.out.println(sum.line(pattern.title + ", " + fault));
        assertThat(sum.faults).as(pattern.title + " " + fault).isEmpty();
    }

    /** Several runs of one pattern, summed up. */
    static final class Sum {
        final List<String> faults = new ArrayList<>();
        final List<String> lateOnes = new ArrayList<>();
        long versionsAgain;
        private int runs;
        private int published;
        private int provisional;
        private int wrong;
        private int finalWrong;
        private int starts;

        void add(Run run, String which) {
            Judged judged = run.judged();
            runs++;
            published += judged.published();
            provisional += judged.provisional();
            wrong += judged.wrong();
            finalWrong += (int) judged.of(Judged.FINAL_WRONG);
            versionsAgain += run.server().versionsAgain();
            starts += run.starts();
            judged.faults().forEach(fault -> faults.add(which + ": " + fault));
            judged.lateOnes().forEach(late -> lateOnes.add(which + ": " + late));
            if (!judged.faults().isEmpty() && faults.size() < 20) {
                faults.add(String.join("\n    ", run.lines()));
            }
        }

        String line(String title) {
            long mended = wrong
                    - faults.stream()
                            .filter(fault -> fault.contains(Judged.LEFT_WRONG))
                            .count();
            return "pattern " + title + ": runs " + runs + ", published " + published + ", final wrong " + finalWrong
                    + ", provisional " + provisional + ", of them too early " + wrong + ", mended " + mended + ", late "
                    + lateOnes.size() + ", starts " + starts;
        }
    }
}
