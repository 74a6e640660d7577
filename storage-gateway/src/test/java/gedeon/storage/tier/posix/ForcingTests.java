package gedeon.storage.tier.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForcingTests {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void theDiskBeginsWhileTheRestComesAndHasOneToDoAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger times = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        Disk disk = new Disk() {
            @Override
            public void force(FileChannel file, Path name) throws IOException {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                times.incrementAndGet();
                begun.countDown();
                Disk.super.force(file, name);
                running.decrementAndGet();
            }
        };
        try (FileChannel channel = file()) {
            Forcing forcing = new Forcing(disk, channel, folder);
            for (int i = 0; i < 64; i++) {
                channel.write(ByteBuffer.allocate(MIB));
                forcing.wrote(MIB);
                if (i == 16) {
                    begun.await();
                }
            }
            forcing.end();
            assertThat(times.get()).isBetween(1, 4);
            assertThat(most.get()).isEqualTo(1);
            assertThat(running.get()).isZero();
        }
    }

    /** The system tells a failure of the disk once. */
    @Test
    void aFailureToldMeanwhileFailsTheFile() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        Disk disk = new Disk() {
            @Override
            public void force(FileChannel file, Path name) throws IOException {
                if (failed.getCount() > 0) {
                    failed.countDown();
                    throw new IOException("the disk lost a page");
                }
            }
        };
        try (FileChannel channel = file()) {
            Forcing forcing = new Forcing(disk, channel, folder);
            forcing.wrote(16 * MIB);
            failed.await();
            assertThatThrownBy(forcing::end).hasMessage("the disk lost a page");
        }
    }

    @Test
    void aDiskThatHangsHoldsUpNoFileOfAnother() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(4);
        Disk hanging = new Disk() {
            @Override
            public void force(FileChannel file, Path name) throws IOException {
                begun.countDown();
                try {
                    hangs.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        try (FileChannel channel = file()) {
            for (int i = 0; i < 4; i++) {
                new Forcing(hanging, channel, folder).wrote(16 * MIB);
            }
            begun.await();
            Forcing sound = new Forcing(Disk.REAL, channel, folder);
            sound.wrote(16 * MIB);
            sound.end();
        } finally {
            hangs.countDown();
        }
    }

    @Test
    void aShortFileIsForcedOnlyWhenItIsWhole() throws IOException {
        try (FileChannel channel = file()) {
            Forcing forcing = new Forcing(
                    new Disk() {
                        @Override
                        public void force(FileChannel file, Path name) {
                            throw new AssertionError("forced " + name);
                        }
                    },
                    channel,
                    folder);
            forcing.wrote(16 * MIB - 1);
            forcing.end();
        }
    }

    private FileChannel file() throws IOException {
        return FileChannel.open(
                Files.createTempFile(folder, "forced", null), StandardOpenOption.WRITE, StandardOpenOption.READ);
    }
}
