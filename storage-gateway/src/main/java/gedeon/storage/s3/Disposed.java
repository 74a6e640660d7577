package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.disposal.Tombstone;
import gedeon.storage.objects.Bucket;
import gedeon.storage.s3.access.Facts;
import gedeon.storage.s3.access.S3Action;
import java.util.Map;
import java.util.Optional;

/** The answer for a version that is not there: S3's own, and to who might read it, were it there, when and why it was disposed of. */
final class Disposed {
    /** Since when; also of HEAD, whose answer has no body to say it in. */
    private static final String HEADER = "x-gedeon-disposed";

    private Disposed() {}

    static S3Error noSuchVersion(Call call, S3Action action, Bucket bucket, ObjectKey key, Facts facts) {
        S3Error plain = new S3Error("NoSuchVersion", 404, "no such version of " + key);
        if (!call.decide(action, bucket, key, null, facts).allowed()) {
            return plain;
        }
        Optional<Tombstone> disposed =
                call.store().disposed(bucket, key, call.version().orElse(null), call.nullVersion());
        return disposed.map(Disposed::told).orElse(plain);
    }

    private static S3Error told(Tombstone tombstone) {
        return new S3Error(
                        "NoSuchVersion",
                        404,
                        "this version of " + tombstone.key() + " was disposed of on " + tombstone.disposed() + " by "
                                + tombstone.approvedBy() + ": " + tombstone.reason() + " (disposal "
                                + tombstone.disposal() + ")")
                .with(Map.of(HEADER, tombstone.disposed().toString()));
    }
}
