package gedeon.storage.tier.archive;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Trait;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** An archive whose blobs are sealed as soon as they are there, each in a batch of its own. */
final class SealingAtOnce implements Tier {
    private final Tier gathering;

    SealingAtOnce(Tier gathering) {
        this.gathering = gathering;
    }

    /** In a batch of its own; what has gathered stays. */
    static Location seal(Batches batches, String path, boolean bare, Location gathered) throws IOException {
        return batches.seal(
                        BlobId.next(Clock.systemUTC()),
                        "{}",
                        List.of(new Batches.Item(path, bare, List.of(gathered), List.of())),
                        bytes -> {})
                .getFirst();
    }

    @Override
    public Set<Trait> traits() {
        return gathering.traits();
    }

    @Override
    public BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) throws IOException {
        BlobWriter writer = gathering.begin(blob, metadata, expected, encrypted);
        return new BlobWriter() {
            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                writer.write(buffer, offset, length);
            }

            @Override
            public Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
                Batches batches = gathering.batches().orElseThrow();
                Location sealed = seal(batches, blob + "@V", true, writer.publish(sha256, plainSha256, plainMd5));
                batches.cleared(List.of(blob));
                return sealed;
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    @Override
    public InputStream read(Location location, long from, long length) throws IOException {
        return gathering.read(location, from, length);
    }

    @Override
    public BlobEnds ends(Location location) throws IOException {
        return gathering.ends(location);
    }

    @Override
    public void delete(Location location) throws IOException {
        gathering.delete(location);
    }

    @Override
    public long free() throws IOException {
        return gathering.free();
    }

    @Override
    public void close() {}
}
