package gedeon.storage.glance;

import gedeon.storage.StoredVersion;
import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.Place;
import org.jspecify.annotations.Nullable;

/**
 * What was there at one moment; null for what was not, or was not asked for.
 *
 * @param newest of the object's versions, which may be a marker
 * @param whole where the newest lies, where it is one blob in clear
 */
public record Glance(
        @Nullable KeyHolder holder,
        @Nullable Bucket bucket,
        @Nullable StoredVersion newest,
        @Nullable Place whole) {
    public static final Glance NOTHING = new Glance(null, null, null, null);
}
