package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Tiers;
import gedeon.storage.tier.Trait;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Copies that were moved away, on their way out. */
class RetiredTests extends SeveralTiers {
    /** Held again each three seconds: it ends by no machine that stands still for a while. */
    private static final Duration CLAIM = Duration.ofSeconds(15);

    /** Of a process that is to lose it. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** Of what is retired an hour from now, which nobody else here takes for due. */
    private static final Duration GRACE = Duration.ofHours(-2);

    /** A far side that takes as long as the test wants to remove something. */
    private static final class Slow implements Tiers, Tier {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answers = new CountDownLatch(1);
        private final AtomicInteger removals = new AtomicInteger();

        @Override
        public Tier of(short id) {
            return this;
        }

        @Override
        public int rank(short id) {
            return 1;
        }

        @Override
        public List<Short> landing(int notebook) {
            return List.of();
        }

        @Override
        public Set<Trait> traits() {
            return Set.of();
        }

        @Override
        public BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) {
            throw new UnsupportedOperationException("it only removes");
        }

        @Override
        public InputStream read(Location location, long from, long length) {
            throw new UnsupportedOperationException("it only removes");
        }

        @Override
        public BlobEnds ends(Location location) {
            throw new UnsupportedOperationException("it only removes");
        }

        @Override
        public void delete(Location location) throws InterruptedIOException {
            removals.incrementAndGet();
            asked.countDown();
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException(e.getMessage());
            }
        }

        @Override
        public long free() {
            return 0;
        }

        @Override
        public void close() {
            answers.countDown();
        }
    }

    @Test
    void aCopyIsNotWrittenAnewWhileItsRemovalIsUnderWay() throws Exception {
        StoredVersion version = put("1", random(1000));
        UUID id = sql.one(
                        row -> row.getObject(1, UUID.class),
                        "select blob_id from version where seq = ?",
                        version.version().seq())
                .orElseThrow();
        BlobId blob = new BlobId(id.getMostSignificantBits(), id.getLeastSignificantBits());
        sql.update(
                "insert into location (blob_id, tier_id, pos, length, state, retired_at) values (?, ?, 0, 1000, 'r', now() + interval '1 hour')",
                NewVersion.uuid(blob),
                second.id());
        PlaceRows rows = new PlaceRows(sql, CLAIM, tier -> false);
        try (Slow slow = new Slow()) {
            Retired retired = new Retired(sql, slow, GRACE, CLAIM);
            Thread removing = Thread.ofVirtual().start(() -> {
                // Where a claim itself took long nothing is removed under it, and the next one tries again.
                while (slow.asked.getCount() > 0) {
                    retired.run();
                }
            });
            assertThat(slow.asked.await(2, TimeUnit.MINUTES)).isTrue();
            for (int i = 0; i < 2; i++) {
                OffsetDateTime held = until(id);
                Await.until(() -> {
                    assertThat(rows.claim(blob, second.id())).isEmpty();
                    return until(id).isAfter(held);
                });
            }
            slow.answers.countDown();
            removing.join();
        }
        // Once it is gone, there is room for a new one.
        assertThat(rows.claim(blob, second.id())).isPresent();
        sql.update("delete from location where blob_id = ? and tier_id = ?", id, second.id());
    }

    private OffsetDateTime until(UUID blob) {
        return sql.one(
                        row -> row.getObject(1, OffsetDateTime.class),
                        "select claimed_until from location where blob_id = ? and tier_id = ?",
                        blob,
                        second.id())
                .orElseThrow();
    }

    /** A process that slept, or had no database, for longer than its claim lasts: what another took meanwhile is the other's. */
    @Test
    void whatAnotherTookIsNotRemoved() throws Exception {
        for (String key : List.of("1", "2", "3")) {
            put(key, random(1000));
        }
        sql.update(
                "insert into location (blob_id, tier_id, pos, length, state, retired_at) select blob_id, ?, 0, 1000, 'r', now() + interval '1 hour' from version",
                second.id());
        try (Slow slow = new Slow()) {
            Thread removing = Thread.ofVirtual().start(() -> {
                while (slow.asked.getCount() > 0) {
                    new Retired(sql, slow, GRACE, SHORT).run();
                }
            });
            assertThat(slow.asked.await(2, TimeUnit.MINUTES)).isTrue();
            sql.update("update location set claimed_until = now() + interval '1 hour' where state = 'r'");
            Thread.sleep(SHORT.multipliedBy(2));
            slow.answers.countDown();
            removing.join();
            assertThat(slow.removals).hasValue(1);
        }
        sql.update("delete from location where tier_id = ?", second.id());
    }
}
