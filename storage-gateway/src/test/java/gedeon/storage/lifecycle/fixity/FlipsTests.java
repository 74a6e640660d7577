package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.namespace.Versions;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One byte of each of many blobs is turned in one of its two copies, anywhere in what is stored, and files are missing: a round finds, tells and mends it
 * all. {@code -Dgedeon.flips=10000 -Dgedeon.missing=100} for figures.
 */
class FlipsTests extends SeveralTiers {
    private static final int FLIPS = Integer.getInteger("gedeon.flips", 200);
    private static final int MISSING = Integer.getInteger("gedeon.missing", 5);
    private static final int UNTOUCHED = 50;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Random random = new Random(Long.getLong("gedeon.seed", 1));

    @Test
    void allIsFoundInOneRoundAndRepairedAndTold() throws IOException {
        policy(List.of(second.id()));
        int all = FLIPS + MISSING + UNTOUCHED;
        List<StoredVersion> versions =
                IntStream.range(0, all).parallel().mapToObj(this::stored).toList();
        Await.until(() -> living() == 2L * all, LONGEST);
        List<Place> places = new ArrayList<>(sql.list(
                Versions::place,
                "select blob_id, tier_id, pack_id, pos, length from location where tier_id = ?",
                house));
        Collections.shuffle(places, random);
        List<Place> alone = places.stream()
                .filter(place -> place.at().pack() == null)
                .limit(MISSING)
                .toList();
        assertThat(alone).hasSize(MISSING);
        for (Place place : alone) {
            Files.delete(file(one(place)));
        }
        for (Place place :
                places.stream().filter(one -> !alone.contains(one)).limit(FLIPS).toList()) {
            Place copy = one(place);
            flip(file(copy), copy.at().offset() + random.nextLong(copy.at().length()));
        }
        long began = System.nanoTime();
        Instant before =
                sql.one(row -> row.getTimestamp(1).toInstant(), "select now()").orElseThrow();
        for (StorageJob job : rounds()) {
            gateway.tiering().jobs().limit(job.id(), 1L << 40);
            gateway.tiering().jobs().now(job.id());
        }
        Await.until(
                () -> rounds().stream()
                        .allMatch(job ->
                                job.roundEnded() != null && job.roundEnded().isAfter(before)),
                LONGEST);
        double seconds = (System.nanoTime() - began) / 1e9;
        Damages.Sum found = gateway.damages().sum();
        assertThat(found.open() + found.repaired()).as("found").isEqualTo(FLIPS + MISSING);
        // Whoever repairs what is found, besides the rounds, may be at some of it still.
        Await.until(() -> gateway.damages().sum().open() == 0);
        assertThat(gateway.damages().sum().repaired()).isEqualTo(FLIPS + MISSING);
        for (short off : List.of(house, second.id())) {
            gateway.tiers().setState(off, TierRow.State.OFF);
            versions.parallelStream().forEach(this::require);
            gateway.tiers().setState(off, TierRow.State.ONLINE);
        }
        System.out.printf(
                "%d blobs of two copies, %d flipped, %d missing: one round of both %.1f s, all told and repaired%n",
                all, FLIPS, MISSING, seconds);
    }

    private List<StorageJob> rounds() {
        return gateway.tiering().jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.FIXITY
                        && List.of(house, second.id()).contains(Objects.requireNonNull(job.tier())))
                .toList();
    }

    /** Most in packs, some in files of their own. */
    private StoredVersion stored(int i) {
        try {
            return put("of/" + i, random(i % 5 == 0 ? 70_000 + i : 500 + i % 60_000));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void require(StoredVersion version) {
        try {
            assertThat(read(version)).isEqualTo(random((int) version.size().value()));
        } catch (IOException e) {
            throw new AssertionError(version.key() + " cannot be read", e);
        }
    }

    private long living() {
        return sql.one(row -> row.getLong(1), "select count(*) from location where state = 'l'")
                .orElseThrow();
    }

    /** One of the blob's two copies. */
    private Place one(Place place) {
        List<Place> copies = sql.list(
                Versions::place,
                "select blob_id, tier_id, pack_id, pos, length from location where blob_id = ?::uuid order by tier_id",
                gedeon.storage.namespace.NewVersion.uuid(place.blob()));
        return copies.get(random.nextInt(2));
    }

    private Path file(Place place) {
        Path root = folder.resolve(place.tier() == house ? "house" : "second");
        BlobId pack = place.at().pack();
        String id = place.blob().toString();
        return pack == null
                ? root.resolve("blobs")
                        .resolve(id.substring(30))
                        .resolve(id.substring(28, 30))
                        .resolve(id)
                : root.resolve("packs").resolve(pack + ".pack");
    }
}
