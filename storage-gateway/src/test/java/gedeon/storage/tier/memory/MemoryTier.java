package gedeon.storage.tier.memory;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Trait;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps stored forms in a map; forgets them with the process. */
public final class MemoryTier implements Tier {
    private final Map<BlobId, byte[]> blobs = new ConcurrentHashMap<>();
    private final MemoryAnnals annals = new MemoryAnnals();

    /** How many blobs rest here. */
    public int blobs() {
        return blobs.size();
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ONLINE, Trait.RANGE_READ);
    }

    @Override
    public BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        byte[] head = BlobForm.head(blob, metadata, expected, encrypted);
        form.write(head, 0, head.length);
        BlobForm.BlockCrcs crcs = new BlobForm.BlockCrcs();
        return new BlobWriter() {
            @Override
            public void write(byte[] buffer, int offset, int length) {
                crcs.update(buffer, offset, length);
                form.write(buffer, offset, length);
            }

            @Override
            public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5)
                    throws FileAlreadyExistsException {
                byte[] trailer = BlobForm.trailer(crcs.finish(), sha256, plainSha256, plainMd5, crcs.length());
                form.write(trailer, 0, trailer.length);
                if (blobs.putIfAbsent(blob, form.toByteArray()) != null) {
                    throw new FileAlreadyExistsException(blob.toString());
                }
                return new Location(blob, null, head.length, crcs.length());
            }

            @Override
            public void close() {
                form.reset();
            }
        };
    }

    @Override
    public InputStream read(Location location, long from, long length) throws IOException {
        return BlockReader.open(source(location), location, from, length, () -> {});
    }

    @Override
    public Optional<Annals> annals() {
        return Optional.of(annals);
    }

    @Override
    public BlobEnds ends(Location location) throws IOException {
        return BlobEnds.read(source(location), location);
    }

    private BlockReader.Source source(Location location) throws NoSuchFileException {
        byte[] form = blobs.get(location.blob());
        if (form == null) {
            throw new NoSuchFileException(location.blob().toString());
        }
        return (target, position) -> {
            if (position + target.remaining() > form.length) {
                throw new EOFException();
            }
            target.put(form, (int) position, target.remaining());
        };
    }

    @Override
    public void delete(Location location) {
        blobs.remove(location.blob());
    }

    /** Stored forms as they are, for whoever looks at the bytes themselves. */
    public List<byte[]> forms() {
        return List.copyOf(blobs.values());
    }

    @Override
    public long free() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public void close() {
        blobs.clear();
    }
}
