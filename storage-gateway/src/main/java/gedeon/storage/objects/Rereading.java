package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.storage.Encryption;
import gedeon.storage.StoredVersion;
import gedeon.storage.Verifications;
import gedeon.storage.VersionId;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.DestroyedKey;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.AtRest;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads versions again as they rest in their tiers, blob after blob, one pass over the bytes. */
public final class Rereading implements Verifications {
    private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);
    /** Entries of the journal for which somebody waits with others. */
    private static final int LITTLE = 2000;

    private final Sql sql;
    private final Versions versions;
    private final Tiers tiers;
    private final Copies copies;
    private final Sealing sealing;
    private final Announcements announcements;
    private final Pace background;
    private final Runnable journal;

    /**
     * @param background see {@link #inBackground}
     * @param journal makes durable in a tier what is noted of the namespace
     */
    public Rereading(
            Sql sql,
            Tiers tiers,
            Copies copies,
            Sealing sealing,
            Announcements announcements,
            Pace background,
            Runnable journal) {
        this.sql = sql;
        this.versions = new Versions(sql);
        this.tiers = tiers;
        this.copies = copies;
        this.sealing = sealing;
        this.announcements = announcements;
        this.background = background;
        this.journal = journal;
    }

    @Override
    public Pace inBackground() {
        return background;
    }

    @Override
    public Outcome verify(StoredVersion version, Pace pace) throws IOException, InterruptedException {
        if (version.attributes().encryption() instanceof Encryption.OwnersKey) {
            return new Outcome.Closed();
        }
        Set<Place> bad = new HashSet<>();
        boolean moved = false;
        while (true) {
            Optional<StoredVersion> now = versions.exact(version.bucketId(), version.key(), version.version());
            if (now.isEmpty() || now.get().deleteMarker()) {
                return new Outcome.Gone();
            }
            Reading reading = new Reading(now.get(), bad);
            if (!reading.whole() && bad.isEmpty()) {
                throw new TierOffline(version.key() + ": " + reading.why());
            }
            if (!reading.whole()) {
                return new Outcome.Damaged(reading.why());
            }
            try {
                Digest found = reading.read(pace);
                record(now.get(), found, reading.places());
                return new Outcome.Verified(found, reading.pastCache);
            } catch (ReadBack.Differs e) {
                if (!reading.ofOneBlob()) {
                    // Each of them is what it was by its own checksums: what was joined is not what was said.
                    LOG.error("{}", e.getMessage());
                    return new Outcome.Damaged(String.valueOf(e.getMessage()));
                }
                reading.tell(e);
            } catch (DamagedBlock | NoSuchFileException e) {
                reading.tell(e);
            } catch (DestroyedKey e) {
                // Its content may have been moved to the key's next generation since we looked where it lies.
                if (moved) {
                    return new Outcome.Closed();
                }
                moved = true;
            }
        }
    }

    private void record(StoredVersion version, Digest found, List<Place> read) {
        UUID[] blobs = read.stream().map(place -> NewVersion.uuid(place.blob())).toArray(UUID[]::new);
        Short[] in = read.stream().map(Place::tier).toArray(Short[]::new);
        sql.inTransaction(c -> {
            Sql.update(
                    c,
                    "update location l set verified_at = now() from unnest(?::uuid[], ?::smallint[]) as r (blob, tier) "
                            + "where l.blob_id = r.blob and l.tier_id = r.tier and l.state = 'l'",
                    c.createArrayOf("uuid", blobs),
                    c.createArrayOf("smallint", in));
            return version.sha256() == null && known(c, version, found);
        });
    }

    private boolean known(Connection c, StoredVersion version, Digest found) throws SQLException {
        boolean news = Versions.recordSha256(c, version, found) > 0;
        if (news) {
            announcements.publish(c, "verified", List.of(version.with(found)));
        }
        return news;
    }

    /** One pass over a version, of each blob by a copy that is not known to be bad. */
    private final class Reading {
        private final StoredVersion version;
        private final Set<Place> bad;
        private final List<Versions.Stretch> stretches = new ArrayList<>();
        private long reached;
        private boolean pastCache = true;
        private @Nullable Place open;
        private String trouble = "";

        Reading(StoredVersion version, Set<Place> bad) {
            this.version = version;
            this.bad = bad;
            for (Versions.Stretch one :
                    versions.stretches(version, 0, Math.max(1, version.size().value()))) {
                Optional<Place> sound = copies.of(one.place()).stream()
                        .filter(place -> !bad.contains(place))
                        .min(Comparator.comparing(
                                (Place place) -> tiers.recall(place.tier()).isPresent()));
                if (sound.isEmpty() || one.start() > reached) {
                    trouble = "no copy of its bytes from " + one.start() + " on is what was written";
                    return;
                }
                stretches.add(new Versions.Stretch(one.start(), one.size(), sound.get(), one.key()));
                reached = one.start() + one.size();
            }
        }

        boolean whole() {
            return trouble.isEmpty() && reached >= version.size().value();
        }

        String why() {
            return trouble.isEmpty() ? "bytes from " + reached + " on lie in no tier that is known" : trouble;
        }

        List<Place> places() {
            return stretches.stream().map(Versions.Stretch::place).toList();
        }

        Digest read(Pace pace) throws IOException, InterruptedException {
            ReadBack.Whole whole = new ReadBack.Whole(version);
            for (Versions.Stretch one : stretches) {
                open = one.place();
                if (one.size() == 0) {
                    tiers.of(one.place().tier()).ends(one.place().at());
                    continue;
                }
                try (InputStream in = opened(one)) {
                    whole.take(in, pace);
                }
            }
            return whole.sha256();
        }

        boolean ofOneBlob() {
            return stretches.size() == 1;
        }

        /** What was read last is not what was written. Where it was moved meanwhile it is no damage, and the next look finds where to. */
        void tell(IOException how) {
            Place place = java.util.Objects.requireNonNull(open, "what was read");
            bad.add(place);
            copies.damaged(place, how);
        }

        private InputStream opened(Versions.Stretch stretch) throws IOException {
            Place place = stretch.place();
            AtRest stored = tiers.of(place.tier()).atRest(place.at());
            pastCache &= stored.pastCache();
            BlobKey key = stretch.key();
            return key == null
                    ? stored.read(0, stretch.size())
                    : sealing.read(stored, place.at(), key, null, 0, stretch.size());
        }
    }

    @Override
    public long journalMark() {
        return sql.one(row -> row.getLong(1), "select coalesce(max(id), 0) from journal_entry")
                .orElse(0L);
    }

    @Override
    public boolean journalled(long mark) {
        return sql.one(row -> true, "select 1 from journal_entry where id <= ? limit 1", mark)
                .isEmpty();
    }

    @Override
    public boolean hasten(long mark) {
        boolean little = sql.one(row -> true, "select 1 from journal_entry offset ? limit 1", LITTLE)
                .isEmpty();
        if (little) {
            try {
                journal.run();
            } catch (Refusal e) {
                LOG.debug("a receipt waits for the journal: {}", e.getMessage());
            }
        }
        return journalled(mark);
    }

    private static @Nullable Long nonce(Named one) {
        VersionId version = one.version();
        return version == null ? null : version.nonce();
    }

    @Override
    public List<Named> unsound(int notebook, String bucket, List<Named> asked) {
        List<Named> unsound = new ArrayList<>(asked);
        byte[][] keys = asked.stream().map(one -> one.key().bytes()).toArray(byte[][]::new);
        // A rebuild gives another seq to what it found again; the nonce stays.
        Long[] nonces = asked.stream().map(Rereading::nonce).toArray(Long[]::new);
        Set<Integer> sound = new HashSet<>(sql.inTransaction(c -> Sql.list(
                c,
                row -> row.getInt(1) - 1,
                "select a.n from unnest(?::bytea[], ?::bigint[]) with ordinality as a (key, nonce, n) "
                        + "join bucket b on b.name = ? and b.notebook = ? cross join lateral "
                        + "(select v.blob_id, v.content_id from version v where v.bucket_id = b.id and v.key = a.key and v.kind = 'o' "
                        + "and (v.nonce = a.nonce or a.nonce is null and v.is_null) limit 1) v "
                        + "where not exists (select 1 from (select v.blob_id as id where v.blob_id is not null union all select p.blob_id from part p where p.content_id = v.content_id) u "
                        + "where not exists (select 1 from location l where l.blob_id = u.id and l.state = 'l' and l.verified_at is not null "
                        + "and not exists (select 1 from damage d where d.blob_id = l.blob_id and d.tier_id = l.tier_id and d.repaired is null)))",
                c.createArrayOf("bytea", keys),
                c.createArrayOf("bigint", nonces),
                bucket,
                notebook)));
        for (int i = asked.size() - 1; i >= 0; i--) {
            if (sound.contains(i)) {
                unsound.remove(i);
            }
        }
        return unsound;
    }
}
