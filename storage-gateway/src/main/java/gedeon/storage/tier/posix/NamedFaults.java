package gedeon.storage.tier.posix;

import gedeon.kernel.Digest;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Pending;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * Gives the failures of a disk their names: full (ENOSPC, EDQUOT), broken (EIO and what else the system says), offline (a mount that went away). Java
 * hands out the system's sentence, not its number, so free space is asked as well.
 */
final class NamedFaults implements Tier.BlobWriter {
    private final Tier.BlobWriter writer;
    private final PosixTier tier;
    private long promised;

    /** @param promised bytes that were promised to it, and are its own no more as they come or it ends */
    NamedFaults(Tier.BlobWriter writer, PosixTier tier, long promised) {
        this.writer = writer;
        this.tier = tier;
        this.promised = promised;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        try {
            writer.write(buffer, offset, length);
        } catch (IOException e) {
            throw named(e, tier);
        }
        kept(length);
    }

    private void kept(long bytes) {
        long now = Math.min(promised, bytes);
        promised -= now;
        tier.promised.giveBack(now);
    }

    @Override
    public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        try {
            return writer.publish(sha256, plainSha256, plainMd5);
        } catch (IOException e) {
            throw named(e, tier);
        }
    }

    @Override
    public Pending publishLater(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
        try {
            return new NamedPending(writer.publishLater(sha256, plainSha256, plainMd5), tier);
        } catch (IOException e) {
            throw named(e, tier);
        }
    }

    private record NamedPending(Pending pending, PosixTier tier) implements Pending {
        @Override
        public Location location() {
            return pending.location();
        }

        @Override
        public void await() throws IOException {
            try {
                pending.await();
            } catch (IOException e) {
                throw named(e, tier);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                pending.close();
            } catch (IOException e) {
                throw named(e, tier);
            }
        }
    }

    @Override
    public void close() {
        kept(promised);
        writer.close();
    }

    /** Of a read: a disk that answers badly is broken, whoever closed the file himself knows why. */
    static IOException unreadable(IOException failure, PosixTier tier) {
        return failure instanceof ClosedChannelException
                ? failure
                : new TierBroken("the disk of the tier at " + tier.root() + " failed: " + said(failure), failure);
    }

    static IOException named(IOException failure, PosixTier tier) {
        if (failure instanceof TierFull
                || failure instanceof TierOffline
                || failure instanceof ClosedByInterruptException
                || failure instanceof java.io.InterruptedIOException
                || failure instanceof java.nio.file.FileAlreadyExistsException) {
            return failure;
        }
        if (failure instanceof NoSuchFileException) {
            return new TierOffline("a folder of the tier at " + tier.root() + " is gone; is it still mounted?");
        }
        if (full(failure, tier)) {
            return new TierFull("the disk of the tier at " + tier.root() + " became full in mid-write: " + said(failure)
                    + "; make room or raise the floor");
        }
        return new TierBroken("the disk of the tier at " + tier.root() + " failed: " + said(failure), failure);
    }

    static String said(IOException failure) {
        return failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(failure.getMessage());
    }

    private static boolean full(IOException failure, PosixTier tier) {
        String text = said(failure).toLowerCase(Locale.ROOT);
        // EDQUOT says "quota" in each language that a system of ours speaks.
        if (text.contains("no space left") || text.contains("quota")) {
            return true;
        }
        try {
            // The sentence may be in another language. Below this nothing could be written anyway.
            return tier.free() < 4096;
        } catch (IOException e) {
            return false;
        }
    }
}
