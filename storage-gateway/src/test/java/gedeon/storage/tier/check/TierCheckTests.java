package gedeon.storage.tier.check;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Trait;
import gedeon.storage.tier.memory.MemoryTier;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check passes where the promises are kept, names the one that is not, and leaves nothing. */
class TierCheckTests {
    @TempDir
    Path folder;

    @Test
    void aGoodPlaceKeepsAllAndHasNothingOfItAfterwards() throws IOException {
        PosixTier.create(folder.resolve("tier"));
        try (PosixTier tier =
                PosixTier.open(folder.resolve("tier"), new PosixSettings(-1, 4 << 20, 0), Clock.systemUTC())) {
            List<TierCheck.Line> lines = new TierCheck(tier, Clock.systemUTC()).run();
            assertThat(lines)
                    .allSatisfy(
                            line -> assertThat(line.holds()).as(line.toString()).isTrue());
            assertThat(lines).anySatisfy(line -> assertThat(line.said()).contains("MiB/s written"));
        }
        try (Stream<Path> left = Files.walk(folder.resolve("tier"))) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactly("gedeon-tier.json");
        }
    }

    @Test
    void aPlaceThatForgetsToDeleteIsNamed() {
        List<TierCheck.Line> lines = new TierCheck(new Keeping(new MemoryTier()), Clock.systemUTC()).run();
        assertThat(lines).filteredOn(line -> !line.holds()).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("what was deleted is gone");
            assertThat(line.said()).contains("can still be read");
        });
    }

    /** Deletes nothing. */
    private record Keeping(Tier kept) implements Tier {
        @Override
        public Set<Trait> traits() {
            return kept.traits();
        }

        @Override
        public BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) throws IOException {
            return kept.begin(blob, metadata, expected, encrypted);
        }

        @Override
        public InputStream read(Location location, long from, long length) throws IOException {
            return kept.read(location, from, length);
        }

        @Override
        public BlobEnds ends(Location location) throws IOException {
            return kept.ends(location);
        }

        @Override
        public void delete(Location location) {
            // As a place would that answers before it acts.
        }

        @Override
        public long free() throws IOException {
            return kept.free();
        }

        @Override
        public void close() throws IOException {
            kept.close();
        }
    }
}
