package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The SHA-256 of a whole version. That of one made of parts is unknown when it is completed: it is read back once, by the checked path, and compared with
 * the full-object checksums that were combined from the parts; from then on the namespace knows it.
 */
final class ReadBack {
    private static final int BUFFER = 256 << 10;

    private final Versions versions;
    private final ReadPath reads;

    ReadBack(Versions versions, ReadPath reads) {
        this.versions = versions;
        this.reads = reads;
    }

    Digest sha256(StoredVersion version) throws IOException {
        Digest known = version.sha256();
        if (known != null) {
            return known;
        }
        if (version.deleteMarker()) {
            throw new IllegalArgumentException("a delete marker has no content, so no SHA-256: " + version.key());
        }
        StoredVersion now = versions.exact(version.bucketId(), version.key(), version.version())
                .orElseThrow(() -> new Refusal(
                        Refusal.Reason.NO_SUCH_VERSION,
                        "version " + version.version() + " of " + version.key() + " is gone"));
        Digest recorded = now.sha256();
        if (recorded != null) {
            return recorded;
        }
        Digest found = read(now);
        versions.recordSha256(now, found);
        return found;
    }

    private Digest read(StoredVersion version) throws IOException {
        Whole whole = new Whole(version);
        try (InputStream in = reads.read(version, 0, version.size().value(), null)) {
            whole.take(in, bytes -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + version.key() + " was read back");
        }
        return whole.sha256();
    }

    /** What was read is not what the namespace says of the version. */
    static final class Differs extends IOException {
        private static final long serialVersionUID = 1;

        Differs(StoredVersion version, String how) {
            super("version " + version.version() + " of " + version.key() + " " + how);
        }
    }

    /** The bytes of a version one after the other, and what they sum up to. One thread. */
    static final class Whole {
        private final StoredVersion version;
        private final List<Digest> expected;
        private final Hashes hashes;
        private final byte[] buffer;
        private long total;

        Whole(StoredVersion version) {
            this.version = version;
            this.expected = version.checksums();
            Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
            expected.forEach(one -> algorithms.add(one.algorithm()));
            this.hashes = new Hashes(algorithms);
            this.buffer = new byte[Math.clamp(version.size().value(), 1, BUFFER)];
        }

        void take(InputStream in, Pace pace) throws IOException, InterruptedException {
            for (int n = in.readNBytes(buffer, 0, buffer.length); n > 0; n = in.readNBytes(buffer, 0, buffer.length)) {
                hashes.updateOthers(buffer, n);
                total += n;
                pace.passed(n);
            }
        }

        /** @throws Differs where its length, its SHA-256 or a checksum of the whole is another one than the namespace says */
        Digest sha256() throws Differs {
            long size = version.size().value();
            if (total != size) {
                throw new Differs(version, "has " + total + " bytes where the namespace says " + size);
            }
            Hashes.Result result = hashes.finish();
            Digest known = version.sha256();
            if (known != null && !known.equals(result.sha256())) {
                throw new Differs(version, "reads back with " + result.sha256() + " where the namespace says " + known);
            }
            for (Digest one : expected) {
                Optional<Digest> found = result.of(one.algorithm());
                if (one.algorithm() != DigestAlgorithm.MD5 && !found.equals(Optional.of(one))) {
                    throw new Differs(version, "reads back with " + found + " where the namespace says " + one);
                }
            }
            return result.sha256();
        }
    }
}
