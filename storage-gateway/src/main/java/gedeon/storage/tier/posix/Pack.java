package gedeon.storage.tier.posix;

import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of stored forms, written by one process only. Writers take a place, write there at the same time, then wait for one sync that
 * serves all who wait. Room ahead is written as zeros so that a sync has no block allocation to commit.
 */
final class Pack implements AutoCloseable {
    static final int HEADER = 4096;
    private static final int STEP = 64 << 20;
    private static final byte[] ZEROS = new byte[1 << 20];

    private final BlobId id;
    private final Path file;
    private final Path openMark;
    private final Disk disk;
    private final FileChannel channel;
    private final long capacity;
    private long end = HEADER;
    private long roomEnd;
    private int users;
    private boolean sealed;

    private final Object sync = new Object();
    private long written;
    private long synced;
    private boolean forcing;
    private @Nullable IOException broken;

    /** @param openMark a name in the process's staging folder for as long as the pack is open: who tidies up after it finds the pack by it */
    Pack(BlobId id, Path file, Path openMark, UUID tier, UUID process, long capacity, Disk disk) throws IOException {
        this.id = id;
        this.file = file;
        this.openMark = openMark;
        this.disk = disk;
        this.capacity = capacity;
        disk.create(openMark).close();
        this.channel = disk.create(file);
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.put("GEDPACK1".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(HEADER);
        header.putLong(id.high()).putLong(id.low());
        header.putLong(tier.getMostSignificantBits()).putLong(tier.getLeastSignificantBits());
        header.putLong(process.getMostSignificantBits()).putLong(process.getLeastSignificantBits());
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, header.position());
        header.putInt((int) crc.getValue());
        writeAll(ByteBuffer.wrap(header.array()), 0);
        roomEnd = HEADER;
        disk.force(channel, file);
        disk.forceFolder(java.util.Objects.requireNonNull(file.getParent()));
    }

    BlobId id() {
        return id;
    }

    /** Takes a place of {@code size} bytes, eight-aligned, which {@link #release} ends; -1 where the pack is full. */
    synchronized long take(int size) throws IOException {
        long place = end;
        long after = (place + size + 7) & ~7L;
        if (sealed || after > capacity) {
            return -1;
        }
        while (roomEnd < after) {
            int room = (int) Math.min(STEP, capacity - roomEnd);
            for (int done = 0; done < room; done += ZEROS.length) {
                writeAll(ByteBuffer.wrap(ZEROS, 0, Math.min(ZEROS.length, room - done)), roomEnd + done);
            }
            roomEnd += room;
        }
        end = after;
        users++;
        return place;
    }

    /** Ends the use of a place; the last one out of a sealed pack closes it. */
    synchronized void release() throws IOException {
        users--;
        if (sealed && users == 0) {
            cut();
        }
    }

    void write(byte[] form, int length, long place) throws IOException {
        writeAll(ByteBuffer.wrap(form, 0, length), place);
    }

    /** Gives the record that begins there the name of one that was taken back; false where this pack is closed. */
    synchronized boolean takeBack(long place) throws IOException {
        if (!channel.isOpen()) {
            return false;
        }
        writeAll(ByteBuffer.wrap(BlobForm.takenBackMark()), place);
        return true;
    }

    private void writeAll(ByteBuffer bytes, long position) throws IOException {
        disk.write(channel, bytes, position);
    }

    /** Says that something was written; what it returns is what {@link #await} waits for. */
    long wrote() {
        synchronized (sync) {
            return ++written;
        }
    }

    /**
     * Returns when everything that was written up to this ticket is on the disk. One caller forces, the others wait. A failed sync breaks the pack for good, and so does
     * another process that ended it because this one seemed dead: what it was not shown before that may be cut away ({@link Sweep}).
     */
    void await(long ticket) throws IOException {
        while (true) {
            long target;
            synchronized (sync) {
                while (forcing && synced < ticket && broken == null) {
                    waitForLeader();
                }
                if (broken != null) {
                    throw new IOException("pack " + id + " could not be synced earlier and takes nothing more", broken);
                }
                if (synced >= ticket) {
                    return;
                }
                forcing = true;
                target = written;
            }
            IOException failed = null;
            try {
                disk.force(channel, file);
                if (Files.notExists(openMark)) {
                    failed = new IOException(
                            "pack " + id + " was ended by another process, which took this one for dead");
                }
            } catch (IOException e) {
                failed = e;
            }
            synchronized (sync) {
                forcing = false;
                if (failed == null) {
                    synced = Math.max(synced, target);
                } else {
                    broken = failed;
                }
                sync.notifyAll();
            }
        }
    }

    private void waitForLeader() throws IOException {
        try {
            sync.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while waiting for a sync of pack " + id);
        }
    }

    /** Takes nothing more: a sync failed, or a writer was interrupted, which closes the channel for all. */
    boolean broken() {
        synchronized (sync) {
            return broken != null || !channel.isOpen();
        }
    }

    /** Seals: takes nothing more, and cuts the room ahead when the last writer has left. */
    @Override
    public synchronized void close() throws IOException {
        sealed = true;
        if (users == 0) {
            cut();
        }
    }

    private void cut() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                disk.truncate(channel, end);
                disk.force(channel, file);
            }
            disk.delete(openMark);
        }
    }
}
