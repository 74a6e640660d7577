package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.adopted.AdoptedFile;
import gedeon.storage.tier.jdbc.TierRow;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How far an adoption is, is what its files' rows say, whoever changes them at the same time, and costs the same however many they are. */
class AdoptionCountsTests extends AdoptedShare {
    private static final int READERS = 7;
    private static final int ACTS = 60;

    private final long seed = Long.getLong("gedeon.seed", System.nanoTime());
    private final List<AdoptedFile> files = new CopyOnWriteArrayList<>();
    private AdoptionRows rows;
    private JdbcAdoptedFiles known;
    private TierRow tier;
    private AdoptedFile.Hashed hashed;

    @Test
    void countsAreTrueAtEachMomentWhoeverChangesFilesAtTheSameTime() throws Exception {
        file("f", random(10));
        adopt("data", "", 0);
        tier = gateway.adoptions().of(share).orElseThrow();
        rows = new AdoptionRows(sql);
        known = new JdbcAdoptedFiles(sql, tier.uuid());
        hashed = new AdoptedFile.Hashed(
                sha256(random(10)),
                gedeon.kernel.Digest.of(gedeon.kernel.DigestAlgorithm.MD5, new byte[16]),
                new byte[4],
                0);
        Random first = new Random(seed);
        while (files.isEmpty()) {
            take(first);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(() -> walk(new Random(seed))));
            for (int i = 1; i <= READERS; i++) {
                int reader = i;
                running.add(threads.submit(() -> lookAndLeave(new Random(seed + reader))));
            }
            while (running.stream().anyMatch(one -> !one.isDone())) {
                assertThat(miscounted()).as("seed %s", seed).isEmpty();
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        Adoption found = adoption(tier);
        assertThat(List.of(found.hashed(), found.changed(), found.gone(), found.left()))
                .as("seed %s", seed)
                .isEqualTo(List.of(there("h"), there("c"), there("g"), there("l")));
        assertThat(rows.known(tier.id())).isEqualTo(there("h") + there("c") + there("g") + there("s"));
        assertThat(rows.unread(tier.id())).isEqualTo(there("s") > 0);
    }

    private long there(String state) {
        return sql.one(
                        row -> row.getLong(1),
                        "select count(*) from adopted_file where tier_id = ? and state = ? and not past",
                        tier.id(),
                        state)
                .orElseThrow();
    }

    /** As the one process that works at the job: it takes files, new ones and in the place of others, and hashes many at a time. */
    private void walk(Random random) {
        for (int i = 0; i < ACTS; i++) {
            if (random.nextInt(3) == 0) {
                known.hashed(some(random, 20));
            } else {
                take(random);
            }
        }
    }

    private void take(Random random) {
        List<AdoptedFile> stretch = new ArrayList<>();
        List<UUID> before = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            AdoptedFile one = files.isEmpty() || random.nextBoolean() ? null : any(random);
            BlobId blob = BlobId.next(Clock.systemUTC());
            byte[] path = ("p" + blob).getBytes(StandardCharsets.US_ASCII);
            if (one != null) {
                before.add(NewVersion.uuid(one.blob()));
            }
            stretch.add(new AdoptedFile(blob, path, 10, 0, AdoptedFile.State.SEEN, null, null));
        }
        boolean broken = random.nextInt(5) == 0;
        try {
            sql.inTransaction(c -> {
                rows.insert(c, tier.id(), stretch, before);
                if (broken) {
                    throw new IllegalStateException("overtaken");
                }
                return true;
            });
            files.addAll(stretch);
        } catch (IllegalStateException e) {
            assertThat(broken).isTrue();
        }
    }

    /** As readers, copies and the collector: one file at a time. */
    private void lookAndLeave(Random random) {
        for (int i = 0; i < ACTS; i++) {
            BlobId blob = any(random).blob();
            switch (random.nextInt(5)) {
                case 0 -> known.left(blob);
                case 1 -> known.lost(blob, AdoptedFile.State.CHANGED);
                case 2 -> known.lost(blob, AdoptedFile.State.GONE);
                case 3 -> known.hashed(blob, hashed);
                default ->
                    sql.inTransaction(c -> Sql.update(
                            c,
                            "delete from adopted_file where tier_id = ? and blob_id = ? and state = 'g'",
                            tier.id(),
                            NewVersion.uuid(blob)));
            }
        }
    }

    private List<JdbcAdoptedFiles.Found> some(Random random, int most) {
        return random.ints(1 + random.nextInt(most), 0, files.size())
                .distinct()
                .mapToObj(i -> new JdbcAdoptedFiles.Found(files.get(i).blob(), hashed))
                .toList();
    }

    private AdoptedFile any(Random random) {
        return files.get(random.nextInt(files.size()));
    }
}
