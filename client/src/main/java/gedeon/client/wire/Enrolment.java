package gedeon.client.wire;

/** What an agent gets when it enrols: its token, an S3 key that can only add, where to send, and whose instrument it serves. */
public record Enrolment(
        String agent,
        String token,
        String accessKey,
        String secretKey,
        String s3Url,
        String region,
        String instrument,
        String notebook,
        String bucket) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "Enrolment[agent=" + agent + ", token=***, accessKey=" + accessKey + ", secretKey=***, s3Url=" + s3Url
                + ", region=" + region + ", instrument=" + instrument + ", notebook=" + notebook + ", bucket=" + bucket
                + "]";
    }
}
