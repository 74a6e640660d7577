package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.glance.Glance;
import gedeon.storage.glance.Glances;
import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen when a request's key was looked up: with it its bucket, and the newest version of its object where it reads one. What nobody signed was not
 * looked at.
 */
final class Sight {
    private final Glances glances;
    private final Address address;
    private final boolean reads;
    private @Nullable Glance glance;

    /** @param reads whether the request reads its object's newest version */
    Sight(Glances glances, Address address, boolean reads) {
        this.glances = glances;
        this.address = address;
        this.reads = reads;
    }

    /** Looks; asked once a request. */
    Optional<KeyHolder> holder(String accessKey) {
        Glance seen = glances.at(accessKey, address.bucket(), reads ? address.key() : null);
        glance = seen;
        return Optional.ofNullable(seen.holder());
    }

    /** Whether it was looked for a bucket of this name. */
    boolean sawBucket(String name) {
        return glance != null && name.equals(address.bucket());
    }

    Optional<Bucket> bucket() {
        return Optional.ofNullable(glance == null ? null : glance.bucket());
    }

    /** Whether it was looked for the newest version of this object, in the bucket that {@link #bucket} gives. */
    boolean sawNewest(ObjectKey key) {
        return glance != null && reads && address.key() != null && key.equals(address.key());
    }

    Optional<StoredVersion> newest() {
        return Optional.ofNullable(glance == null ? null : glance.newest());
    }

    /** Where the newest version lies, if that was seen. */
    @Nullable Place whole() {
        return glance == null ? null : glance.whole();
    }
}
