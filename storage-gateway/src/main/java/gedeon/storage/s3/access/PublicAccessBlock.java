package gedeon.storage.s3.access;

import org.jspecify.annotations.Nullable;

/**
 * S3's four switches against public grants.
 *
 * @param blockPublicAcls public access lists are refused
 * @param ignorePublicAcls public grants of access lists do not count
 * @param blockPublicPolicy public policies are refused
 * @param restrictPublicBuckets a public policy lets in none but the bucket's own notebook
 */
public record PublicAccessBlock(
        boolean blockPublicAcls, boolean ignorePublicAcls, boolean blockPublicPolicy, boolean restrictPublicBuckets) {
    public static final PublicAccessBlock NONE = new PublicAccessBlock(false, false, false, false);
    public static final PublicAccessBlock ALL = new PublicAccessBlock(true, true, true, true);

    /** As it is kept: the four in this order, {@code 1} or {@code 0}. */
    public String text() {
        return "" + bit(blockPublicAcls) + bit(ignorePublicAcls) + bit(blockPublicPolicy) + bit(restrictPublicBuckets);
    }

    private static char bit(boolean on) {
        return on ? '1' : '0';
    }

    public static PublicAccessBlock read(@Nullable String text) {
        return text == null
                ? NONE
                : new PublicAccessBlock(
                        text.charAt(0) == '1', text.charAt(1) == '1', text.charAt(2) == '1', text.charAt(3) == '1');
    }
}
