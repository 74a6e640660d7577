package gedeon.storage.s3;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * What a client goes on sending after it was answered, before the connection is closed: closed at once, the network would tell it of a broken connection, and
 * many a client would then never see why it was refused (RFC 9112, section 9.6).
 */
final class Rest {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Rest() {}

    /** Takes what comes for a second, or until the client has ended, and keeps none of it. */
    static void discard(Request request) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                if (!comes(request, end - System.nanoTime())) {
                    return;
                }
            } else {
                boolean last = chunk.isLast() || Content.Chunk.isFailure(chunk);
                chunk.release();
                if (last) {
                    return;
                }
            }
        }
    }

    private static boolean comes(Request request, long nanos) {
        CountDownLatch more = new CountDownLatch(1);
        request.demand(more::countDown);
        try {
            return more.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
