package gedeon.sync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTests {
    /** Few distinct places, so that many meet in one; whatever is made and removed, it holds what a map holds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatAMapHolds(long seed) {
        Random random = new Random(seed);
        Map<Long, Long> expected = new HashMap<>();
        Slots slots = new Slots();
        for (int step = 0; step < 20_000; step++) {
            long id = (long) random.nextInt(3) << 56 | (long) random.nextInt(40) << 27 | 1 + random.nextInt(20);
            if (random.nextInt(3) == 0) {
                slots.remove(id);
                expected.remove(id);
            } else {
                slots.set(slots.make(id), 1, step);
                expected.put(id, (long) step);
            }
        }
        Map<Long, Long> found = new HashMap<>();
        slots.each(slot -> found.put(slots.id(slot), slots.get(slot, 1)));
        assertThat(found).isEqualTo(expected);
        assertThat(slots.size()).isEqualTo(expected.size());
        expected.forEach((id, value) -> assertThat(slots.get(slots.find(id), 1)).isEqualTo(value));
        assertThat(slots.find(77)).isEqualTo(Slots.NONE);
    }
}
