package gedeon.storage.s3;

import gedeon.storage.lifecycle.Days;
import org.jspecify.annotations.Nullable;

/**
 * How the S3 port answers.
 *
 * @param region the one region, which signatures name
 * @param ownership of buckets that say nothing of it
 * @param keysInClear whether customers' keys are taken from connections without TLS that come from elsewhere than this machine
 * @param baseDomain the name, in lower case, below which hosts name buckets; null where addresses name them by path alone
 * @param day of lifecycle rules, as the job counts it
 * @param proxies whose word counts for who sent a request and how
 */
public record S3Options(
        String region,
        Ownership ownership,
        boolean keysInClear,
        @Nullable String baseDomain,
        Days day,
        TrustedProxies proxies) {
    public static final S3Options DEFAULTS = new S3Options(
            "us-east-1", Ownership.BUCKET_OWNER_ENFORCED, false, null, Days.CALENDAR, TrustedProxies.NONE);

    public S3Options withDay(Days other) {
        return new S3Options(region, ownership, keysInClear, baseDomain, other, proxies);
    }

    S3Options withOwnership(Ownership other) {
        return new S3Options(region, other, keysInClear, baseDomain, day, proxies);
    }

    public S3Options withProxies(TrustedProxies others) {
        return new S3Options(region, ownership, keysInClear, baseDomain, day, others);
    }
}
