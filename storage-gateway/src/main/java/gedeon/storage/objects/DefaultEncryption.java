package gedeon.storage.objects;

import gedeon.storage.Encryption;

/**
 * How a bucket's new versions are encrypted unless their request says, as {@link BucketSetting#ENCRYPTION} keeps it.
 *
 * @param bucketKey what the client said of S3's bucket keys; it is shown again and changes nothing here, where wrapping is no call over a network
 */
public record DefaultEncryption(Encryption encryption, boolean bucketKey) {
    private static final String BUCKET_KEY = " bucket-key";

    public DefaultEncryption {
        if (encryption instanceof Encryption.OwnersKey) {
            throw new IllegalArgumentException("no bucket has a default key that each request brings");
        }
    }

    public String text() {
        return encryption.text() + (bucketKey ? BUCKET_KEY : "");
    }

    public static DefaultEncryption parse(String text) {
        boolean bucketKey = text.endsWith(BUCKET_KEY);
        return new DefaultEncryption(
                Encryption.parse(bucketKey ? text.substring(0, text.length() - BUCKET_KEY.length()) : text), bucketKey);
    }
}
