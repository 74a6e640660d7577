package gedeon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.CompleteServer.AnotherServer;
import gedeon.storage.CompleteServer.Claim;
import gedeon.storage.CompleteServer.Claimant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class CompleteServerTests {
    private static final UUID TIER = UUID.fromString("1a2b3c4d-0000-4000-8000-000000000000");
    private static final Claimant HERE = new Claimant(TIER, "key", "here", "boot", "/home");
    private static final Claimant THERE = new Claimant(TIER, "key", "there", "other boot", "/home");
    private static final Duration SHORT = Duration.ofMillis(1500);

    /** Renewed each two seconds: it ends by no machine that stands still for a while. */
    private static final Duration LASTING = Duration.ofSeconds(12);

    private final GatewaySettings settings = TestGateway.settings();
    private final UUID run = UUID.randomUUID();
    private final List<String> waited = new CopyOnWriteArrayList<>();

    @BeforeEach
    void nothingIsHeldYet() {
        TestGateway.database(settings).update("delete from complete_server");
    }

    private CompleteServer claim(UUID server, Claimant who, @Nullable UUID before) throws InterruptedException {
        return claim(server, who, new Claim(before, false, Optional.empty(), false), SHORT, () -> {});
    }

    private CompleteServer claim(UUID server, Claimant who, Claim how, Duration life, Runnable lost)
            throws InterruptedException {
        return CompleteServer.claim(settings, server, who, how, life, lost, waited::add);
    }

    @Test
    void aSecondServerIsRefusedByTheFirstOnesHost() throws Exception {
        try (CompleteServer first =
                claim(run, HERE, new Claim(null, false, Optional.empty(), false), LASTING, () -> {})) {
            assertThatThrownBy(() -> claim(UUID.randomUUID(), THERE, null))
                    .isInstanceOf(AnotherServer.class)
                    .hasMessageContaining("host here")
                    .hasMessageContaining("/home")
                    .hasMessageContaining("1a2b3c4d");
            assertThat(first).isNotNull();
        }
        claim(UUID.randomUUID(), THERE, null).close();
        assertThat(waited).hasSize(1);
    }

    @Test
    void oneThatWasKilledStartsAgainAtOnceOnItsHome() throws Exception {
        killed();
        // Its lease lasts for an hour still.
        claim(UUID.randomUUID(), HERE, run).close();
        assertThat(waited).isEmpty();
    }

    /** A copy of the home on another machine, or a machine that was started again: nobody can say at once. */
    @Test
    void elsewhereTheEndOfItsLeaseIsWaitedForAndSaid() throws Exception {
        killed();
        TestGateway.database(settings).update("update complete_server set expires_at = now() + interval '6 seconds'");
        claim(UUID.randomUUID(), THERE, run).close();
        assertThat(waited)
                .singleElement()
                .asString()
                .containsPattern("waiting at most [1-6] s")
                .contains("host here");
    }

    private void killed() throws InterruptedException {
        try (CompleteServer dead = claim(run, HERE, null)) {
            assertThat(dead).isNotNull();
        }
        TestGateway.database(settings).update("update complete_server set expires_at = now() + interval '1 hour'");
    }

    @Test
    void anotherInstallationIsRefusedAlsoWhenNoServerRunsAndTakesOverOnlyByName() throws Exception {
        claim(run, HERE, null).close();
        Claimant foreign = new Claimant(UUID.randomUUID(), "other key", "there", "boot", "/home2");
        assertThatThrownBy(() -> claim(UUID.randomUUID(), foreign, null))
                .isInstanceOf(AnotherServer.class)
                .hasMessageContaining("belongs to")
                .hasMessageContaining("GEDEON_TAKE_OVER=1a2b3c4d");
        Claimant otherKey = new Claimant(TIER, "other key", "here", "boot", "/home");
        assertThatThrownBy(() -> claim(UUID.randomUUID(), otherKey, null))
                .isInstanceOf(AnotherServer.class)
                .hasMessageContaining("master.key");
        Claim byName = new Claim(null, false, Optional.of("1a2b3c4d"), false);
        claim(UUID.randomUUID(), foreign, byName, SHORT, () -> {}).close();
        assertThatThrownBy(() -> claim(UUID.randomUUID(), HERE, null)).isInstanceOf(AnotherServer.class);
    }

    @Test
    void itsOwnDatabaseIsTakenWithTheHome() throws Exception {
        killed();
        Claim own = new Claim(null, true, Optional.empty(), false);
        claim(UUID.randomUUID(), new Claimant(UUID.randomUUID(), "k", "h", "b", "/h"), own, SHORT, () -> {})
                .close();
        assertThat(waited).isEmpty();
    }

    /** A machine that slept while another took its place. */
    @Test
    void whoLostThePlaceIsToldToStop() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        try (CompleteServer sleeper =
                claim(run, HERE, new Claim(null, false, Optional.empty(), false), SHORT, lost::countDown)) {
            assertThat(sleeper).isNotNull();
            TestGateway.database(settings).update("update complete_server set server = ?", UUID.randomUUID());
            assertThat(lost.await(2, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void aProcessBesideNeedsTheServersTierAndItsKey() throws Exception {
        assertThatThrownBy(() -> CompleteServer.requireBeside(settings, TIER, "key"))
                .isInstanceOf(AnotherServer.class)
                .hasMessageContaining("no complete server has run");
        claim(run, HERE, null).close();
        CompleteServer.requireBeside(settings, TIER, "key");
        assertThatThrownBy(() -> CompleteServer.requireBeside(settings, UUID.randomUUID(), "key"))
                .isInstanceOf(AnotherServer.class)
                .hasMessageContaining("1a2b3c4d")
                .hasMessageContaining("/home");
        assertThatThrownBy(() -> CompleteServer.requireBeside(settings, TIER, "another"))
                .isInstanceOf(AnotherServer.class)
                .hasMessageContaining("master.key");
    }
}
