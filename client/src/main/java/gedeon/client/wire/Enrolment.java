package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an agent gets when it enrols: its token, an S3 key that can only add, where to send, and whose instrument it serves.
 *
 * @param signedBy the server's public key (Ed25519, X.509 as base64), by which its signed notices are known; null of a server that has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Enrolment(
        String agent,
        String token,
        String accessKey,
        String secretKey,
        String s3Url,
        String region,
        String instrument,
        String notebook,
        String bucket,
        @Nullable String signedBy) {
    /** Of a server that signs no notices. */
    public Enrolment(
            String agent,
            String token,
            String accessKey,
            String secretKey,
            String s3Url,
            String region,
            String instrument,
            String notebook,
            String bucket) {
        this(agent, token, accessKey, secretKey, s3Url, region, instrument, notebook, bucket, null);
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "Enrolment[agent=" + agent + ", token=***, accessKey=" + accessKey + ", secretKey=***, s3Url=" + s3Url
                + ", region=" + region + ", instrument=" + instrument + ", notebook=" + notebook + ", bucket=" + bucket
                + "]";
    }
}
