package gedeon.dmp;

import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;

/** Sums of planned volumes: what names no size adds nothing, and where nothing names one there is no sum. Stays at the largest long. */
public final class PlannedSum {
    private PlannedSum() {}

    public static @Nullable ByteCount of(Iterable<? extends @Nullable ByteCount> volumes) {
        ByteCount sum = null;
        for (ByteCount volume : volumes) {
            sum = sum == null ? volume : plus(sum, volume);
        }
        return sum;
    }

    public static ByteCount plus(ByteCount sum, @Nullable ByteCount more) {
        return more == null ? sum : add(sum, more);
    }

    private static ByteCount add(ByteCount left, ByteCount right) {
        long room = Long.MAX_VALUE - left.value();
        return right.value() > room ? ByteCount.of(Long.MAX_VALUE) : left.plus(right);
    }
}
