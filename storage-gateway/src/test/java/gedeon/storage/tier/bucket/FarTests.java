package gedeon.storage.tier.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Requests to the far side, and who still waits for their answers. */
class FarTests {
    @Test
    void anAnswerThatComesAfterItsAskerWasInterruptedIsClosed() throws Exception {
        CompletableFuture<AutoCloseable> answer = new CompletableFuture<>();
        CountDownLatch sent = new CountDownLatch(1);
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                new Far("the tier").ask("a blob", () -> {
                    sent.countDown();
                    return answer;
                });
            } catch (Exception e) {
                told.set(e);
            }
        });
        sent.await();
        asking.interrupt();
        asking.join();
        assertThat(told.get()).isInstanceOf(InterruptedIOException.class);
        AtomicBoolean closed = new AtomicBoolean();
        answer.complete(() -> closed.set(true));
        assertThat(closed).isTrue();
    }
}
