package gedeon.storage.figures;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Two ways of doing the same, measured in turn so that both meet the same machine. */
final class Turns {
    private Turns() {}

    /** Medians of what each turn gave. */
    record Two(double first, double second) {
        double ratio() {
            return first / second;
        }
    }

    /** One turn of each goes before, and does not count. */
    static Two of(int rounds, Callable<Double> first, Callable<Double> second) throws Exception {
        first.call();
        second.call();
        double[] one = new double[rounds];
        double[] two = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            one[i] = first.call();
            two[i] = second.call();
        }
        return new Two(median(one), median(two));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
