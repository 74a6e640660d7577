package gedeon.storage.tier.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dead writers leave, and disks that fail. */
class SweepTests {
    private static final Duration AT_ONCE = Duration.ofSeconds(-10);

    @TempDir
    Path root;

    @BeforeEach
    void create() throws IOException {
        PosixTier.create(root);
    }

    private PosixTier open() throws IOException {
        return PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Location write(Tier tier, byte[] payload) throws IOException {
        return TierContract.write(tier, BlobId.next(Clock.systemUTC()), payload, payload.length);
    }

    @Test
    void aDeadWritersStagingGoesAndItsPackIsCutBehindItsLastRecord() throws IOException {
        PosixTier dead = open();
        Location first = write(dead, random(1000));
        Location second = write(dead, random(70_001));
        Tier.BlobWriter unfinished = dead.begin(BlobId.next(Clock.systemUTC()), new byte[0], 5 << 20);
        unfinished.write(random(100), 0, 100);
        Path pack = dead.packFile(java.util.Objects.requireNonNull(second.pack()));
        assertThat(Files.size(pack)).isGreaterThan(60 << 20);
        try (PosixTier other = open()) {
            other.sweep(writer -> true, AT_ONCE);
            assertThat(Files.size(pack)).isGreaterThan(60 << 20);
            other.sweep(Set.<UUID>of()::contains, Duration.ofMinutes(10));
            assertThat(Files.size(pack)).isGreaterThan(60 << 20);
            sweepTwice(other);
            assertThat(Files.size(pack)).isBetween(second.offset() + 70_001, second.offset() + 70_400);
            assertThat(other.read(first, 0, 1000).readAllBytes()).isEqualTo(random(1000));
            assertThat(other.read(second, 0, 70_001).readAllBytes()).isEqualTo(random(70_001));
            try (Stream<Path> left = Files.list(root.resolve("staging"))) {
                assertThat(left).containsExactly(other.staging());
            }
            other.sweep(Set.<UUID>of()::contains, AT_ONCE);
            Location after = write(other, random(10));
            assertThat(other.read(after, 0, 10).readAllBytes()).isEqualTo(random(10));
        }
    }

    /** A pack is ended by one sweep and cut by the next. */
    private static void sweepTwice(PosixTier tier) throws IOException {
        tier.sweep(Set.<UUID>of()::contains, AT_ONCE);
        tier.sweep(Set.<UUID>of()::contains, AT_ONCE);
    }

    /** Its lease had ended while it was away: what it writes into the pack of before could be cut away, so that it is not acknowledged. */
    @Test
    void aWriterThatComesBackAcknowledgesNothingOfThePackThatWasEnded() throws IOException {
        PosixTier away = open();
        Location before = write(away, random(1000));
        try (PosixTier other = open()) {
            other.sweep(Set.<UUID>of()::contains, AT_ONCE);
            assertThatThrownBy(() -> write(away, random(2000)))
                    .isInstanceOf(TierBroken.class)
                    .hasStackTraceContaining("took this one for dead");
            Location after = write(away, random(3000));
            assertThat(after.pack()).isNotEqualTo(before.pack());
            other.sweep(writer -> false, Duration.ofMinutes(10));
            assertThat(away.read(before, 0, 1000).readAllBytes()).isEqualTo(random(1000));
            assertThat(away.read(after, 0, 3000).readAllBytes()).isEqualTo(random(3000));
        }
        away.close();
    }

    /** Nobody cuts what was changed after it was ended. */
    @Test
    void aPackThatWasChangedSinceItWasEndedIsNotCut() throws IOException {
        PosixTier away = open();
        Location before = write(away, random(1000));
        Path pack = away.packFile(java.util.Objects.requireNonNull(before.pack()));
        Path mark = away.staging().resolve(pack.getFileName());
        Path ended = away.staging().resolve(pack.getFileName() + ".ended");
        FileTime old = FileTime.from(Clock.systemUTC().instant().minus(Duration.ofHours(1)));
        try (PosixTier other = open()) {
            for (Path one : List.of(mark, pack, away.staging())) {
                Files.setLastModifiedTime(one, old);
            }
            other.sweep(writer -> false, Duration.ofMinutes(10));
            assertThat(mark).doesNotExist();
            assertThat(ended).exists();
            assertThat(new PosixPacks(other).sealed()).isEmpty();
            Files.setLastModifiedTime(ended, old);
            Files.setLastModifiedTime(away.staging(), old);
            Files.setLastModifiedTime(pack, FileTime.from(Clock.systemUTC().instant()));
            other.sweep(writer -> false, Duration.ofMinutes(10));
            assertThat(Files.size(pack)).isGreaterThan(60 << 20);
            assertThat(ended).exists();
            Files.setLastModifiedTime(pack, old);
            Files.setLastModifiedTime(away.staging(), old);
            other.sweep(writer -> false, Duration.ofMinutes(10));
            assertThat(Files.size(pack)).isLessThan(10_000);
            assertThat(new PosixPacks(other).sealed()).hasSize(1);
            assertThat(away.staging()).doesNotExist();
        }
    }

    /** A hole (a record whose writer died before its bytes came) does not hide the records behind it. */
    @Test
    void aHoleInThePackIsPassed() throws IOException {
        PosixTier dead = open();
        write(dead, random(500));
        PosixTier.Place hole = dead.place(9001);
        Location behind = write(dead, random(600));
        Path pack = dead.packFile(hole.pack().id());
        try (PosixTier other = open()) {
            sweepTwice(other);
            assertThat(Files.size(pack)).isGreaterThan(behind.offset() + 600);
            assertThat(other.read(behind, 0, 600).readAllBytes()).isEqualTo(random(600));
        }
    }

    private static final class FailingDisk implements Disk {
        private final String sentence;
        private boolean fails;

        FailingDisk(String sentence) {
            this.sentence = sentence;
        }

        private void fail() throws IOException {
            if (fails) {
                throw new IOException(sentence);
            }
        }

        @Override
        public void append(FileChannel file, ByteBuffer bytes) throws IOException {
            fail();
            Disk.super.append(file, bytes);
        }

        @Override
        public void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
            fail();
            Disk.super.write(file, bytes, position);
        }
    }

    @Test
    void aDiskThatFillsOrFailsInMidWriteIsNamedAndLeavesNothing() throws IOException {
        for (int size : new int[] {100, 2 << 20}) {
            FailingDisk full = new FailingDisk("No space left on device");
            FailingDisk broken = new FailingDisk("Input/output error");
            try (PosixTier one = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC(), full);
                    PosixTier two = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC(), broken)) {
                full.fails = true;
                broken.fails = true;
                assertThatThrownBy(() -> write(one, random(size)))
                        .isInstanceOf(TierFull.class)
                        .hasMessageContaining("became full");
                assertThatThrownBy(() -> write(two, random(size)))
                        .isInstanceOf(TierBroken.class)
                        .hasMessageContaining("Input/output error");
                full.fails = false;
                Location later = write(one, random(size));
                assertThat(one.read(later, 0, size).readAllBytes()).isEqualTo(random(size));
            }
        }
    }
}
