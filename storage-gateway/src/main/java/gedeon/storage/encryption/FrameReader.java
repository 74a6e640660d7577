package gedeon.storage.encryption;

import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import javax.crypto.AEADBadTagException;

/** Plain bytes of a range: only the frames that cover it are read, and each is opened whole before any of its bytes is handed out. */
final class FrameReader extends InputStream {
    private final InputStream stored;
    private final Location location;
    private final Frames frames;
    private final long last;
    private final byte[] sealed;
    private final byte[] plain;
    private final WorkingMemory.Taken room;
    private long number;
    private int at;
    private int filled;
    private long left;

    private FrameReader(
            InputStream stored, Location location, DataKey key, long from, long length, WorkingMemory.Taken room) {
        this.stored = stored;
        this.room = room;
        this.location = location;
        this.frames = new Frames(key);
        this.last = Frames.count(Frames.plainLength(location.length())) - 1;
        this.number = from / Frames.PLAIN;
        this.left = length;
        this.sealed = new byte[frame(location)];
        this.plain = new byte[sealed.length];
    }

    private static int frame(Location location) {
        return (int) Math.min(Frames.STORED, location.length());
    }

    /** A reader whose first frame was opened, so that damage there is known before anything is promised. */
    static FrameReader open(Payload payload, Location location, DataKey key, long from, long length)
            throws IOException {
        long size = Frames.plainLength(location.length());
        Objects.checkFromIndexSize(from, length, size);
        if (length == 0) {
            throw new IllegalArgumentException("an empty range is read without its blob");
        }
        long first = from / Frames.PLAIN;
        long behind = (from + length - 1) / Frames.PLAIN + 1;
        long begin = first * Frames.STORED;
        long end = Math.min(location.length(), behind * Frames.STORED);
        // Before the tier asks for room of its own: WorkingMemory's order.
        WorkingMemory.Taken room = WorkingMemory.OPENING.take(2 * frame(location));
        InputStream stored;
        try {
            stored = payload.read(begin, end - begin);
        } catch (IOException | RuntimeException e) {
            room.close();
            throw e;
        }
        FrameReader reader = new FrameReader(stored, location, key, from, length, room);
        try {
            reader.next();
            reader.at = (int) (from % Frames.PLAIN);
            return reader;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void next() throws IOException {
        int size = stored.readNBytes(sealed, 0, sealed.length);
        try {
            filled = frames.open(sealed, size, number, number == last, plain);
        } catch (AEADBadTagException e) {
            throw new DamagedBlock(location, number, "the frame is not what was encrypted");
        }
        number++;
        at = 0;
    }

    private int ready() throws IOException {
        if (left == 0) {
            return 0;
        }
        if (at == filled) {
            next();
        }
        return (int) Math.min(left, filled - at);
    }

    @Override
    public int read() throws IOException {
        if (ready() == 0) {
            return -1;
        }
        left--;
        return plain[at++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        int size = Math.min(length, ready());
        if (size == 0) {
            return -1;
        }
        System.arraycopy(plain, at, buffer, offset, size);
        at += size;
        left -= size;
        return size;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long count = 0;
        for (int size = ready(); size > 0; size = ready()) {
            out.write(plain, at, size);
            at += size;
            left -= size;
            count += size;
        }
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, filled - at);
    }

    @Override
    public void close() throws IOException {
        left = 0;
        room.close();
        stored.close();
    }
}
