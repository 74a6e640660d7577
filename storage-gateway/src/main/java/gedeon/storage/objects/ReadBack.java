package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Versions;
import java.io.IOException;
import java.io.InputStream;
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
        List<Digest> expected = version.checksums();
        Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
        expected.forEach(one -> algorithms.add(one.algorithm()));
        Hashes hashes = new Hashes(algorithms);
        long size = version.size().value();
        long total = 0;
        byte[] buffer = new byte[Math.clamp(size, 1, BUFFER)];
        try (InputStream in = reads.read(version, 0, size, null)) {
            for (int n = in.readNBytes(buffer, 0, buffer.length); n > 0; n = in.readNBytes(buffer, 0, buffer.length)) {
                hashes.updateOthers(buffer, n);
                total += n;
            }
        }
        if (total != size) {
            throw new IOException("version " + version.version() + " of " + version.key() + " has " + total
                    + " bytes where the namespace says " + size);
        }
        Hashes.Result result = hashes.finish();
        for (Digest one : expected) {
            Optional<Digest> found = result.of(one.algorithm());
            if (one.algorithm() != DigestAlgorithm.MD5 && !found.equals(Optional.of(one))) {
                throw new IOException("version " + version.version() + " of " + version.key() + " reads back with "
                        + found + " where the namespace says " + one);
            }
        }
        return result.sha256();
    }
}
