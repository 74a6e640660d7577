package gedeon.metadata.extraction;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Ranges of a file's content, gunzipped where the file is a gzip: there, ranges are asked for in ascending order, or it begins anew. */
public final class ByteSource {
    /** A gzip that grows beyond that is not followed further. */
    private static final long MOST_INFLATED = 64L << 20;

    private final Material material;
    private final Material.MaterialFile file;
    private final boolean gzip;
    private @Nullable InputStream inflated;
    private long position;

    private ByteSource(Material material, Material.MaterialFile file, boolean gzip) {
        this.material = material;
        this.file = file;
        this.gzip = gzip;
    }

    public static ByteSource of(Material material, Material.MaterialFile file) throws IOException {
        byte[] magic = material.read(file, 0, 3);
        return new ByteSource(
                material, file, magic.length == 3 && magic[0] == 0x1f && magic[1] == (byte) 0x8b && magic[2] == 8);
    }

    public boolean gzip() {
        return gzip;
    }

    /** Size of the content; -1 for a gzip, which does not say. */
    public long size() {
        return gzip ? -1 : file.size();
    }

    /** Fewer bytes than asked for only at the end. */
    public byte[] read(long offset, int length) throws IOException {
        if (!gzip) {
            return material.read(file, offset, length);
        }
        InputStream in = inflated;
        if (in == null || offset < position) {
            in = new GZIPInputStream(new MaterialStream(material, file), 64 * 1024);
            inflated = in;
            position = 0;
        }
        if (offset + length > MOST_INFLATED) {
            throw new EOFException("a gzip is followed for " + MOST_INFLATED + " bytes only");
        }
        byte[] bytes = new byte[length];
        int done = 0;
        try {
            while (position < offset) {
                long skipped = in.skip(offset - position);
                if (skipped <= 0) {
                    return new byte[0];
                }
                position += skipped;
            }
            while (done < length) {
                int got = in.read(bytes, done, length - done);
                if (got < 0) {
                    break;
                }
                done += got;
                position += got;
            }
        } catch (EOFException e) {
            // A gzip that ends early gives what it has.
            inflated = InputStream.nullInputStream();
        }
        return done == length ? bytes : Arrays.copyOf(bytes, done);
    }
}
