package gedeon.storage.s3.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The same bytes as a network may hand them out: fewer at a time than were asked for. */
public final class Slices {
    private Slices() {}

    /** @param seed chooses how long the slices are: 1 to 16 bytes, in turn */
    public static InputStream of(byte[] bytes, byte seed) {
        return new ByteArrayInputStream(bytes) {
            private int turn = seed & 0xff;

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                turn = turn * 5 + 3 & 0xff;
                return super.read(target, offset, Math.min(length, 1 + (turn & 15)));
            }
        };
    }

    /** All that comes, read in steps of that many bytes. */
    public static byte[] readAll(InputStream in, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[step];
        int n;
        while ((n = in.read(buffer, 0, step)) >= 0) {
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }
}
