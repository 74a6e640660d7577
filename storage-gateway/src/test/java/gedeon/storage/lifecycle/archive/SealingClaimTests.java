package gedeon.storage.lifecycle.archive;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.lifecycle.SeveralTiers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who may seal in an archive; a tier that is none stands for it, in which nobody else does. */
class SealingClaimTests extends SeveralTiers {
    private static final Duration LASTS = Duration.ofSeconds(2);

    @Test
    void whoForcesALargeBatchForLongKeepsTheClaim() {
        try (SealingClaim claim = SealingClaim.take(sql, second.id(), LASTS).orElseThrow()) {
            // No byte passes meanwhile, and so nobody says that it goes on.
            long end = System.nanoTime() + 2 * LASTS.toNanos();
            Await.until(() -> {
                assertThat(SealingClaim.take(sql, second.id(), LASTS)).isEmpty();
                return System.nanoTime() > end;
            });
            assertThat(sql.<Boolean>inTransaction(claim::held)).isTrue();
        }
        SealingClaim.take(sql, second.id(), LASTS).orElseThrow().close();
    }
}
