package gedeon.server.tiers;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A question to something that may never answer, a mount whose server is gone: whoever asks while it is open waits for the same answer, so that it holds one
 * thread however often it is asked. The thread is the platform's own, as a call into a dead mount would hold the carrier of a virtual one.
 */
final class Inquiry<T> {
    private final String name;
    private final Callable<T> question;
    private @Nullable CompletableFuture<T> open;

    Inquiry(String name, Callable<T> question) {
        this.name = name;
        this.question = question;
    }

    /** What is answered now, or what was asked before and is not answered yet; ends with the question's own exception. */
    synchronized CompletableFuture<T> ask() {
        CompletableFuture<T> before = open;
        if (before != null && !before.isDone()) {
            return before;
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        open = answer;
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                answer.complete(question.call());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
