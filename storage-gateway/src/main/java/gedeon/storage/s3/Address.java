package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import org.jspecify.annotations.Nullable;

/** What the path of a request names: nothing, a bucket, or an object in it. */
record Address(@Nullable String bucket, @Nullable ObjectKey key) {
    static final Address NONE = new Address(null, null);

    /** @throws S3Error InvalidURI, KeyTooLongError */
    static Address of(Exchange exchange) {
        String path = exchange.rawPath();
        int slash = path.indexOf('/', 1);
        String bucket = Uri.decodeText(
                slash < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, slash), false);
        byte[] key = slash < 0 ? new byte[0] : Uri.decode(path.substring(slash + 1), false);
        return new Address(bucket.isEmpty() ? null : bucket, key.length == 0 ? null : Call.key(key));
    }

    Routes.Target target() {
        return bucket == null ? Routes.Target.SERVICE : key == null ? Routes.Target.BUCKET : Routes.Target.OBJECT;
    }
}
