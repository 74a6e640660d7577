package gedeon.server.rest;

import gedeon.client.wire.OutboxBody;
import gedeon.client.wire.StatusBody;
import gedeon.client.wire.TierBody;
import gedeon.storage.Outbox;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StatusRoutes {
    private static final String VERSION = "0.1.0";

    private final S3Address s3;
    private final PosixTier tier;
    private final Outbox outbox;

    StatusRoutes(S3Address s3, PosixTier tier, Outbox outbox) {
        this.s3 = s3;
        this.tier = tier;
        this.outbox = outbox;
    }

    @GetMapping("/api/v1/status")
    StatusBody status() {
        return new StatusBody(
                VERSION,
                s3.url(),
                List.of(tier()),
                outbox.consumers().stream()
                        .map(name -> {
                            Outbox.Backlog backlog = outbox.backlog(name);
                            return new OutboxBody(name, backlog.waiting(), backlog.parked());
                        })
                        .toList());
    }

    private TierBody tier() {
        try {
            return new TierBody("posix", "posix", "online", tier.free());
        } catch (IOException e) {
            return new TierBody("posix", "posix", "offline", null);
        }
    }
}
