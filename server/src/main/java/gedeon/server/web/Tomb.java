package gedeon.server.web;

import gedeon.kernel.Digest;
import gedeon.storage.disposal.Tombstone;
import java.util.Locale;

/** A tombstone as a row of the page of what is gone. @param hash SHA-256; empty where nobody had read the whole */
record Tomb(
        String bucket,
        String key,
        String version,
        String size,
        long bytes,
        Moment came,
        Moment disposed,
        String requestedBy,
        String approvedBy,
        String reason,
        String hash,
        long disposal) {
    static Tomb of(Tombstone one, Locale locale) {
        Digest sha256 = one.sha256();
        return new Tomb(
                one.bucket(),
                one.key().toString(),
                one.versionText(),
                one.size().human(locale),
                one.size().value(),
                Moment.of(one.came(), locale),
                Moment.of(one.disposed(), locale),
                one.requestedBy(),
                one.approvedBy(),
                one.reason(),
                sha256 == null ? "" : sha256.hex(),
                one.disposal());
    }
}
