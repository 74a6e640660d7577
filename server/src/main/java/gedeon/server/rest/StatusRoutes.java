package gedeon.server.rest;

import gedeon.client.wire.OutboxBody;
import gedeon.client.wire.StatusBody;
import gedeon.kernel.Release;
import gedeon.server.tiers.TierBodies;
import gedeon.storage.Outbox;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StatusRoutes {
    private final S3Address s3;
    private final TierBodies tiers;
    private final Outbox outbox;

    StatusRoutes(S3Address s3, TierBodies tiers, Outbox outbox) {
        this.s3 = s3;
        this.tiers = tiers;
        this.outbox = outbox;
    }

    @GetMapping("/api/v1/status")
    StatusBody status() {
        return new StatusBody(
                Release.VERSION,
                s3.url(),
                tiers.status(),
                outbox.consumers().stream()
                        .map(name -> {
                            Outbox.Backlog backlog = outbox.backlog(name);
                            return new OutboxBody(name, backlog.waiting(), backlog.parked());
                        })
                        .toList());
    }
}
