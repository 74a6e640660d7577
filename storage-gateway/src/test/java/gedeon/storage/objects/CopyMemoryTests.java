package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.memory.MemoryTier;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CopyMemoryTests {
    /** Else copies that hold what they read, and wait for what they write, would wait for each other. */
    @Test
    void aCopyThatWaitsForMemoryToWriteHoldsNoneToRead() throws Exception {
        try (Gateway gateway = TestGateway.open(TestGateway.settings(), new MemoryTier())) {
            Bucket from = gateway.store()
                    .createBucket(TestGateway.notebook(gateway, "a", 1 << 30).id(), "here", false);
            Bucket to = gateway.store()
                    .createBucket(TestGateway.notebook(gateway, "b", 1 << 30).id(), "there", false);
            StoredVersion source = gateway.store().put(TestGateway.aPut(from, "k", new byte[300_000]));
            long before = WorkingMemory.READS.free();
            CompletableFuture<StoredVersion> copy = new CompletableFuture<>();
            try (WorkingMemory.Taken all = WorkingMemory.BODIES.take(Integer.MAX_VALUE)) {
                Thread copying = Thread.ofPlatform().daemon().start(() -> {
                    try {
                        copy.complete(gateway.store().copy(source, TestGateway.aPut(to, "copy", new byte[0])));
                    } catch (Exception e) {
                        copy.completeExceptionally(e);
                    }
                });
                Await.until(() -> copy.isDone()
                        || Arrays.stream(copying.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(WorkingMemory.class.getName())));
                assertThat(copy).isNotDone();
                assertThat(WorkingMemory.READS.free()).isEqualTo(before);
            }
            assertThat(copy.get(2, TimeUnit.MINUTES).size().value()).isEqualTo(300_000);
            Await.until(() -> WorkingMemory.READS.free() == before);
        }
    }
}
