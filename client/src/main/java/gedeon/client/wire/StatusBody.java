package gedeon.client.wire;

import java.util.List;

/** State of a server: its version, where its S3 port is, its tiers and its outbox. */
public record StatusBody(String version, String s3Url, List<TierBody> tiers, List<OutboxBody> outbox) {
    public StatusBody {
        tiers = Absent.asEmpty(tiers);
        outbox = Absent.asEmpty(outbox);
    }
}
