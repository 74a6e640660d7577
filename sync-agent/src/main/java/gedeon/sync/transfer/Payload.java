package gedeon.sync.transfer;

import java.io.IOException;
import java.security.MessageDigest;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * The bytes of one request: of a buffer, or of a stretch of a source file that is longer than a buffer and is read through one. They leave in slices at the pace that
 * the bandwidth allows, so that no second copy of them piles up in memory. May be written again from its beginning.
 */
abstract class Payload extends RequestBody {
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private final long length;
    private final Bandwidth bandwidth;

    private Payload(long length, Bandwidth bandwidth) {
        this.length = length;
        this.bandwidth = bandwidth;
    }

    static Payload of(byte[] bytes, int length, Bandwidth bandwidth) {
        return new Payload(length, bandwidth) {
            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                pass(bytes, length, sink);
            }
        };
    }

    static Payload of(ObservedFile source, long offset, long length, byte[] through, Bandwidth bandwidth) {
        return new Payload(length, bandwidth) {
            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                for (long at = 0; at < length; at += through.length) {
                    int step = (int) Math.min(through.length, length - at);
                    source.read(offset + at, through, step);
                    pass(through, step, sink);
                }
            }
        };
    }

    final void pass(byte[] bytes, int count, BufferedSink sink) throws IOException {
        int at = 0;
        while (at < count) {
            int slice = Math.min(bandwidth.slice(), count - at);
            bandwidth.spend(slice);
            sink.write(bytes, at, slice);
            at += slice;
        }
    }

    @Override
    public final MediaType contentType() {
        return BYTES;
    }

    @Override
    public final long contentLength() {
        return length;
    }

    /** The digest of a stretch of a file read through a buffer, which goes into {@code whole} as well. */
    static byte[] md5(ObservedFile source, long offset, long length, byte[] through, MessageDigest whole)
            throws IOException {
        MessageDigest md5 = Sums.md5();
        for (long at = 0; at < length; at += through.length) {
            int step = (int) Math.min(through.length, length - at);
            source.read(offset + at, through, step);
            whole.update(through, 0, step);
            md5.update(through, 0, step);
        }
        return md5.digest();
    }
}
