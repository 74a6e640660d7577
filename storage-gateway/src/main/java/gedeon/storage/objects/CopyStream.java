package gedeon.storage.objects;

import gedeon.storage.tier.AheadChannel;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A range of one payload, from one copy after the other while they fail. Nothing is handed out twice, and nothing that was not checked. */
final class CopyStream extends InputStream {
    private final Copies copies;
    private final Set<Place> failed = new HashSet<>();
    private Place place;
    private long position;
    private final long end;
    private InputStream open = InputStream.nullInputStream();

    CopyStream(Copies copies, Place first, long from, long length) {
        this.copies = copies;
        this.place = first;
        this.position = from;
        this.end = from + length;
    }

    /** This stream with its first block read and checked, so that damage there is known before anything is promised. */
    CopyStream begun() throws IOException {
        try {
            open = copies.open(place, position, end - position);
        } catch (IOException e) {
            goOn(e);
        }
        return this;
    }

    /** From the next copy. @throws IOException {@code e} where there is none, or where it is no failure of a tier */
    private void goOn(IOException e) throws IOException {
        if (!(e instanceof DamagedBlock
                || e instanceof NoSuchFileException
                || e instanceof TierBroken
                || e instanceof TierOffline)) {
            throw e;
        }
        failed.add(place);
        if (e instanceof DamagedBlock || e instanceof NoSuchFileException) {
            copies.damaged(place, e);
        }
        Optional<Place> next = copies.of(place).stream()
                .filter(copy -> !failed.contains(copy) && copies.readable(copy))
                .findFirst();
        if (next.isEmpty()) {
            throw e;
        }
        open.close();
        open = InputStream.nullInputStream();
        place = next.get();
        begun();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                int n = open.read(buffer, offset, length);
                position += Math.max(0, n);
                return n;
            } catch (IOException e) {
                goOn(e);
            }
        }
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long begin = position;
        Counting counting = new Counting(out);
        OutputStream counted = out instanceof AheadChannel ahead ? new CountingAhead(counting, ahead) : counting;
        while (true) {
            try {
                open.transferTo(counted);
                return position - begin;
            } catch (IOException e) {
                goOn(e);
            }
        }
    }

    @Override
    public int available() throws IOException {
        return open.available();
    }

    @Override
    public void close() throws IOException {
        open.close();
    }

    /** Passes on, and moves this stream's position behind what was taken. */
    private final class Counting extends OutputStream {
        private final OutputStream out;

        Counting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            position++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    private final class CountingAhead extends OutputStream implements AheadChannel {
        private final OutputStream counting;
        private final AheadChannel ahead;
        private int begun;

        CountingAhead(OutputStream counting, AheadChannel ahead) {
            this.counting = counting;
            this.ahead = ahead;
        }

        @Override
        public void begin(ByteBuffer bytes) throws IOException {
            begun = bytes.remaining();
            ahead.begin(bytes);
        }

        @Override
        public void ended() throws IOException {
            ahead.ended();
            position += begun;
            begun = 0;
        }

        @Override
        public void write(int one) throws IOException {
            counting.write(one);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            counting.write(buffer, offset, length);
        }

        @Override
        public void flush() throws IOException {
            counting.flush();
        }
    }
}
