package gedeon.metadata.extraction;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A file of an acquisition as a stream, fetched in blocks; skipping costs nothing. */
public final class MaterialStream extends InputStream {
    private static final int BLOCK = 64 * 1024;

    private final Material material;
    private final Material.MaterialFile file;
    private byte[] block = new byte[0];
    private int at;
    private long next;

    public MaterialStream(Material material, Material.MaterialFile file) {
        this.material = material;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int take = Math.min(length, block.length - at);
        System.arraycopy(block, at, bytes, from, take);
        at += take;
        return take;
    }

    @Override
    public long skip(long count) throws IOException {
        long take = Math.max(0, Math.min(count, file.size() - position()));
        long target = position() + take;
        if (take <= block.length - at) {
            at += (int) take;
        } else {
            block = new byte[0];
            at = 0;
            next = target;
        }
        return take;
    }

    /** How many bytes were given or skipped. */
    public long position() {
        return next - (block.length - at);
    }

    private boolean fill() throws IOException {
        if (at < block.length) {
            return true;
        }
        if (next >= file.size()) {
            return false;
        }
        block = material.read(file, next, BLOCK);
        at = 0;
        next += block.length;
        return block.length > 0;
    }
}
