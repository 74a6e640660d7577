package gedeon.storage.tier.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;
import io.ocfl.api.OcflRepository;
import io.ocfl.core.OcflRepositoryBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** An archive whose blobs are sealed as soon as they are there, each in a batch of its own: the promise of a tier holds of batches too, wherever they lie. */
abstract class SealedContract extends TierContract {
    @TempDir
    Path folder;

    Tier archive;
    Batches batches;

    /** From now on the archive that is looked at. */
    final void use(Tier opened) {
        archive = opened;
        batches = opened.batches().orElseThrow();
    }

    @Override
    protected final Tier tier() {
        return new SealingAtOnce(archive);
    }

    static BlobId blob() {
        return BlobId.next(Clock.systemUTC());
    }

    final Location gathered(int size) throws IOException {
        return TierContract.write(archive, blob(), random(size), size);
    }

    static byte[] all(Tier of, Location location) throws IOException {
        try (InputStream in = of.read(location, 0, location.length())) {
            return in.readAllBytes();
        }
    }

    final byte[] all(Location location) throws IOException {
        return all(archive, location);
    }

    /** Every object in a storage root is valid, content and all, to who knows OCFL and nothing of Gédéon. */
    final void requireValid(Path root) throws IOException {
        OcflRepository repository = new OcflRepositoryBuilder()
                .storage(storage -> storage.fileSystem(root))
                .workDir(Files.createDirectories(folder.resolve("elsewhere")))
                .build();
        try (Stream<String> ids = repository.listObjectIds()) {
            for (String id : ids.toList()) {
                assertThat(repository.validateObject(id, true).getErrors()).isEmpty();
            }
        }
        repository.close();
    }

    /** What lies in a batch goes with the batch. */
    @Override
    protected void deletingWhatIsAbsentDoesNothing() throws IOException {
        Location location = TierContract.write(tier(), blob(), random(2 << 20), 2 << 20);
        archive.delete(location);
        assertThat(archive.holds(location)).isTrue();
        batches.remove(location.pack());
        batches.remove(location.pack());
        assertThat(archive.holds(location)).isFalse();
        assertThatThrownBy(() -> archive.read(location, 0, 1)).isInstanceOf(NoSuchFileException.class);
        archive.delete(location);
    }

    /** As in a pack: a blob may be written anew beside itself, and is when its batch is. */
    @Override
    protected void aBlobIsNeverOverwritten() throws IOException {
        BlobId blob = blob();
        Location first = TierContract.write(tier(), blob, random(100), 100);
        Location second = TierContract.write(tier(), blob, random(200), 200);
        assertThat(second.pack()).isNotEqualTo(first.pack());
        assertThat(all(first)).isEqualTo(random(100));
        assertThat(all(second)).isEqualTo(random(200));
    }
}
