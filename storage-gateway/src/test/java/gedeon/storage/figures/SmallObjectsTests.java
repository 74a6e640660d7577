package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import gedeon.storage.QuotaChange;
import gedeon.storage.Scope;
import gedeon.storage.processes.PlainS3;
import gedeon.storage.processes.SentPack;
import gedeon.storage.s3.RunningS3;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects of 16 KiB by 32 writers, each synced before it counts: those that share packs beside those with a file and a synced folder of their own, on the
 * same disk in turn. For figures: {@code -Dgedeon.figures=true}, two minutes; else for a moment, in which only the counts are right.
 */
class SmallObjectsTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final int SIZE = 16 << 10;
    private static final int WRITERS = 32;
    /** Objects of one request, and how many send such ones. */
    private static final int AT_ONCE = 256;

    private static final int PACK_WRITERS = 4;
    private static final long NANOS = FIGURES ? 5_000_000_000L : 200_000_000L;
    private static final int ROUNDS = FIGURES ? 5 : 1;
    private static final PosixSettings PACKS = new PosixSettings(1 << 20, 1 << 30, 0);
    private static final PosixSettings FILES = new PosixSettings(0, 1 << 30, 0);

    private final byte[] body = new byte[SIZE];
    private final AtomicLong names = new AtomicLong();

    @TempDir
    Path folder;

    @Test
    void packsAreFasterThanFilesInTheTierAlone() throws Exception {
        new Random(1).nextBytes(body);
        Digest sha256 = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(body));
        Digest md5 =
                Digest.of(DigestAlgorithm.MD5, MessageDigest.getInstance("MD5").digest(body));
        try (Tier packs = tier("packs", PACKS);
                Tier files = tier("files", FILES)) {
            Turns.Two two = Turns.of(
                    ROUNDS,
                    () -> rate(i -> () -> write(packs, sha256, md5)),
                    () -> rate(i -> () -> write(files, sha256, md5)));
            System.out.printf(
                    "tier alone: %.0f small objects/s in packs, %.0f as files, ratio %.2f%n",
                    two.first(), two.second(), two.ratio());
            assertThat(held(packs) + held(files)).isEqualTo(names.get());
            assertThat(two.ratio()).isGreaterThan(FIGURES ? 3 : 0);
        }
    }

    @Test
    void packsAreFasterThanFilesThroughS3() throws Exception {
        new Random(1).nextBytes(body);
        try (DiskDatabase first = new DiskDatabase(folder.resolve("database-1"));
                DiskDatabase second = new DiskDatabase(folder.resolve("database-2"));
                RunningS3 packs = new RunningS3(DiskDatabase.settings(first.url()), tier("packs", PACKS));
                RunningS3 files = new RunningS3(DiskDatabase.settings(second.url()), tier("files", FILES))) {
            List<PlainS3> toPacks = open(packs);
            List<PlainS3> toFiles = open(files);
            Turns.Two two = Turns.of(
                    ROUNDS, () -> rate(i -> () -> put(toPacks.get(i))), () -> rate(i -> () -> put(toFiles.get(i))));
            System.out.printf(
                    "through S3: %.0f small objects/s in packs, %.0f as files, ratio %.2f%n",
                    two.first(), two.second(), two.ratio());
            long used = 0;
            for (RunningS3 one : List.of(packs, files)) {
                assertThat(one.gateway.quotas().verify()).isEmpty();
                used += one.gateway
                        .quotas()
                        .quota(new Scope.OfNotebook(one.notebook))
                        .used()
                        .value();
            }
            assertThat(used).isEqualTo(names.get() * SIZE);
            for (PlainS3 one : toPacks) {
                one.close();
            }
            for (PlainS3 one : toFiles) {
                one.close();
            }
            assertThat(two.ratio()).isGreaterThan(FIGURES ? 1.2 : 0);
        }
    }

    /** The same objects, 256 a request and one a request, into gateways alike on the same disk in turn. */
    @Test
    void objectsInPacksAreFasterThanOneByOne() throws Exception {
        new Random(1).nextBytes(body);
        try (DiskDatabase first = new DiskDatabase(folder.resolve("database-3"));
                DiskDatabase second = new DiskDatabase(folder.resolve("database-4"));
                RunningS3 together = new RunningS3(DiskDatabase.settings(first.url()), tier("together", PACKS));
                RunningS3 single = new RunningS3(DiskDatabase.settings(second.url()), tier("single", PACKS))) {
            List<PlainS3> many = open(together);
            List<PlainS3> one = open(single);
            Turns.Two two = Turns.of(
                    ROUNDS,
                    () -> AT_ONCE * rate(PACK_WRITERS, i -> () -> pack(many.get(i))),
                    () -> rate(i -> () -> put(one.get(i))));
            System.out.printf(
                    "through S3: %.0f small objects/s in packs of %d by %d writers, %.0f one by one by %d writers, ratio %.2f%n",
                    two.first(), AT_ONCE, PACK_WRITERS, two.second(), WRITERS, two.ratio());
            assertThat(together.gateway.quotas().verify()).isEmpty();
            assertThat(together.gateway
                                    .quotas()
                                    .quota(new Scope.OfNotebook(together.notebook))
                                    .objects()
                                    .used()
                            + single.gateway
                                    .quotas()
                                    .quota(new Scope.OfNotebook(single.notebook))
                                    .objects()
                                    .used())
                    .isEqualTo(names.get());
            for (PlainS3 client : many) {
                client.close();
            }
            for (PlainS3 client : one) {
                client.close();
            }
            assertThat(two.ratio()).isGreaterThan(FIGURES ? 2 : 0);
        }
    }

    private boolean pack(PlainS3 client) throws IOException {
        long name = names.addAndGet(AT_ONCE);
        SentPack pack = new SentPack();
        for (int i = 0; i < AT_ONCE; i++) {
            pack.add("%03d/%d".formatted((name / AT_ONCE) % 500, name - i), body);
        }
        pack.send(client, "small").expect(200);
        return true;
    }

    private PosixTier tier(String name, PosixSettings settings) throws IOException {
        Path root = folder.resolve(name);
        PosixTier.create(root);
        return PosixTier.open(root, settings, Clock.systemUTC());
    }

    private static List<PlainS3> open(RunningS3 s3) throws IOException {
        s3.gateway.quotas().change(new Scope.OfNotebook(s3.notebook), QuotaChange.limit(new ByteCount(1L << 40)));
        List<PlainS3> clients = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            clients.add(new PlainS3(s3.address().getPort(), s3.owner));
        }
        clients.getFirst().send("PUT", "/small").expect(200);
        return clients;
    }

    private boolean put(PlainS3 client) throws IOException {
        long name = names.incrementAndGet();
        client.put("/small/%03d/%d".formatted(name % 500, name), body).expect(200);
        return true;
    }

    private boolean write(Tier tier, Digest sha256, Digest md5) throws IOException {
        try (Tier.BlobWriter writer = tier.begin(BlobId.next(Clock.systemUTC()), new byte[0], SIZE, false)) {
            writer.write(body, 0, SIZE);
            writer.publish(sha256, sha256, md5);
        }
        names.incrementAndGet();
        return true;
    }

    /** How many blobs a tier says that it has. */
    private static long held(Tier tier) throws IOException {
        AtomicLong held = new AtomicLong();
        tier.holdings().orElseThrow().each(one -> held.incrementAndGet());
        return held.get();
    }

    @FunctionalInterface
    private interface OfWriter {
        Callable<Boolean> act(int writer);
    }

    /** Acts a second, of all writers. */
    private static double rate(OfWriter writers) throws Exception {
        return rate(WRITERS, writers);
    }

    private static double rate(int count, OfWriter writers) throws Exception {
        long begun = System.nanoTime();
        long all = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<Boolean> act = writers.act(i);
                counts.add(threads.submit(() -> {
                    long acts = 0;
                    // One at least: the time may be over before this thread has its turn.
                    do {
                        act.call();
                        acts++;
                    } while (System.nanoTime() - begun < NANOS);
                    return acts;
                }));
            }
            for (Future<Long> one : counts) {
                all += one.get();
            }
        }
        return all * 1e9 / (System.nanoTime() - begun);
    }
}
