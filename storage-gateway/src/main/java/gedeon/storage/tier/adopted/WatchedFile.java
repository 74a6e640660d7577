package gedeon.storage.tier.adopted;

import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A range of a file that was not hashed yet. Size and time are looked at every few MiB and before the last bytes are handed out: who reads a file that is changed
 * underneath gets no end of it.
 */
final class WatchedFile extends InputStream {
    private static final long LOOK_EVERY = 4 << 20;
    private static final int PIECE = 64 << 10;

    private final Folder folder;
    private final AdoptedFile file;
    private final Location location;
    private final FileChannel channel;
    private long position;
    private final long end;
    private long unwatched;

    /** @throws DamagedBlock where it does not look as it did when it was adopted */
    WatchedFile(Folder folder, AdoptedFile file, Location location, Folder.Opened opened, long from, long length)
            throws DamagedBlock {
        this.folder = folder;
        this.file = file;
        this.location = location;
        this.channel = opened.channel();
        this.position = from;
        this.end = from + length;
        require(opened.look());
    }

    private void require(AdoptedFile.Look look) throws DamagedBlock {
        if (!file.looksLike(look)) {
            throw FolderTier.changed(location, file, "it is another size or time than when it was adopted");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position >= end) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        int size = (int) Math.min(length, end - position);
        int n = channel.read(ByteBuffer.wrap(buffer, offset, size), position);
        if (n < 0) {
            throw FolderTier.changed(location, file, "it ends at " + position);
        }
        unwatched += n;
        if (position + n == end || unwatched >= LOOK_EVERY) {
            require(folder.look(file.path()));
            unwatched = 0;
        }
        position += n;
        return n;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long begin = position;
        try (WorkingMemory.Taken taken = WorkingMemory.READS.take(PIECE)) {
            byte[] piece = new byte[PIECE];
            for (int n = read(piece, 0, PIECE); n >= 0; n = read(piece, 0, PIECE)) {
                out.write(piece, 0, n);
            }
        }
        return position - begin;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
