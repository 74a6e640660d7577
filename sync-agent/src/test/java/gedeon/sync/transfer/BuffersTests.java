package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BuffersTests {
    private static final int SIZE = 64 << 10;

    @Test
    @Timeout(120)
    void whatIsTakenNeverExceedsTheRoomAndEverybodyGetsATurn() throws Exception {
        Buffers buffers = new Buffers(3, SIZE);
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Random random = new Random(i);
                all.add(CompletableFuture.runAsync(
                        () -> {
                            for (int round = 0; round < 500; round++) {
                                takeAndGive(buffers, random.nextInt(SIZE + 1), taken, most);
                            }
                        },
                        threads));
            }
            for (CompletableFuture<Void> one : all) {
                one.get(2, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(3L * SIZE);
        assertThat(taken.get()).isZero();
    }

    private static void takeAndGive(Buffers buffers, int length, AtomicLong taken, AtomicLong most) {
        try {
            byte[] buffer = buffers.take(length);
            assertThat(buffer.length).isGreaterThanOrEqualTo(length);
            most.accumulateAndGet(taken.addAndGet(buffer.length), Math::max);
            taken.addAndGet(-buffer.length);
            buffers.give(buffer);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void wholeOnesAreUsedAgainWhileAnyIsInUseAndNoneIsKeptAtRest() throws InterruptedException {
        Buffers buffers = new Buffers(2, SIZE);
        byte[] first = buffers.take(SIZE);
        byte[] second = buffers.take(SIZE);
        buffers.give(first);
        assertThat(buffers.take(SIZE)).isSameAs(first);
        buffers.give(first);
        buffers.give(second);
        assertThat(buffers.take(SIZE)).isNotSameAs(first).isNotSameAs(second);
        assertThatThrownBy(() -> buffers.take(SIZE + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
