package gedeon.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkingMemoryTests {
    @Test
    void whoFindsNoRoomIsToldAfterAWhile() {
        WorkingMemory memory = new WorkingMemory(1 << 20, Duration.ofMillis(20));
        try (WorkingMemory.Taken all = memory.take(1 << 20)) {
            assertThatThrownBy(() -> memory.take(1)).isInstanceOf(WorkingMemory.Exhausted.class);
        }
        memory.take(1 << 20).close();
    }

    @Test
    void whoWaitsGetsWhatIsGivenBack() throws Exception {
        WorkingMemory memory = new WorkingMemory(1 << 20, Duration.ofMinutes(2));
        WorkingMemory.Taken all = memory.take(1 << 20);
        CompletableFuture<Boolean> served = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (WorkingMemory.Taken some = memory.take(1000)) {
                served.complete(true);
            }
        });
        assertThat(served).isNotDone();
        all.close();
        assertThat(served.get(2, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void givingBackTwiceGivesBackOnce() {
        WorkingMemory memory = new WorkingMemory(2 << 10, Duration.ofMillis(20));
        WorkingMemory.Taken one = memory.take(100);
        one.close();
        one.close();
        try (WorkingMemory.Taken first = memory.take(1000);
                WorkingMemory.Taken second = memory.take(1000)) {
            assertThatThrownBy(() -> memory.take(1)).isInstanceOf(WorkingMemory.Exhausted.class);
        }
    }

    @Test
    void moreThanThereEverIsIsAllOfIt() {
        new WorkingMemory(2 << 10, Duration.ofMillis(20)).take(1 << 20).close();
    }
}
