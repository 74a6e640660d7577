package gedeon.storage.tier.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.tier.archive.ocfl.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who reads which index when several want them at once; batches are numbers here. */
class BatchIndexesTests {
    private final ConcurrentLinkedQueue<Long> read = new ConcurrentLinkedQueue<>();

    private static BlobId batch(long number) {
        return new BlobId(0, number);
    }

    /** Of so many blobs. */
    private static BatchIndex index(int blobs) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < blobs; i++) {
            lines.append(new BatchIndex.Entry(new BlobId(1, i), "a", 0, 1, new byte[0], new byte[0]).line())
                    .append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        return BatchIndex.read(Map.of(BatchIndex.NAME, new StoredFile() {
            @Override
            public InputStream stream() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public Content open(long end) {
                throw new IllegalStateException("nobody asked for it");
            }
        }));
    }

    private BatchIndex told(BlobId batch, int blobs) throws IOException {
        read.add(batch.low());
        return index(blobs);
    }

    @Test
    void twoReadersOfABatchReadItsIndexOnceAndReadersOfAnotherDoNotWait() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        BatchIndexes indexes = new BatchIndexes(100, batch -> {
            BatchIndex index = told(batch, 1);
            // Every other number had the same lock where locks were few.
            if (batch.low() == 0) {
                await(slow);
            }
            return index;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<BatchIndex> first = () -> indexes.of(batch(0));
            List<Future<BatchIndex>> waiting = List.of(threads.submit(first), threads.submit(first));
            Await.until(() -> !read.isEmpty());
            for (long other = 1; other <= 64; other++) {
                indexes.of(batch(other));
            }
            assertThat(waiting).noneMatch(Future::isDone);
            slow.countDown();
            assertThat(waiting.get(0).get()).isSameAs(waiting.get(1).get());
        }
        assertThat(read).hasSize(65);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whoWaitedForAReadingThatFailsReadsHimself() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        BatchIndexes indexes = new BatchIndexes(100, batch -> {
            boolean fails = read.isEmpty();
            BatchIndex index = told(batch, 1);
            if (fails) {
                await(slow);
                throw new IOException("the disk");
            }
            return index;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<BatchIndex> fails = threads.submit(() -> indexes.of(batch(1)));
            Await.until(() -> !read.isEmpty());
            Future<BatchIndex> waits = threads.submit(() -> indexes.of(batch(1)));
            slow.countDown();
            assertThat(waits.get()).isNotNull();
            assertThatThrownBy(fails::get).hasRootCauseMessage("the disk");
        }
        assertThat(read).hasSize(2);
    }

    @Test
    void thoseThatWereReadLastAreKeptAndTheNewestHoweverLarge() throws Exception {
        BatchIndexes indexes = new BatchIndexes(10, batch -> told(batch, batch.low() == 9 ? 100 : 5));
        indexes.of(batch(1));
        indexes.of(batch(2));
        indexes.of(batch(1));
        indexes.of(batch(3));
        indexes.of(batch(1));
        indexes.of(batch(9));
        indexes.of(batch(9));
        assertThat(read).containsExactly(1L, 2L, 3L, 9L);
        indexes.forget(batch(9));
        indexes.of(batch(9));
        assertThat(read).containsExactly(1L, 2L, 3L, 9L, 9L);
    }
}
