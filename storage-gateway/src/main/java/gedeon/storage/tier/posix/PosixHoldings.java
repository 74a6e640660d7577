package gedeon.storage.tier.posix;

import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Rest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Headers of files, shelf by shelf, and of the records in packs, one after the other. */
final class PosixHoldings implements Holdings {
    private static final int FIRST = 4096;

    private final PosixTier tier;

    PosixHoldings(PosixTier tier) {
        this.tier = tier;
    }

    @Override
    public void each(Visitor visitor) throws IOException {
        PosixShelves shelves = new PosixShelves(tier);
        for (int shelf = 0; shelf < shelves.count(); shelf++) {
            for (Rest rest : shelves.on(shelf)) {
                Held held = file(rest.blob(), tier.fileOf(rest.blob()));
                if (held != null) {
                    visitor.found(held);
                }
            }
        }
        for (Path pack : PosixPacks.packs(tier.root().resolve("packs"))) {
            inPack(pack, visitor);
        }
    }

    static @Nullable Held file(BlobId blob, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer first = ByteBuffer.allocate((int) Math.min(FIRST, channel.size()));
            Records.read(channel, first, 0);
            byte[] head = BlobForm.wholeHead(first.flip(), more -> Records.read(channel, more, 0));
            if (head == null || !BlobForm.blob(ByteBuffer.wrap(head)).equals(blob)) {
                return null;
            }
            long payload = BlobForm.payloadLength(channel.size(), head.length);
            return payload < 0 ? null : Held.of(new Location(blob, null, head.length, payload), head);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    static void inPack(Path file, Visitor visitor) throws IOException {
        BlobId pack = PosixPacks.id(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Records.walk(channel, (at, head, size) -> {
                ByteBuffer bytes = ByteBuffer.wrap(head);
                visitor.found(Held.of(
                        new Location(BlobForm.blob(bytes), pack, at + head.length, BlobForm.payload(bytes)), head));
            });
        } catch (NoSuchFileException e) {
            // Compacted meanwhile.
            return;
        }
    }
}
