package gedeon.sync.transfer;

import gedeon.sync.journal.OpenUpload;
import io.minio.errors.MinioException;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends one file's parts, several at once. The caller's thread reads the file from end to end, feeds the SHA-256 of the whole, and hands each part on; the MD5 of a part
 * and its way to the server are another thread's. Reading goes ahead as far as there are buffers. The first part that fails stops it; what is under way
 * then comes to its end before {@link #send} throws, so that nothing of this file is on its way afterwards.
 */
final class Parts {
    private final ObservedFile source;
    private final OpenUpload upload;
    private final Map<Integer, Part> there;
    private final Multipart multipart;
    private final Buffers buffers;
    private final Bandwidth bandwidth;
    private final ExecutorService uploaders;
    private final MessageDigest whole = Sums.sha256();
    private final List<Future<Part>> sent = new ArrayList<>();
    private volatile boolean stopped;

    Parts(
            ObservedFile source,
            OpenUpload upload,
            Map<Integer, Part> there,
            Multipart multipart,
            Buffers buffers,
            Bandwidth bandwidth,
            ExecutorService uploaders) {
        this.source = source;
        this.upload = upload;
        this.there = there;
        this.multipart = multipart;
        this.buffers = buffers;
        this.bandwidth = bandwidth;
        this.uploaders = uploaders;
    }

    /** All parts, each held by the server when this returns, of a file that is still what it was. */
    Part[] send() throws IOException, MinioException {
        int count = (int) ((upload.size() + upload.partSize() - 1) / upload.partSize());
        try {
            for (int number = 1; number <= count && !stopped; number++) {
                read(number);
            }
        } catch (IOException | RuntimeException e) {
            stopped = true;
            settle();
            throw e;
        }
        Part[] parts = settled();
        // What moved since it was read is another file by now, which will be sent as such.
        source.check();
        return parts;
    }

    /** The SHA-256 of all that was read. */
    byte[] sha256() {
        return whole.digest();
    }

    private void read(int number) throws IOException {
        long offset = (number - 1) * upload.partSize();
        long length = Math.min(upload.partSize(), upload.size() - offset);
        byte[] buffer = take((int) Math.min(length, buffers.size()));
        boolean handedOn = false;
        try {
            if (length <= buffer.length) {
                int count = (int) length;
                source.read(offset, buffer, count);
                whole.update(buffer, 0, count);
                hand(buffer, () -> {
                    MessageDigest md5 = Sums.md5();
                    md5.update(buffer, 0, count);
                    return one(number, length, md5.digest(), Payload.of(buffer, count, bandwidth));
                });
            } else {
                byte[] md5 = Payload.md5(source, offset, length, buffer, whole);
                Payload payload = Payload.of(source, offset, length, buffer, bandwidth);
                hand(buffer, () -> one(number, length, md5, payload));
            }
            handedOn = true;
        } finally {
            if (!handedOn) {
                buffers.give(buffer);
            }
        }
    }

    private byte[] take(int length) throws InterruptedIOException {
        try {
            return buffers.take(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to stop");
        }
    }

    private interface Work {
        Part part() throws IOException, MinioException;
    }

    /** From here on the buffer is the other thread's, which gives it back whatever happens. */
    private void hand(byte[] buffer, Work work) throws InterruptedIOException {
        try {
            sent.add(uploaders.submit(() -> {
                try {
                    if (stopped) {
                        throw new CancellationException();
                    }
                    return work.part();
                } catch (IOException | MinioException | RuntimeException e) {
                    stopped = true;
                    throw e;
                } finally {
                    buffers.give(buffer);
                }
            }));
        } catch (RejectedExecutionException e) {
            throw new InterruptedIOException("told to stop");
        }
    }

    private Part one(int number, long length, byte[] md5, Payload payload) throws IOException, MinioException {
        Part known = there.get(number);
        // What the server already holds of this content is not sent again; its ETag is the part's MD5.
        if (known != null
                && known.partSize() == length
                && Multipart.bare(known.etag()).equals(HexFormat.of().formatHex(md5))) {
            return new Part(number, Multipart.bare(known.etag()));
        }
        bandwidth.enter();
        try {
            if (stopped) {
                throw new CancellationException();
            }
            return multipart.send(upload, number, payload, md5);
        } finally {
            bandwidth.leave();
        }
    }

    /** Waits for what is under way, whatever comes of it. Whoever is told to stop does not wait: the door cuts what is under way. */
    private void settle() {
        for (Future<Part> one : sent) {
            try {
                one.get();
            } catch (InterruptedException e) {
                stopped = true;
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | CancellationException e) {
                // The first of them is told by whoever waits for the parts.
                stopped = true;
            }
        }
    }

    private Part[] settled() throws IOException, MinioException {
        settle();
        Part[] parts = new Part[sent.size()];
        Throwable first = null;
        for (int i = 0; i < parts.length; i++) {
            try {
                parts[i] = sent.get(i).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("told to stop");
            } catch (CancellationException e) {
                first = first == null ? e : first;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                first = first == null || first instanceof CancellationException ? cause : first;
            }
        }
        if (first == null) {
            return parts;
        }
        if (first instanceof MinioException refused) {
            if (refused.getCause() instanceof ObservedFile.Changed changed) {
                throw changed;
            }
            throw refused;
        }
        if (first instanceof IOException broken) {
            throw broken;
        }
        throw new MinioException(first);
    }
}
