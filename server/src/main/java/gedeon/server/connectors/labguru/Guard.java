package gedeon.server.connectors.labguru;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Reads the whole answer within its bounds of size and time. The outermost of the client's interceptors, so that sizes are those after decompression. A stranger's
 * endless answer costs its connection, which is cut.
 */
final class Guard implements ExecChainHandler, AutoCloseable {
    private final long maxBytes;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor clock;

    Guard(long maxBytes, Duration patience) {
        this.maxBytes = maxBytes;
        this.patience = patience;
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("labguru-patience").factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /** More came than is read. Asking again would bring the same. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(long maxBytes) {
            super("the answer is larger than " + maxBytes
                    + " bytes; is this a Labguru? Raise gedeon.connectors.max-answer where it is");
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = clock.schedule(
                () -> {
                    late.set(true);
                    if (scope.originalRequest instanceof Cancellable running) {
                        running.cancel();
                    }
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return whole(chain.proceed(request, scope), scope);
        } catch (IOException e) {
            if (late.get()) {
                throw new SocketTimeoutException("no whole answer within " + patience.toSeconds() + " s");
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private ClassicHttpResponse whole(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return response;
        }
        boolean read = false;
        try {
            InputStream in = entity.getContent();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (out.size() + n > maxBytes) {
                    throw new TooLarge(maxBytes);
                }
                out.write(buffer, 0, n);
            }
            read = true;
            ContentType type = ContentType.parseLenient(entity.getContentType());
            response.setEntity(new ByteArrayEntity(out.toByteArray(), type));
            return response;
        } finally {
            if (!read) {
                scope.execRuntime.discardEndpoint(); // closing the stream would read on to its end
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
