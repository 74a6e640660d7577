package gedeon.storage.s3;

import gedeon.storage.tier.AheadChannel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An answer's bytes on their way to the engine. Each write ends when the system has taken all of it. Only the time in which the client is waited for counts: a
 * client that takes too little then ({@link Pace}) loses its connection, and with it the thread, blob and buffers that it held. Part of {@link S3Handler}.
 */
final class PacedAnswer extends OutputStream implements AheadChannel {
    private final Request request;
    private final Response response;
    private final Pace.Limit limit;
    private final Pace pace;
    private long waited;
    private boolean closed;
    private @Nullable Write begun;

    PacedAnswer(Request request, Response response, Pace.Limit limit) {
        this.request = request;
        this.response = response;
        this.limit = limit;
        this.pace = new Pace(() -> waited, limit);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        send(false, ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void begin(ByteBuffer bytes) {
        if (begun != null) {
            throw new IllegalStateException("a write is under way");
        }
        begun = begun(false, bytes);
    }

    /** The engine does not look at the buffer any more on return, however that is. */
    @Override
    public void ended() throws IOException {
        Write write = begun;
        begun = null;
        if (write != null) {
            end(write);
        }
    }

    @Override
    public void flush() throws IOException {
        send(false, BufferUtil.EMPTY_BUFFER);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            send(true, BufferUtil.EMPTY_BUFFER);
        }
    }

    private record Write(boolean last, ByteBuffer bytes, int size, Callback.Completable written) {}

    private void send(boolean last, ByteBuffer bytes) throws IOException {
        end(begun(last, bytes));
    }

    private Write begun(boolean last, ByteBuffer bytes) {
        Write write = new Write(last, bytes, bytes.remaining(), new Callback.Completable());
        response.write(last, bytes, write.written());
        return write;
    }

    private void end(Write write) throws IOException {
        Callback.Completable written = write.written();
        int left = write.size();
        while (!written.isDone()) {
            long began = System.nanoTime();
            boolean done = done(written);
            waited += System.nanoTime() - began;
            // The engine takes from the buffer itself, as the system makes room.
            int now = done ? 0 : write.bytes().remaining();
            if (!pace.keeps(left - now) && !(done && write.last())) {
                throw cut(written);
            }
            left = now;
        }
        pace.keeps(left);
        require(written);
    }

    private boolean done(Callback.Completable written) throws IOException {
        try {
            written.get(limit.stretch().toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException ended = new InterruptedIOException("interrupted while an answer was sent");
            end(written, ended);
            throw ended;
        }
    }

    private static void require(Callback.Completable written) throws IOException {
        if (written.isCompletedExceptionally()) {
            Throwable why = written.exceptionNow();
            throw why instanceof IOException io ? io : new IOException(why);
        }
    }

    private IOException cut(Callback.Completable written) {
        IOException slow = new IOException(
                "the client took fewer than " + limit.least() + " bytes a second; its connection is ended");
        end(written, slow);
        return slow;
    }

    /** Ends the connection, so that the engine lets go of the buffer. */
    private void end(Callback.Completable written, IOException why) {
        request.getConnectionMetaData().getConnection().getEndPoint().close(why);
        written.exceptionally(ended -> null).join();
    }
}
