package gedeon.server.assembly;

import gedeon.storage.lifecycle.Days;
import gedeon.storage.s3.Ownership;
import gedeon.storage.s3.S3Options;
import gedeon.storage.s3.TrustedProxies;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param region what clients sign for, and what GetBucketLocation answers
 * @param objectOwnership of buckets that say nothing of it: whether access lists count there, and to whom belongs what another notebook writes
 * @param lifecycleDay how long a "day" of a lifecycle rule lasts; less than 24 hours only where rules are tried out
 * @param abandonedUploadsAfter how long after its last part an upload without a rule is aborted
 * @param customerKeysInClear whether keys of customers (SSE-C) are taken without TLS from other machines: where a proxy ends it
 * @param publicUrl where clients find the port, where that is not where it listens: behind a proxy
 * @param baseDomain the name below which hosts name buckets ({@code bucket.s3.example.org}); without it addresses name them by path alone
 * @param trustedProxies addresses and networks of proxies whose X-Forwarded-For and X-Forwarded-Proto count, here and for pages and the interface
 * @param webhooksToPrivateAddresses whether webhooks may lead to loopback and private networks
 */
@ConfigurationProperties("gedeon.s3")
record S3Settings(
        @DefaultValue("us-east-1") String region,
        @DefaultValue("BUCKET_OWNER_ENFORCED") Ownership objectOwnership,
        @DefaultValue("24h") Duration lifecycleDay,
        @DefaultValue("7d") Duration abandonedUploadsAfter,
        @DefaultValue("false") boolean customerKeysInClear,
        @DefaultValue("false") boolean webhooksToPrivateAddresses,
        @DefaultValue List<String> trustedProxies,
        @Nullable URI publicUrl,
        @Nullable String baseDomain) {
    private static final Duration SHORTEST_DAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DAY = Duration.ofHours(24);
    private static final Duration SOONEST_ABANDONED = Duration.ofMinutes(1);
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");

    S3Settings {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "gedeon.s3.region is 1 to 32 of a-z, 0-9 and '-', was \"" + region + "\"");
        }
        if (lifecycleDay.compareTo(SHORTEST_DAY) < 0 || lifecycleDay.compareTo(LONGEST_DAY) > 0) {
            throw new IllegalArgumentException("gedeon.s3.lifecycle-day is 1s to 24h, was " + lifecycleDay);
        }
        if (abandonedUploadsAfter.compareTo(SOONEST_ABANDONED) < 0) {
            throw new IllegalArgumentException(
                    "gedeon.s3.abandoned-uploads-after is at least 1m, was " + abandonedUploadsAfter);
        }
        if (baseDomain != null
                && !DOMAIN.matcher(baseDomain.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(
                    "gedeon.s3.base-domain is a domain name without port, was \"" + baseDomain + "\"");
        }
        if (publicUrl != null && !isAddress(publicUrl)) {
            throw new IllegalArgumentException(
                    "gedeon.s3.public-url is http:// or https:// with a host and no path, was \"" + publicUrl + "\"");
        }
        trustedProxies = List.copyOf(trustedProxies);
        proxies(trustedProxies);
    }

    private static boolean isAddress(URI url) {
        return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.toString().equals(url.getScheme() + "://" + url.getRawAuthority());
    }

    S3Options options() {
        return new S3Options(
                region,
                objectOwnership,
                customerKeysInClear,
                baseDomain == null ? null : baseDomain.toLowerCase(Locale.ROOT),
                new Days(lifecycleDay),
                proxies());
    }

    TrustedProxies proxies() {
        return proxies(trustedProxies);
    }

    private static TrustedProxies proxies(List<String> trustedProxies) {
        try {
            return TrustedProxies.of(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("gedeon.s3.trusted-proxies: " + e.getMessage(), e);
        }
    }
}
