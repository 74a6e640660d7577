package gedeon.storage.objects;

import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.namespace.Arrival;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies. Inside a notebook the new version shares the blob of a single-blob source and counts its bytes anew; all else streams through the write path. */
final class CopyPath {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Versions versions;
    private final ReadPath reads;
    private final WritePath writes;
    private final QuotaLedger ledger;

    CopyPath(Versions versions, ReadPath reads, WritePath writes, QuotaLedger ledger) {
        this.versions = versions;
        this.reads = reads;
        this.writes = writes;
        this.ledger = ledger;
    }

    StoredVersion copy(StoredVersion source, @Nullable SuppliedKey sourceKey, Put target) throws IOException {
        Encryption encryption = target.encryption();
        Attributes attributes = target.attributes().encrypted(encryption);
        Versions.Content content = versions.contentOf(source)
                .orElseThrow(() -> new Refusal(Refusal.Reason.NO_SUCH_KEY, "the source " + source.key() + " is gone"));
        boolean computed = target.compute().stream()
                .allMatch(one -> one == DigestAlgorithm.SHA256
                        || source.checksums().stream().anyMatch(own -> own.algorithm() == one));
        boolean sameKey = Objects.equals(encryption, source.attributes().encryption());
        if (content.blob() == null
                || source.archived()
                || source.notebook() != target.bucket().notebook()
                || !computed
                || !sameKey) {
            return anew(source, sourceKey, attributes, target);
        }
        ReadPath.requireKey(source, sourceKey);
        try {
            return share(source, content.blob(), attributes, target);
        } catch (Refusal e) {
            // Its content may have been written anew, under its key's next generation, since we looked where it lies.
            BlobId now = versions.contentOf(source).map(Versions.Content::blob).orElse(null);
            if (e.reason() == Refusal.Reason.NO_SUCH_KEY && archivedMeanwhile(source)) {
                return anew(source, sourceKey, attributes, target);
            }
            if (e.reason() != Refusal.Reason.NO_SUCH_KEY || now == null) {
                throw e;
            }
            if (now.equals(content.blob())) {
                reads.requireThere(source);
                throw e;
            }
            return share(source, now, attributes, target);
        }
    }

    private boolean archivedMeanwhile(StoredVersion source) {
        return versions.exact(source.bucketId(), source.key(), source.version())
                .map(StoredVersion::archived)
                .orElse(false);
    }

    /** Bytes are copied; those of an archive only once they are restored, and stay then. */
    private StoredVersion anew(StoredVersion source, @Nullable SuppliedKey sourceKey, Attributes attributes, Put target)
            throws IOException {
        ReadPath.requireKey(source, sourceKey);
        try (InputStream bytes =
                new OnFirstRead(() -> reads.read(source, 0, source.size().value(), sourceKey))) {
            return writes.put(new Put(
                            target.bucket(),
                            target.key(),
                            bytes,
                            source.size().value(),
                            attributes,
                            target.compute(),
                            List::of,
                            target.conditions(),
                            target.customerKey())
                    .arrivedBy(Arrival.COPY));
        }
    }

    private StoredVersion share(StoredVersion source, BlobId blob, Attributes attributes, Put target)
            throws IOException {
        Room counted = Room.ofObject(source.size().value());
        try (QuotaLedger.Reservation room = ledger.reserve(source.notebook(), counted)) {
            NewVersion version = new NewVersion(
                    target.bucket(),
                    target.key(),
                    RANDOM.nextLong(),
                    source.size().value(),
                    source.etag(),
                    source.sha256(),
                    source.checksums(),
                    null,
                    attributes,
                    null,
                    null,
                    blob,
                    null,
                    target.conditions(),
                    Arrival.COPY);
            return writes.commit(version, room, counted);
        }
    }
}
