package gedeon.storage.tier.s3;

import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import gedeon.storage.tier.bucket.BucketSettings;
import gedeon.storage.tier.bucket.Credentials;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Tiers in buckets of S3 stores. Settings: {@link BucketSettings}. */
public final class S3Kind implements TierKind {
    private final Clock clock;
    private final Map<String, String> environment;

    /** @param environment where credentials may be */
    public S3Kind(Clock clock, Map<String, String> environment) {
        this.clock = clock;
        this.environment = environment;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public UUID create(Map<String, String> settings) throws IOException {
        BucketSettings s3 = checked(settings);
        return S3Tier.create(s3, Credentials.of(s3.credentials(), environment));
    }

    @Override
    public Tier open(Map<String, String> settings, UUID tier, UUID writer) throws IOException {
        BucketSettings s3 = checked(settings);
        return S3Tier.open(s3, Credentials.of(s3.credentials(), environment), tier, writer, clock);
    }

    private static BucketSettings checked(Map<String, String> settings) {
        settings.keySet().stream()
                .filter(name -> !BucketSettings.NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("an S3 tier has no setting \"" + name + "\"; it has "
                            + String.join(", ", BucketSettings.NAMES));
                });
        return BucketSettings.of(settings);
    }
}
