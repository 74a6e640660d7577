package gedeon.storage.tier.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Pending;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixTierTests extends TierContract {
    @TempDir
    Path root;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private PosixTier tier;

    @BeforeEach
    void open() throws IOException {
        PosixTier.create(root);
        tier = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC(), new RecordingDisk());
    }

    @AfterEach
    void close() throws IOException {
        tier.close();
    }

    @Override
    protected Tier tier() {
        return tier;
    }

    @Test
    void aFileIsForcedThenLinkedThenItsFolderForcedBeforePublishReturns() throws IOException {
        BlobId blob = BlobId.next(Clock.systemUTC());
        calls.clear();
        write(tier, blob, random(2 << 20), 2 << 20);
        assertThat(calls)
                .containsSubsequence(
                        "force " + blob,
                        "link " + blob,
                        "folder " + tier.fileOf(blob).getParent().getFileName());
    }

    /** Of its file in blocks of its own, and of a pack that others go on writing. */
    @Test
    void whatIsReadPastTheCacheIsCheckedAsEverythingIs() throws IOException {
        for (int size : new int[] {3 << 20, 1000}) {
            Location location = write(tier, BlobId.next(Clock.systemUTC()), random(size), size);
            write(tier, BlobId.next(Clock.systemUTC()), random(2000), 2000);
            assertThat(tier.atRest(location).read(0, size).readAllBytes()).isEqualTo(random(size));
            BlobId pack = location.pack();
            Path file = pack == null ? tier.fileOf(location.blob()) : tier.packFile(pack);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer one = ByteBuffer.allocate(1);
                channel.read(one, location.offset() + size - 5);
                channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), location.offset() + size - 5);
            }
            assertThatThrownBy(() -> tier.atRest(location).read(0, size).readAllBytes())
                    .isInstanceOf(DamagedBlock.class);
        }
    }

    @Test
    void whatEndsTooSoonOrIsNotThereIsToldPastTheCacheAsWell() throws IOException {
        Location location = write(tier, BlobId.next(Clock.systemUTC()), random(3 << 20), 3 << 20);
        Path file = tier.fileOf(location.blob());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(2 << 20);
        }
        assertThatThrownBy(() -> tier.atRest(location).read(0, 3 << 20).readAllBytes())
                .isInstanceOf(DamagedBlock.class);
        Files.delete(file);
        assertThatThrownBy(() -> tier.atRest(location).read(0, 3 << 20))
                .isInstanceOf(java.nio.file.NoSuchFileException.class);
    }

    @Test
    void aRecordInAPackIsForcedBeforePublishReturns() throws IOException {
        write(tier, BlobId.next(Clock.systemUTC()), random(100), 100);
        calls.clear();
        Location location = write(tier, BlobId.next(Clock.systemUTC()), random(100), 100);
        assertThat(calls).contains("force " + location.pack() + ".pack");
    }

    @Test
    void recordsThatArePublishedLaterAreSyncedByOneForce() throws IOException {
        write(tier, BlobId.next(Clock.systemUTC()), random(100), 100);
        calls.clear();
        List<Pending> pending = new ArrayList<>();
        byte[] payload = random(500);
        for (int i = 0; i < 40; i++) {
            try (Tier.BlobWriter writer = tier.begin(BlobId.next(Clock.systemUTC()), new byte[0], payload.length)) {
                writer.write(payload, 0, payload.length);
                Digest sha256 = Digest.sha256(new byte[32]);
                pending.add(writer.publishLater(sha256, sha256, Digest.of(DigestAlgorithm.MD5, new byte[16])));
            }
        }
        assertThat(calls).isEmpty();
        for (Pending one : pending) {
            one.await();
        }
        assertThat(calls)
                .containsExactly("force " + pending.getFirst().location().pack() + ".pack");
        for (Pending one : pending) {
            one.close();
        }
    }

    /** A pack that is full while records in it still wait for their sync stays open for them. */
    @Test
    void recordsThatWaitAreNotCutOffWhereTheirPackIsFull() throws IOException {
        try (PosixTier small = PosixTier.open(root, new PosixSettings(1 << 20, 4 << 20, 0), Clock.systemUTC())) {
            List<Pending> pending = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                byte[] payload = random(900_000 + i);
                try (Tier.BlobWriter writer =
                        small.begin(BlobId.next(Clock.systemUTC()), new byte[0], payload.length)) {
                    writer.write(payload, 0, payload.length);
                    Digest sha256 = Digest.sha256(new byte[32]);
                    pending.add(writer.publishLater(sha256, sha256, Digest.of(DigestAlgorithm.MD5, new byte[16])));
                }
            }
            for (Pending one : pending) {
                one.await();
            }
            for (Pending one : pending) {
                one.close();
            }
            assertThat(pending.stream().map(one -> one.location().pack()).distinct())
                    .hasSizeGreaterThan(2);
            for (int i = 0; i < 12; i++) {
                try (InputStream in = small.read(pending.get(i).location(), 0, 900_000 + i)) {
                    assertThat(in.readAllBytes()).isEqualTo(random(900_000 + i));
                }
            }
        }
    }

    @Test
    void manyWritersShareSyncsAndPacks() throws Exception {
        PosixTier small = PosixTier.open(root, new PosixSettings(1 << 20, 4 << 20, 0), Clock.systemUTC());
        List<Future<Location>> written = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 600; i++) {
                written.add(writers.submit(() -> write(small, BlobId.next(Clock.systemUTC()), random(16_384), 16_384)));
            }
        }
        for (Future<Location> one : written) {
            assertThat(small.read(one.get(), 0, 16_384).readAllBytes()).isEqualTo(random(16_384));
        }
        assertThat(written.stream()
                        .map(one -> one.resultNow().pack())
                        .distinct()
                        .count())
                .isGreaterThan(1);
        small.close();
    }

    /** Whoever has a small object refused wrote its bytes: a header among them is none. */
    @Test
    void whatIsTakenBackHidesNoHeaderThatItsWriterMadeUp() throws IOException {
        BlobId forged = BlobId.next(Clock.systemUTC());
        byte[] form = BlobForm.head(forged, "{\"notebook\":7}".getBytes(StandardCharsets.UTF_8), 8, false);
        Location goes = write(tier, BlobId.next(Clock.systemUTC()), Arrays.copyOf(form, 4096), 4096);
        Location last = write(tier, BlobId.next(Clock.systemUTC()), random(10), 10);
        tier.discard(goes);
        assertThat(records(goes)).containsExactly(last.blob());
        tier.close();
        // Sealed by now: what this process wrote it takes back all the same, and the pack ends where it did.
        long size = Files.size(tier.packFile(java.util.Objects.requireNonNull(last.pack())));
        tier.discard(last);
        assertThat(records(last)).isEmpty();
        assertThat(Files.size(tier.packFile(java.util.Objects.requireNonNull(last.pack()))))
                .isEqualTo(size);
    }

    /** A location that is not what lies there takes nothing back. */
    @Test
    void onlyTheRecordThatLiesThereIsTakenBack() throws IOException {
        Location one = write(tier, BlobId.next(Clock.systemUTC()), random(100), 100);
        Location other = write(tier, BlobId.next(Clock.systemUTC()), random(100), 100);
        tier.discard(new Location(other.blob(), one.pack(), one.offset(), one.length()));
        tier.discard(new Location(one.blob(), one.pack(), one.offset(), 99));
        assertThat(records(one)).containsExactly(one.blob(), other.blob());
    }

    private List<BlobId> records(Location in) throws IOException {
        return tier.packed().orElseThrow().in(java.util.Objects.requireNonNull(in.pack())).stream()
                .map(Packed.Record::blob)
                .toList();
    }

    @Test
    void aFlippedByteIsNeverHandedOut() throws IOException {
        byte[] payload = random(2 << 20);
        Location location = write(tier, BlobId.next(Clock.systemUTC()), payload, payload.length);
        try (FileChannel file = FileChannel.open(tier.fileOf(location.blob()), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {(byte) ~payload[1_000_000]}), location.offset() + 1_000_000);
        }
        assertThatThrownBy(() -> tier.read(location, 0, payload.length).readAllBytes())
                .isInstanceOf(DamagedBlock.class)
                .hasMessageContaining("block 3");
        assertThat(tier.read(location, 0, 262_144).readAllBytes()).hasSize(262_144);
    }

    @Test
    void withoutItsMarkTheTierIsOfflineAndNothingIsWritten() throws IOException {
        Files.move(root.resolve("gedeon-tier.json"), root.resolve("elsewhere"));
        assertThatThrownBy(() -> tier.begin(BlobId.next(Clock.systemUTC()), new byte[0], 10))
                .isInstanceOf(TierOffline.class);
    }

    @Test
    void belowTheFloorNothingIsWritten() throws IOException {
        PosixTier full = PosixTier.open(root, new PosixSettings(0, 1L << 30, Long.MAX_VALUE / 2), Clock.systemUTC());
        assertThatThrownBy(() -> full.begin(BlobId.next(Clock.systemUTC()), new byte[0], 10))
                .isInstanceOf(TierFull.class);
        full.close();
    }

    /** Three of a third each do not fit beside a floor of half the disk's room, also while nothing of the first two has come. */
    @Test
    void roomForWhatIsOnItsWayIsNotGivenToOthers() throws IOException {
        long half = Files.getFileStore(root).getUsableSpace() / 2;
        PosixTier narrow = PosixTier.open(root, new PosixSettings(0, 1L << 30, half), Clock.systemUTC());
        Tier.BlobWriter first = narrow.begin(BlobId.next(Clock.systemUTC()), new byte[0], half * 4 / 10);
        try (Tier.BlobWriter second = narrow.begin(BlobId.next(Clock.systemUTC()), new byte[0], half * 4 / 10)) {
            assertThat(narrow.spare()).isLessThan(-half * 7 / 10);
            assertThatThrownBy(() -> narrow.begin(BlobId.next(Clock.systemUTC()), new byte[0], half * 4 / 10))
                    .isInstanceOf(TierFull.class)
                    .hasMessageContaining("for what is on its way");
            first.close();
            narrow.begin(BlobId.next(Clock.systemUTC()), new byte[0], half * 4 / 10)
                    .close();
            second.write(new byte[1000], 0, 1000);
        }
        write(narrow, BlobId.next(Clock.systemUTC()), random(1000), 1000);
        narrow.begin(BlobId.next(Clock.systemUTC()), new byte[0], half * 8 / 10).close();
        narrow.close();
    }

    @Test
    void aFolderThatAKilledProcessMadeIsSyncedBeforeItsFirstUse() throws IOException {
        BlobId blob = BlobId.next(Clock.systemUTC());
        Path folder = tier.fileOf(blob).getParent();
        Files.createDirectories(folder);
        calls.clear();
        write(tier, blob, random(2 << 20), 2 << 20);
        assertThat(calls)
                .containsSubsequence(
                        "folder " + root.getFileName(),
                        "folder blobs",
                        "folder " + folder.getParent().getFileName(),
                        "link " + blob);
    }

    @Test
    void anInterruptedWriterDoesNotCloseThePacksOfTheOthers() throws Exception {
        write(tier, BlobId.next(Clock.systemUTC()), random(100), 100);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> {
                    // The free-space question and the pack's write are the same thread's: the interrupt meets the pack.
                    try (Tier.BlobWriter writer =
                            new PackedWriter(tier, BlobId.next(Clock.systemUTC()), new byte[64], 0)) {
                        writer.publish(
                                gedeon.kernel.Digest.sha256(new byte[32]),
                                gedeon.kernel.Digest.sha256(new byte[32]),
                                gedeon.kernel.Digest.of(gedeon.kernel.DigestAlgorithm.MD5, new byte[16]));
                    }
                })
                .isInstanceOf(java.nio.channels.ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        Location after = write(tier, BlobId.next(Clock.systemUTC()), random(100), 100);
        assertThat(tier.read(after, 0, 100).readAllBytes()).isEqualTo(random(100));
    }

    private final class RecordingDisk implements Disk {
        @Override
        public void force(FileChannel file, Path name) throws IOException {
            Disk.super.force(file, name);
            calls.add("force " + name.getFileName());
        }

        @Override
        public void link(Path name, Path existing) throws IOException {
            Disk.super.link(name, existing);
            calls.add("link " + name.getFileName());
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            Disk.super.forceFolder(folder);
            calls.add("folder " + folder.getFileName());
        }
    }
}
