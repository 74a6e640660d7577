package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.TestGateway;
import gedeon.storage.Traffic;
import gedeon.storage.lifecycle.Turn;
import gedeon.storage.lifecycle.jobs.Bandwidth;
import gedeon.storage.lifecycle.jobs.JobRunner;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.jobs.StorageJobs;
import gedeon.storage.lifecycle.tiering.CompactionRound;
import gedeon.storage.lifecycle.tiering.Copying;
import gedeon.storage.lifecycle.tiering.Placing;
import gedeon.storage.objects.Copies;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.OneTier;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rounds that are taken up again where they are, each few seconds: that reads a stretch of rows, however many there are. */
class TakenUpTests {
    private static final short TIER = 101;
    private static final int PLACES = 100_000;
    private static final Copies.Damages DAMAGES = (place, how) -> {};

    private final MemoryTier tier = new MemoryTier();
    private Sql sql;

    @BeforeEach
    void open() {
        sql = TestGateway.database(TestGateway.settings());
        sql.update(
                "insert into tier (id, uuid, kind, name) overriding system value values (?, gen_random_uuid(), 'memory', 'a')",
                TIER);
        sql.update(
                "insert into location (blob_id, tier_id, pack_id, pos, length) select md5('b' || n)::uuid, ?, md5('p' || n % 10)::uuid, 0, 1000 from generate_series(1, ?) n",
                TIER, PLACES);
        sql.update("analyze location");
        sql.update("update tier set blobs = ?, bytes = ?, counted = now() where id = ?", PLACES, PLACES * 1000L, TIER);
    }

    @Test
    void aRoundOfFixity() {
        OneTier tiers = new OneTier(tier);
        Copying copying = new Copying(tiers, DAMAGES);
        Placing placing = new Placing(sql, tiers, OneTier.copies(sql, tier), copying, Duration.ofMinutes(2));
        costsAStretch(() -> new FixityRound(
                sql, tiers, copying, placing, DAMAGES, TIER, false, Duration.ofDays(90), Clock.systemUTC()));
    }

    @Test
    void anAudit() {
        costsAStretch(() -> new AuditRound(sql, tier, TIER, false, DAMAGES));
    }

    /** What has holes was looked for when the round began. */
    @Test
    void aCompaction() {
        OneTier tiers = new OneTier(tier);
        Placing placing =
                new Placing(sql, tiers, OneTier.copies(sql, tier), new Copying(tiers, DAMAGES), Duration.ofMinutes(2));
        List<Packed.Pack> sealed = sql.list(
                row -> {
                    UUID id = row.getObject(1, UUID.class);
                    return new Packed.Pack(
                            new BlobId(id.getMostSignificantBits(), id.getLeastSignificantBits()), 1L << 40);
                },
                "select distinct pack_id from location");
        Supplier<Round> opened = () -> new CompactionRound(sql, new Sealed(sealed), placing, TIER, 0.3);
        assertThat(opened.get().blobs()).isEqualTo(10);
        costsAStretch(opened);
        BlobId last = new BlobId(0, 0);
        for (int i = 0; i < 10; i++) {
            last = opened.get().after(last, 256).last();
            assertThat(last).isNotNull();
        }
        assertThat(opened.get().after(last, 256).last()).isNull();
    }

    private record Sealed(List<Pack> all) implements Packed {
        @Override
        public List<Pack> sealed(Map<BlobId, Long> known) {
            return all;
        }

        @Override
        public List<Record> in(BlobId pack) {
            return List.of();
        }

        @Override
        public List<BlobId> ids() {
            return List.of();
        }

        @Override
        public void each(BlobId pack, Holdings.Visitor visitor) {}

        @Override
        public void remove(BlobId pack) {}
    }

    /** Packs that hold nothing any more; who reads the first waits. */
    private record Slow(List<BlobId> packs, CountDownLatch goesOn, Queue<BlobId> read) implements Packed {
        @Override
        public List<Pack> sealed(Map<BlobId, Long> known) {
            return packs.stream().map(pack -> new Pack(pack, 1000)).toList();
        }

        @Override
        public List<Record> in(BlobId pack) throws IOException {
            read.add(pack);
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("stopping");
            }
            return List.of(new Record(new BlobId(7, pack.low()), 1000));
        }

        @Override
        public List<BlobId> ids() {
            return packs;
        }

        @Override
        public void each(BlobId pack, Holdings.Visitor visitor) {}

        @Override
        public void remove(BlobId pack) {}
    }

    @Test
    void compactionGivesItsPlaceAwayWhileItReadsAPackAndEndsAfterwards() throws Exception {
        Duration slice = Duration.ofMillis(50);
        OneTier tiers = new OneTier(tier);
        Placing placing =
                new Placing(sql, tiers, OneTier.copies(sql, tier), new Copying(tiers, DAMAGES), Duration.ofMinutes(2));
        StorageJobs jobs = new StorageJobs(sql, Duration.ofMinutes(2));
        StorageJob compaction = jobs.ensure(StorageJob.Kind.COMPACTION, TIER, null, Duration.ZERO);
        Slow packs = new Slow(
                List.of(new BlobId(7, 1), new BlobId(7, 2), new BlobId(7, 3)),
                new CountDownLatch(1),
                new ConcurrentLinkedQueue<>());
        JobRunner runner = new JobRunner(
                jobs,
                job -> job.kind() == StorageJob.Kind.COMPACTION
                        ? new CompactionRound(sql, packs, placing, TIER, 0.3)
                        : new AuditRound(sql, new MemoryTier(), (short) 99, false, DAMAGES),
                new Bandwidth(0, new Traffic()),
                Duration.ofMinutes(2),
                slice,
                1);
        Turn place = new Turn("place", slice, runner::run);
        try {
            Await.until(() -> packs.read().size() == 1);
            StorageJob other = jobs.ensure(StorageJob.Kind.AUDIT, null, null, Duration.ZERO);
            Await.until(() -> jobs.find(other.id()).orElseThrow().roundEnded() != null);
            assertThat(packs.read()).as("nothing else is begun").hasSize(1);
            packs.goesOn().countDown();
            Await.until(() -> jobs.find(compaction.id()).orElseThrow().roundEnded() != null);
            assertThat(packs.read()).containsExactlyElementsOf(packs.packs());
            assertThat(jobs.find(compaction.id()).orElseThrow().failed()).isZero();
        } finally {
            packs.goesOn().countDown();
            runner.stop();
            place.close();
            runner.close();
        }
    }

    private void costsAStretch(Supplier<Round> opened) {
        long before = read();
        try (Round round = opened.get()) {
            round.bytesPerSecond(job(PLACES / 2));
            assertThat(round.after(new BlobId(1L << 50, 0), 256).last()).isNotNull();
        }
        assertThat(read() - before).isLessThan(20_000);
    }

    private static StorageJob job(long done) {
        return new StorageJob(
                1,
                StorageJob.Kind.FIXITY,
                TIER,
                StorageJob.State.RUNNING,
                Instant.EPOCH,
                null,
                null,
                new BlobId(1L << 50, 0),
                PLACES,
                done,
                done * 1000,
                0,
                0,
                null,
                Instant.EPOCH,
                null,
                done * 1000);
    }

    /** Rows of places that were read since the database began, by all who have gone since: until then they do not say so. */
    private long read() {
        Await.until(() -> sql.one(
                        row -> row.getInt(1),
                        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")
                .orElseThrow()
                .equals(0));
        return sql.one(
                        row -> row.getLong(1),
                        "select (select sum(seq_tup_read) from pg_stat_user_tables where relname like 'location%') + (select sum(idx_tup_read) from pg_stat_user_indexes where relname like 'location%')")
                .orElseThrow();
    }
}
