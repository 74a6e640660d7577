package gedeon.storage.tier.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.tier.Batches;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.TierContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches in a folder. */
class SealedBatchesTests extends SealedContract {
    @BeforeEach
    void open() throws IOException {
        ArchiveKind kind = new ArchiveKind(Clock.systemUTC(), Map.of());
        Map<String, String> settings = Map.of("root", folder.resolve("archive").toString(), "floor", "0");
        use(kind.open(settings, kind.create(settings), UUID.randomUUID()));
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
        requireValid(folder.resolve("archive/ocfl"));
    }

    @Test
    void contentIsAPlainFileUnderItsOwnName() throws IOException {
        Location one = gathered(1000);
        Location two = gathered(300_000);
        batches.seal(
                blob(),
                "{\"kind\":\"batch\"}",
                List.of(new Batches.Item(
                        "lab/data/run/1.raw@V", true, List.of(one, two), List.of("{\"kind\":\"version\"}"))),
                bytes -> {});
        Path file = file("1.raw@V");
        assertThat(file.toString()).contains("/v1/content/lab/data/run/1.raw@V");
        byte[] whole = new byte[301_000];
        System.arraycopy(random(1000), 0, whole, 0, 1000);
        System.arraycopy(random(300_000), 0, whole, 1000, 300_000);
        assertThat(file).hasBinaryContent(whole);
        assertThat(Files.readAllLines(
                        file.getParent().getParent().getParent().getParent().resolve("gedeon.jsonl")))
                .hasSize(4)
                .startsWith("{\"kind\":\"batch\"}", "{\"kind\":\"version\"}");
    }

    @Test
    void whatIsNotBareKeepsItsStoredForm() throws IOException {
        Location gathered = gathered(1000);
        byte[] form = Files.readAllBytes(file(gathered.blob().toString()));
        Location sealed = seal("encrypted/V", false, gathered);
        assertThat(file("V")).hasBinaryContent(form);
        assertThat(all(sealed)).isEqualTo(random(1000));
    }

    @Test
    void equalContentIsStoredOnceAndEachOfItCanBeRead() throws IOException {
        Location one = gathered(5000);
        Location two = gathered(5000);
        List<Location> sealed = batches.seal(
                blob(),
                "{}",
                List.of(
                        new Batches.Item("a@1", true, List.of(one), List.of()),
                        new Batches.Item("b@2", true, List.of(two), List.of())),
                bytes -> {});
        assertThat(all(sealed.get(0))).isEqualTo(random(5000));
        assertThat(all(sealed.get(1))).isEqualTo(random(5000));
    }

    @Test
    void aFlippedByteIsNeverHandedOutAndACutFileIsTold() throws IOException {
        byte[] payload = random(2 << 20);
        Location sealed = TierContract.write(tier(), blob(), payload, payload.length);
        Path file = file(sealed.blob() + "@V");
        byte[] stored = Files.readAllBytes(file);
        stored[1_000_000] ^= 1;
        Files.write(file, stored);
        assertThatThrownBy(() -> all(sealed)).isInstanceOf(DamagedBlock.class).hasMessageContaining("block 3");
        assertThat(archive.holds(sealed)).isTrue();
        Files.write(file, new byte[1000]);
        assertThat(archive.holds(sealed)).isFalse();
        batches.remove(sealed.pack());
    }

    @Test
    void damageOfWhatHasGatheredLeavesNoBatch() throws IOException {
        byte[] payload = random(2 << 20);
        Location gathered = TierContract.write(archive, blob(), payload, payload.length);
        Path file = file(gathered.blob().toString());
        byte[] stored = Files.readAllBytes(file);
        stored[1_000_000] ^= 1;
        Files.write(file, stored);
        assertThatThrownBy(() -> seal("x@V", true, gathered)).isInstanceOf(DamagedBlock.class);
        assertThat(archive.packed().orElseThrow().sealed()).isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("archive/work"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void whatIsNotWholeIsPassedOverAndStandsInNobodysWay() throws IOException {
        Location whole = TierContract.write(tier(), blob(), random(100), 100);
        Location half = TierContract.write(tier(), blob(), random(200), 200);
        Path root = file(half.blob() + "@V").getParent().getParent().getParent();
        Files.delete(root.resolve("inventory.json"));
        Files.delete(root.resolve("inventory.json.sha512"));
        assertThat(archive.packed().orElseThrow().sealed())
                .extracting(Packed.Pack::id)
                .containsExactly(whole.pack());
        List<Location> found = new CopyOnWriteArrayList<>();
        archive.holdings().orElseThrow().each(held -> found.add(held.at()));
        assertThat(found).containsExactly(whole);
        batches.remove(half.pack());
        assertThat(root).doesNotExist();
    }

    /** What would be read of a batch is gone, and nobody asks for it. */
    @Test
    void packsAreListedWithoutAReadOfThoseWhoseSizeIsKnown() throws IOException {
        Location first = TierContract.write(tier(), blob(), random(100), 100);
        Location second = TierContract.write(tier(), blob(), random(200), 200);
        Packed packed = archive.packed().orElseThrow();
        Files.delete(
                file(first.blob() + "@V").getParent().getParent().getParent().resolve("inventory.json"));
        assertThat(packed.sealed(Map.of(first.pack(), 7L)))
                .containsExactlyInAnyOrder(
                        new Packed.Pack(first.pack(), 7), new Packed.Pack(second.pack(), 200 + Packed.AROUND));
        Files.delete(
                file(second.blob() + "@V").getParent().getParent().getParent().resolve("inventory.json"));
        assertThat(packed.sealed()).containsExactly(new Packed.Pack(second.pack(), 200 + Packed.AROUND));
        batches.remove(first.pack());
        batches.remove(second.pack());
        assertThat(packed.sealed()).isEmpty();
    }

    private Location seal(String path, boolean bare, Location gathered) throws IOException {
        return SealingAtOnce.seal(batches, path, bare, gathered);
    }

    private Path file(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
