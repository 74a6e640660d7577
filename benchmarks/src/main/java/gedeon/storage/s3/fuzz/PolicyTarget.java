package gedeon.storage.s3.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.access.PolicyReader;
import gedeon.storage.s3.forms.PostPolicy;

/** Policies of buckets and of forms. */
public final class PolicyTarget {
    private PolicyTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            PolicyReader.read(new String(bytes, UTF_8), "data");
        } catch (S3Error declared) {
            // What a client is told.
        }
        try {
            PostPolicy.read(java.util.Base64.getEncoder().encodeToString(bytes));
        } catch (S3Error declared) {
            // What a client is told.
        }
    }
}
