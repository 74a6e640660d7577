package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.encryption.UnknownKey;
import gedeon.storage.encryption.WrongKey;
import gedeon.storage.namespace.Committer;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.quota.Claim;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Pending;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Admit → write → verify → commit. Whatever fails before the commit leaves no version, no reservation and no published name that is counted. */
final class WritePath {
    /** Room asked for at once while a body of unknown length streams. */
    private static final long STEP = 8 << 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final QuotaLedger ledger;
    private final Tiers tiers;
    private final Committer committer;
    private final Sealing sealing;
    private final Clock clock;

    WritePath(QuotaLedger ledger, Tiers tiers, Committer committer, Sealing sealing, Clock clock) {
        this.sealing = sealing;
        this.ledger = ledger;
        this.tiers = tiers;
        this.committer = committer;
        this.clock = clock;
    }

    /**
     * Bytes that are durable in a tier and not yet named by anything.
     *
     * @param key what is kept of their data key, where they are encrypted
     */
    record Written(Place place, @Nullable BlobKey key, long size, Hashes.Result hashes) {}

    /** The same, not yet durable. The caller closes {@code pending}. */
    record Staged(Pending pending, Written written) {}

    /** Of a new version, chosen before it is written. */
    static long nonce() {
        return RANDOM.nextLong();
    }

    /** What a blob's header says of the version that it belongs to. */
    static Map<String, String> identity(long nonce) {
        return Map.of("nonce", Long.toHexString(nonce));
    }

    /** What is to be committed of a put whose bytes are written. */
    static NewVersion version(Put put, long nonce, Written written) {
        return new NewVersion(
                put.bucket(),
                put.key(),
                nonce,
                written.size(),
                written.hashes().md5().hex(),
                written.hashes().sha256(),
                written.hashes().checksums(),
                null,
                put.attributes().encrypted(put.encryption()),
                written.place(),
                written.key(),
                null,
                null,
                put.conditions(),
                put.arrival());
    }

    StoredVersion put(Put put) throws IOException {
        long nonce = nonce();
        int notebook = put.bucket().notebook();
        Claim claim = put.length() < 0 ? null : put.claim();
        try (QuotaLedger.Reservation room = ledger.admit(claim, notebook, Room.ofObject(Math.max(0, put.expected())))) {
            Written written = write(put, put.encryption(), room, identity(nonce));
            NewVersion version = version(put, nonce, written);
            try {
                return commit(version, room, Room.ofObject(written.size()));
            } catch (RuntimeException e) {
                discard(written.place(), e);
                throw e;
            }
        }
    }

    /** Takes away bytes that a refusal leaves without a name. Where the database failed they may have one after all, and stay. */
    void discard(Place place, RuntimeException why) {
        boolean certain = why instanceof Refusal refusal
                ? refusal.reason() != Refusal.Reason.UNKNOWN_OUTCOME
                : why instanceof QuotaExceeded || why instanceof QuotaLedger.LeaseLost;
        if (certain) {
            takeBack(place, why);
        }
    }

    /** Takes away bytes that nothing names or ever will. */
    void takeBack(Place place, Exception why) {
        try {
            tiers.of(place.tier()).discard(place.at());
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Commits a version; {@code counted} of the reservation is used by it. */
    StoredVersion commit(NewVersion version, QuotaLedger.Reservation room, Room counted) throws IOException {
        Namespace.Outcome outcome;
        try {
            outcome = committer.commit(version.in(room));
        } catch (QuotaLedger.NotKept other) {
            // What came beside this took what was reserved, or it ended: more is sent than was declared.
            try (QuotaLedger.Reservation more = ledger.reserve(version.bucket().notebook(), counted)) {
                return commit(version, more, counted);
            }
        } catch (Sql.UnknownOutcome e) {
            outcome = new Namespace.Outcome(ask(version, room, counted), null, Room.NONE);
        }
        Room replaced = outcome.replaced();
        room.settled(counted);
        ledger.credited(version.bucket().notebook(), replaced);
        return java.util.Objects.requireNonNull(outcome.version());
    }

    /** The answer to a commit was lost. Bytes are never deleted here: those of no version are found by the audit of the tier. */
    StoredVersion ask(NewVersion version, QuotaLedger.Reservation room, Room counted) {
        Committer.Fate fate;
        try {
            fate = committer.fate(version);
        } catch (RuntimeException unreachable) {
            // Neither settled nor released: what was not used goes back when the ledger compares itself with its lease.
            room.settled(room.room());
            throw new Refusal(
                    Refusal.Reason.UNKNOWN_OUTCOME,
                    "the database did not say whether " + version.key() + " was committed; repeat the request");
        }
        if (!fate.committed()) {
            throw new Refusal(Refusal.Reason.UNKNOWN_OUTCOME, version.key() + " was not committed; repeat the request");
        }
        return fate.version().orElseThrow(() -> {
            room.settled(counted);
            return new Refusal(
                    Refusal.Reason.UNKNOWN_OUTCOME,
                    version.key()
                            + " was committed and replaced before this could be answered; look before you repeat");
        });
    }

    /** Streams a body into the notebook's tier, encrypted as {@code how} says; checks length and declared digests before it is published. */
    Written write(Put put, @Nullable Encryption how, QuotaLedger.Reservation room, Map<String, String> identity)
            throws IOException {
        Staged staged = stage(put, how, room, identity);
        try (Pending pending = staged.pending()) {
            pending.await();
        }
        return staged.written();
    }

    /** As {@link #write}, but durable only when what it returns was awaited. */
    Staged stage(Put put, @Nullable Encryption how, QuotaLedger.Reservation room, Map<String, String> identity)
            throws IOException {
        BlobId blob = BlobId.next(clock);
        Hashes hashes = new Hashes(put.compute());
        Steps steps = new Steps(room);
        Begun begun = begin(blob, put, how, metadata(put, identity));
        try (Tier.BlobWriter writer = begun.writer()) {
            long size = HashingCopy.copy(put.body(), hashes, put.length(), (buffer, length, total) -> {
                if (put.length() >= 0 && total > put.length()) {
                    throw new Refusal(
                            Refusal.Reason.INCOMPLETE_BODY,
                            "the body is longer than the " + put.length() + " bytes declared");
                }
                steps.upTo(total);
                writer.write(buffer, 0, length);
            });
            if (put.length() >= 0 && size != put.length()) {
                throw new Refusal(
                        Refusal.Reason.INCOMPLETE_BODY,
                        "the body ended after " + size + " of " + put.length() + " bytes");
            }
            Hashes.Result result = hashes.finish();
            verify(put, result);
            Pending pending = writer.publishLater(result.sha256(), result.sha256(), result.md5());
            return new Staged(
                    pending, new Written(new Place(begun.tier(), pending.location()), begun.key(), size, result));
        }
    }

    private record Begun(
            short tier, Tier.BlobWriter writer, @Nullable BlobKey key) {}

    /** In the first of the notebook's landing tiers that takes it. */
    private Begun begin(BlobId blob, Put put, @Nullable Encryption how, byte[] metadata) throws IOException {
        IOException refused = null;
        for (short tier : tiers.landing(put.bucket().notebook())) {
            try {
                return begin(tier, blob, put, how, metadata);
            } catch (TierOffline | TierFull | TierBroken e) {
                refused = refused == null ? e : refused;
            }
        }
        throw refused == null ? new TierOffline("no tier takes new blobs") : refused;
    }

    private Begun begin(short id, BlobId blob, Put put, @Nullable Encryption how, byte[] metadata) throws IOException {
        Tier tier = tiers.of(id);
        if (how == null) {
            return new Begun(id, tier.begin(blob, metadata, put.length()), null);
        }
        try {
            Sealing.Begun sealed =
                    sealing.begin(tier, blob, put.bucket().notebook(), how, put.customerKey(), metadata, put.length());
            return new Begun(id, sealed.writer(), sealed.key());
        } catch (UnknownKey e) {
            throw new Refusal(Refusal.Reason.UNKNOWN_KEY, String.valueOf(e.getMessage()));
        } catch (WrongKey e) {
            throw new Refusal(
                    Refusal.Reason.CUSTOMER_KEY,
                    put.key() + " is to be encrypted with a key that its owner keeps; give it with each request");
        }
    }

    /** Room for a body of unknown length: in steps, which shrink where none fits any more, so that the last bytes of a quota can be used as well. */
    private static final class Steps {
        private static final int SHRINK = 64;

        private final QuotaLedger.Reservation room;
        private long step = STEP;

        Steps(QuotaLedger.Reservation room) {
            this.room = room;
        }

        void upTo(long total) {
            while (total > room.bytes()) {
                long needed = total - room.bytes();
                try {
                    room.grow(Math.max(step, needed));
                } catch (QuotaExceeded e) {
                    if (step <= needed) {
                        throw e;
                    }
                    step /= SHRINK;
                }
            }
        }
    }

    private static void verify(Put put, Hashes.Result result) {
        for (Digest declared : put.declared().get()) {
            Digest found = result.of(declared.algorithm())
                    .orElseThrow(() ->
                            new IllegalArgumentException(declared.algorithm() + " was declared but not computed"));
            if (!found.equals(declared)) {
                throw new Refusal(
                        Refusal.Reason.BAD_DIGEST,
                        "the " + declared.algorithm() + " of the bytes received is " + found.base64()
                                + ", declared was " + declared.base64());
            }
        }
    }

    private static byte[] metadata(Put put, Map<String, String> identity) {
        boolean onlyNew = "*".equals(put.conditions().ifNoneMatch())
                || put.conditions().addsOnly() && !put.bucket().versioned();
        return BlobMetadata.of(
                put.bucket().notebook(), put.bucket().name(), put.key(), identity, onlyNew, put.attributes());
    }
}
