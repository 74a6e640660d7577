package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request names: nothing, a bucket, or an object in it; by its path alone, or the bucket by its host where that lies below the base domain (S3:
 * "virtual-hosted-style").
 */
record Address(@Nullable String bucket, @Nullable ObjectKey key) {
    static final Address NONE = new Address(null, null);

    /** @throws S3Error InvalidURI, KeyTooLongError */
    static Address of(Exchange exchange, @Nullable String baseDomain) {
        String path = exchange.rawPath();
        String host = ofHost(exchange, baseDomain);
        if (host != null) {
            byte[] key = Uri.decode(path.startsWith("/") ? path.substring(1) : path, false);
            return new Address(host, key.length == 0 ? null : Call.key(key));
        }
        int slash = path.indexOf('/', 1);
        String bucket = Uri.decodeText(
                slash < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, slash), false);
        byte[] key = slash < 0 ? new byte[0] : Uri.decode(path.substring(slash + 1), false);
        return new Address(bucket.isEmpty() ? null : bucket, key.length == 0 ? null : Call.key(key));
    }

    /** The bucket that a request's host names; null where its path does. */
    static @Nullable String ofHost(Exchange exchange, @Nullable String baseDomain) {
        return baseDomain == null ? null : bucketOf(exchange.header("host").orElse(""), baseDomain);
    }

    /** The bucket that a host names below the base domain; null where it names none. */
    private static @Nullable String bucketOf(String host, String baseDomain) {
        int colon = host.lastIndexOf(':');
        String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
        String end = "." + baseDomain;
        return name.endsWith(end) && name.length() > end.length()
                ? name.substring(0, name.length() - end.length())
                : null;
    }

    Routes.Target target() {
        return bucket == null ? Routes.Target.SERVICE : key == null ? Routes.Target.BUCKET : Routes.Target.OBJECT;
    }
}
