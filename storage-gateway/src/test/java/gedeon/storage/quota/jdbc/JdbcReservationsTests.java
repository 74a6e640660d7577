package gedeon.storage.quota.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Reservations.Wanted;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.quota.Claim;
import gedeon.storage.quota.InKeptRoom;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reservations and the processes that made them: one is killed, another goes on. */
class JdbcReservationsTests {
    /** Nothing happens by itself. */
    private static final LeaseSettings STILL =
            new LeaseSettings(Duration.ofHours(3), Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(1), 100);

    private static final Duration WEEK = Duration.ofDays(7);

    private Gateway gateway;
    private Sql sql;
    private JdbcQuotaLedger killed;
    private JdbcQuotaLedger other;
    private int notebook;
    private long account;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, new MemoryTier());
        sql = TestGateway.database(settings);
        sql.update("delete from process");
        killed = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
        other = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
        notebook = TestGateway.notebook(gateway, "n", 1000).id();
        account = gateway.notebooks().account("agent 1", Principal.Kind.AGENT).id();
    }

    @AfterEach
    void close() throws Exception {
        other.close();
        gateway.close();
    }

    private Claim reserved(JdbcQuotaLedger by, long bytes) {
        Wanted wanted = new Wanted(notebook, account, "ms", "run1", new ByteCount(bytes), 2);
        return new Claim(
                new JdbcReservations(sql, by, gateway.quotas())
                        .reserve(wanted, WEEK)
                        .id(),
                account);
    }

    private Quota quota() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook));
    }

    private void settle(JdbcQuotaLedger by, Claim claim, Room added) {
        sql.inTransaction(c -> {
            by.settle(c, null, notebook, Room.NONE, Room.NONE, new TreeMap<>(Map.of(claim.reservation(), added)));
            return true;
        });
    }

    private void killAndReap() {
        killed.die();
        sql.update("update process set expires_at = now() - interval '1 second' where id = ?", killed.process());
        other.reapNow();
    }

    /** There are no versions here for what was settled as used; all else is as it should be. */
    private void requireOnlyUsedWithoutVersions() {
        assertThat(gateway.quotas().verify())
                .hasSize(2)
                .allSatisfy(drift -> assertThat(drift.namespace()).isZero());
    }

    @Test
    void whatIsReservedOutlivesTheProcessThatReservedIt() {
        Claim claim = reserved(killed, 600);
        settle(killed, claim, Room.ofObject(100));
        // Idle room and a body under way go with it, the reservation does not.
        QuotaLedger.Reservation body = killed.reserve(notebook, 50);
        assertThat(body.bytes()).isEqualTo(50);
        killAndReap();

        assertThat(quota().used().value()).isEqualTo(100);
        assertThat(quota().reserved().value()).isEqualTo(500);
        requireOnlyUsedWithoutVersions();
        assertThatThrownBy(() -> other.reserve(notebook, 401)).isInstanceOf(QuotaExceeded.class);
        assertThat(reserved(other, 500)).isEqualTo(claim);
        assertThat(quota().reserved().value()).isEqualTo(500);
        try (QuotaLedger.Reservation room = other.admit(claim, notebook, Room.ofObject(500))) {
            assertThat(room).isInstanceOf(InKeptRoom.class);
            settle(other, claim, room.room());
        }
        assertThat(quota().used().value()).isEqualTo(600);
        requireOnlyUsedWithoutVersions();
    }

    @Test
    void whatIsStoredInOneIsAllOrNothing() {
        Claim claim = reserved(other, 600);
        assertThatThrownBy(() -> settle(other, claim, Room.ofObject(601))).isInstanceOf(QuotaLedger.NotKept.class);
        assertThatThrownBy(() -> settle(other, claim, new Room(1, 3))).isInstanceOf(QuotaLedger.NotKept.class);
        assertThatThrownBy(() -> settle(other, new Claim(UUID.randomUUID(), account), Room.ofObject(1)))
                .isInstanceOf(QuotaLedger.NotKept.class);
        assertThat(quota().used().value()).isZero();
        settle(other, claim, new Room(600, 2));
        settle(other, claim, new Room(-200, -1));
        settle(other, claim, new Room(200, 1));
        assertThat(quota().used().value()).isEqualTo(600);
        assertThat(quota().objects().used()).isEqualTo(2);
        requireOnlyUsedWithoutVersions();
        killed.close();
    }
}
