package gedeon.storage.objects;

import gedeon.storage.Encryption;
import gedeon.storage.Versioning;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of a notebook.
 *
 * @param locked whether versions may be kept under retention or hold; such a bucket is versioned for ever
 * @param retention what new versions get unless their request says another
 */
public record Bucket(
        int id,
        int notebook,
        String name,
        Versioning versioning,
        boolean locked,
        @Nullable Retention retention,
        Map<BucketSetting, String> settings,
        Instant created) {

    /** Whether what is written now keeps what was there. */
    public boolean versioned() {
        return versioning == Versioning.ENABLED;
    }

    /** Whether version ids are shown: versioning was on once. */
    public boolean showsVersions() {
        return versioning != Versioning.OFF;
    }

    /** How new versions are encrypted unless their request says; null: not. */
    public @Nullable Encryption encryption() {
        return setting(BucketSetting.ENCRYPTION)
                .map(DefaultEncryption::parse)
                .map(DefaultEncryption::encryption)
                .orElse(null);
    }

    public Optional<String> setting(BucketSetting which) {
        return Optional.ofNullable(settings.get(which));
    }
}
