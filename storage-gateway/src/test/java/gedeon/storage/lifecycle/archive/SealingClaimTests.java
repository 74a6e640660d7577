package gedeon.storage.lifecycle.archive;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.lifecycle.SeveralTiers;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

/** Who may seal in an archive; a tier that is none stands for it, in which nobody else does. */
class SealingClaimTests extends SeveralTiers {
    /** Said again each three seconds: it ends by no machine that stands still for a while. */
    private static final Duration LASTS = Duration.ofSeconds(15);

    @Test
    void whoForcesALargeBatchForLongKeepsTheClaim() {
        try (SealingClaim claim = SealingClaim.take(sql, second.id(), LASTS).orElseThrow()) {
            // No byte passes meanwhile, and so nobody says that it goes on.
            for (int i = 0; i < 2; i++) {
                OffsetDateTime before = until();
                Await.until(() -> {
                    assertThat(SealingClaim.take(sql, second.id(), LASTS)).isEmpty();
                    return until().isAfter(before);
                });
            }
            assertThat(sql.<Boolean>inTransaction(claim::held)).isTrue();
        }
        SealingClaim.take(sql, second.id(), LASTS).orElseThrow().close();
    }

    private OffsetDateTime until() {
        return sql.one(
                        row -> row.getObject(1, OffsetDateTime.class),
                        "select claimed_until from sealing_claim where tier_id = ?",
                        second.id())
                .orElseThrow();
    }
}
