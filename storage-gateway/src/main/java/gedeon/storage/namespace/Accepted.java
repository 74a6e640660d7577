package gedeon.storage.namespace;

import gedeon.storage.Attributes;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Retention;
import java.time.Instant;

/** A version that will be written, into the bucket as it is now; {@code place} is its outcome's. */
record Accepted(NewVersion version, Bucket bucket, int place) {
    boolean isNull() {
        return !bucket.versioned();
    }

    /** Retention asked for, or else the bucket's. */
    Attributes attributes(Instant now) {
        Attributes asked = version.attributes();
        Retention rule = bucket.retention();
        if (rule == null || asked.lock().mode() != null) {
            return asked;
        }
        return asked.withLock(asked.lock().retained(rule.mode(), rule.end(now)));
    }
}
