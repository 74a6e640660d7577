package gedeon.storage.quota.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.QuotaLedgerContract;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quicktheories.WithQuickTheories;

class JdbcQuotaLedgerTests extends QuotaLedgerContract implements WithQuickTheories {
    /** Nothing happens by itself: the schedule decides when a lease ends and when it is reaped. */
    private static final LeaseSettings STILL =
            new LeaseSettings(Duration.ofHours(3), Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(1), 100);

    private static final Duration SHORT = Duration.ofMillis(400);

    private Gateway gateway;
    private Sql sql;
    private JdbcQuotaLedger ledger;
    private int names;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, new MemoryTier());
        // The gateway's own process would be asked for its room before each refusal; there is none to give.
        sql = TestGateway.database(settings);
        sql.update("delete from process");
        ledger = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        gateway.close();
    }

    @Override
    protected QuotaLedger ledger() {
        return ledger;
    }

    @Override
    protected int notebook(long limit) {
        return TestGateway.notebook(gateway, "n" + names++, limit).id();
    }

    @Override
    protected Quota quota(int notebook) {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook));
    }

    @Override
    protected void limitObjects(int notebook, long objects) {
        sql.update("update quota set limit_objects = ? where kind = 'n' and id = ?", objects, notebook);
    }

    @Override
    protected void settle(int notebook, Room added, Room removed) {
        settle(ledger, notebook, added, removed);
    }

    private void settle(JdbcQuotaLedger by, int notebook, long added, long removed) {
        settle(by, notebook, Room.ofBytes(added), Room.ofBytes(removed));
    }

    private void settle(JdbcQuotaLedger by, int notebook, Room added, Room removed) {
        sql.inTransaction(c -> {
            by.settle(c, notebook, added, removed);
            return true;
        });
    }

    /** A machine that slept for longer than a lease lasts goes on afterwards, with a new lease and without what it had. */
    @Test
    void anEndedLeaseIsBegunAnew() throws Exception {
        int notebook = notebook(1000);
        LeaseSettings quick =
                new LeaseSettings(Duration.ofSeconds(90), SHORT, Duration.ofSeconds(60), Duration.ofHours(1), 0);
        try (JdbcQuotaLedger sleeper = new JdbcQuotaLedger(sql, quick, UUID.randomUUID())) {
            UUID first = sleeper.process();
            QuotaLedger.Reservation before = sleeper.reserve(notebook, 700);
            sql.update(
                    "update process set expires_at = now() - interval '1 second' where id in (select process from lease where notebook = ?)",
                    notebook);
            ledger.reapNow();
            assertThatThrownBy(() -> settle(sleeper, notebook, 700, 0)).isInstanceOf(QuotaLedger.LeaseLost.class);
            Await.until(() -> !sleeper.process().equals(first));
            try (QuotaLedger.Reservation after = sleeper.reserve(notebook, 1000)) {
                before.close();
                assertThatThrownBy(() -> ledger.reserve(notebook, 1)).isInstanceOf(QuotaExceeded.class);
                settle(sleeper, notebook, 1000, 0);
                after.settled(Room.ofBytes(1000));
            }
            assertThat(quota(notebook).used().value()).isEqualTo(1000);
        }
    }

    /** The answer to a commit was lost: nobody may promise that room again, and nobody else may have it for ever. */
    @Test
    void roomThatAnUnansweredActFreedOrDidNotUseGoesBack() throws Exception {
        int notebook = notebook(1000);
        LeaseSettings quick = new LeaseSettings(
                Duration.ofSeconds(8), Duration.ofMillis(200), Duration.ofSeconds(7), Duration.ofHours(1), 0);
        try (JdbcQuotaLedger process = new JdbcQuotaLedger(sql, quick, UUID.randomUUID())) {
            try (QuotaLedger.Reservation room = process.reserve(notebook, 500)) {
                settle(process, notebook, 500, 0);
                room.settled(Room.ofBytes(500));
            }
            QuotaLedger.Reservation goesOn = process.reserve(notebook, 100);
            // Removed, and nobody heard it; stored, and it was not.
            settle(process, notebook, 0, 300);
            process.reserve(notebook, 50).settled(Room.ofBytes(50));
            assertThat(quota(notebook).reserved().value()).isEqualTo(450);
            Await.until(() -> quota(notebook).reserved().value() == 100);
            settle(process, notebook, 100, 0);
            goesOn.settled(Room.ofBytes(100));
            // An answer that comes too late promises nothing that others have by now.
            process.credited(notebook, Room.ofBytes(300));
            assertThat(quota(notebook).used().value()).isEqualTo(300);
            try (QuotaLedger.Reservation all = ledger.reserve(notebook, 700)) {
                assertThatThrownBy(() -> process.reserve(notebook, 1)).isInstanceOf(QuotaExceeded.class);
                settle(notebook, all.room(), Room.NONE);
                all.settled(all.room());
            }
        }
        assertThat(quota(notebook).used().value()).isEqualTo(1000);
        Await.until(() -> quota(notebook).reserved().value() == 0);
    }

    /** The connection is gone, the database goes on with the transaction: what it takes is not given back before it has. */
    @Test
    void roomOfAnActThatIsStillUnderWayIsNotGivenBack() throws Exception {
        int notebook = notebook(1000);
        QuotaLedger.Reservation idle = ledger.reserve(notebook, 200);
        QuotaLedger.Reservation lost = ledger.reserve(notebook, 100);
        idle.close();
        CompletableFuture<Void> comparing;
        try (Connection late = sql.connection()) {
            late.setAutoCommit(false);
            ledger.settle(late, notebook, lost.room(), Room.NONE);
            lost.settled(lost.room());
            comparing = CompletableFuture.runAsync(ledger::returnLostNow);
            Await.until(() -> sql.one(
                            row -> true,
                            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
                    .isPresent());
            late.commit();
        }
        comparing.get(2, TimeUnit.MINUTES);
        assertThat(quota(notebook).used().value()).isEqualTo(100);
        assertThat(quota(notebook).reserved().value()).isGreaterThanOrEqualTo(200);
        try (QuotaLedger.Reservation again = ledger.reserve(notebook, 200)) {
            settle(notebook, again.room(), Room.NONE);
            again.settled(again.room());
        }
    }

    /** Room of a lease that ended is not settled out of the next one's, which others were promised. */
    @Test
    void whatAnEndedLeasePromisedIsNotSettledFromTheNextOne() throws Exception {
        int notebook = notebook(1000);
        LeaseSettings quick =
                new LeaseSettings(Duration.ofSeconds(90), SHORT, Duration.ofSeconds(60), Duration.ofHours(1), 0);
        try (JdbcQuotaLedger sleeper = new JdbcQuotaLedger(sql, quick, UUID.randomUUID())) {
            UUID first = sleeper.process();
            QuotaLedger.Reservation zombie = sleeper.reserve(notebook, 300);
            sql.update("update process set expires_at = now() - interval '1 second' where id = ?", first);
            ledger.reapNow();
            Await.until(() -> !sleeper.process().equals(first));
            QuotaLedger.Reservation living = sleeper.reserve(notebook, 300);
            assertThatThrownBy(() -> sql.inTransaction(c -> {
                        sleeper.settle(c, zombie.lease(), notebook, zombie.room(), Room.NONE);
                        return true;
                    }))
                    .isInstanceOf(QuotaLedger.LeaseLost.class);
            assertThatThrownBy(() -> zombie.grow(1)).isInstanceOf(QuotaLedger.LeaseLost.class);
            zombie.close();
            sql.inTransaction(c -> {
                sleeper.settle(c, living.lease(), notebook, living.room(), Room.NONE);
                return true;
            });
            living.settled(living.room());
            assertThat(quota(notebook).used().value()).isEqualTo(300);
        }
    }

    /** Its clients go on with their next files; the others keep what they have leased ahead, in this process and in others. */
    @Test
    void aFullNotebookTakesNothingFromTheOthers() throws Exception {
        int full = notebook(0);
        int other = notebook(100_000);
        try (JdbcQuotaLedger elsewhere = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID())) {
            ledger.reserve(other, 10).close();
            elsewhere.reserve(other, 10).close();
            List<Long> leased = leased(other);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ledger.reserve(full, 1)).isInstanceOf(QuotaExceeded.class);
                assertThat(leased(other)).isEqualTo(leased).hasSize(2);
            }
            // Ahead, and not from draw to draw.
            ledger.reserve(other, 50).close();
            elsewhere.reserve(other, 50).close();
            assertThat(leased(other)).isEqualTo(leased);
        }
    }

    private List<Long> leased(int notebook) {
        return sql.list(
                row -> row.getLong(1),
                "select bytes from lease where notebook = ? and bytes > 0 order by process",
                notebook);
    }

    /** Who is refused again and again keeps nobody from the row that all draws lock. */
    @Test
    void whoWasRefusedAMomentAgoIsRefusedWithoutTheRowsLocks() throws Exception {
        int full = notebook(0);
        boolean refused = false;
        // A moment is a second: where the machine stood still for longer, once more.
        for (int i = 0; i < 10 && !refused; i++) {
            refused = isRefusedBeside(full);
        }
        assertThat(refused).isTrue();
    }

    private boolean isRefusedBeside(int full) throws Exception {
        assertThatThrownBy(() -> ledger.reserve(full, 1)).isInstanceOf(QuotaExceeded.class);
        try (Connection drawing = sql.connection()) {
            drawing.setAutoCommit(false);
            Sql.list(drawing, row -> true, "select 1 from quota where kind = 'u' for update");
            CompletableFuture<Void> again = CompletableFuture.runAsync(
                    () -> assertThatThrownBy(() -> ledger.reserve(full, 1)).isInstanceOf(QuotaExceeded.class));
            try {
                again.get(5, TimeUnit.SECONDS);
                return true;
            } catch (TimeoutException e) {
                // It waits for the row.
                return false;
            } finally {
                drawing.rollback();
                again.join();
            }
        }
    }

    /** Of a unit that is full, all below it give back. */
    @Test
    void idleRoomOfAnotherNotebookIsCalledBackThroughTheirUnit() throws Exception {
        int first = notebook(1000);
        int second = notebook(1000);
        sql.update(
                "update quota set limit_bytes = 500 where kind = 'u' and id = (select parent from quota where kind = 'n' and id = ?)",
                first);
        try (JdbcQuotaLedger elsewhere = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID())) {
            elsewhere.reserve(first, 10).close();
            ledger.reserve(second, 500).close();
        }
    }

    /** Waiting helps here, and a director does not. */
    @Test
    void aRefusalSaysWhatIsPromisedToProcessesThatDoNotAnswerAndUntilWhen() throws Exception {
        int notebook = notebook(1000);
        JdbcQuotaLedger dead = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
        dead.reserve(notebook, new Room(700, 0));
        assertThatThrownBy(() -> ledger.reserve(notebook, 900))
                .isInstanceOfSatisfying(
                        QuotaExceeded.class, e -> assertThat(e.silent()).isEmpty());
        // Its lease lasts for three hours; it has missed two of its renewals of an hour.
        sql.update("update process set expires_at = now() + interval '25 minutes' where id = ?", dead.process());
        Instant end = Instant.now().plus(Duration.ofMinutes(25)).plus(STILL.renewal());
        assertThatThrownBy(() -> ledger.reserve(notebook, 900)).isInstanceOfSatisfying(QuotaExceeded.class, e -> {
            QuotaExceeded.Silent silent = e.silent().orElseThrow();
            assertThat(silent.amount()).isBetween(700L, 775L);
            assertThat(silent.backBy()).isBetween(end.minusSeconds(60), end.plusSeconds(60));
            assertThat(e)
                    .hasMessageContaining("promised to a process that does not answer")
                    .hasMessageContaining(
                            silent.backBy().truncatedTo(ChronoUnit.SECONDS).toString());
        });
        // Of the unit above as well.
        sql.update("update quota set limit_bytes = 800 where kind = 'u'");
        int other = notebook(1000);
        assertThatThrownBy(() -> ledger.reserve(other, 500))
                .isInstanceOfSatisfying(
                        QuotaExceeded.class, e -> assertThat(e.silent()).isPresent());
        dead.close();
    }

    /**
     * Random schedules against a model that is two sums. What fits beside the used, the promised and what dead processes still hold is never refused; no
     * grant takes the ledger past its limit; it never holds less than what is promised, and in the end exactly what is used.
     */
    @Test
    void anyScheduleKeepsTheLedgerTrue() {
        qt().withExamples(6)
                .withShrinkCycles(0)
                .forAll(integers().between(0, Integer.MAX_VALUE))
                .checkAssert(seed -> new Schedule(new Random(seed)).run(40));
    }

    private final class Schedule {
        private final Random random;
        private final int notebook;
        private final Map<QuotaLedger.Reservation, Long> promised = new HashMap<>();
        private final List<JdbcQuotaLedger> crashed = new ArrayList<>();
        private JdbcQuotaLedger current = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
        private long limit = 1000;
        private long used;

        Schedule(Random random) {
            this.random = random;
            this.notebook = notebook(limit);
        }

        void run(int steps) {
            sql.update("update process set expires_at = now() - interval '1 hour' where id <> ?", current.process());
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
            promised.keySet().forEach(QuotaLedger.Reservation::close);
            promised.clear();
            endLeases();
            current.close();
            crashed.forEach(JdbcQuotaLedger::close);
            Quota last = quota(notebook);
            assertThat(last.reserved().value()).isZero();
            assertThat(last.used().value()).isEqualTo(used);
        }

        private void step() {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3, 4 -> grant(1 + random.nextInt(400));
                case 5, 6 -> any().ifPresent(this::commit);
                case 7 ->
                    any().ifPresent(one -> {
                        one.close();
                        promised.remove(one);
                    });
                case 8 -> remove();
                case 9 -> changeLimit();
                case 10 -> crash();
                case 11 -> current.returnLostNow();
                case 12 -> lose();
                default -> endLeases();
            }
        }

        private java.util.Optional<QuotaLedger.Reservation> any() {
            return promised.keySet().stream()
                    .skip(random.nextInt(1 + promised.size()))
                    .findFirst();
        }

        private long promisedBytes() {
            return promised.values().stream().mapToLong(Long::longValue).sum();
        }

        private long heldByDead() {
            return sql.one(
                            row -> row.getLong(1),
                            "select coalesce(sum(bytes), 0) from lease where notebook = ? and process <> ?",
                            notebook,
                            current.process())
                    .orElse(0L);
        }

        private void grant(long bytes) {
            boolean fits = used + promisedBytes() + heldByDead() + bytes <= limit;
            long before = taken();
            try {
                promised.put(current.reserve(notebook, bytes), bytes);
                // Room that was leased before the limit was lowered may still be promised until it goes back; never
                // more.
                assertThat(taken()).as("granted %s of %s", bytes, limit).isLessThanOrEqualTo(Math.max(limit, before));
            } catch (QuotaExceeded e) {
                assertThat(fits).as("refused %s of %s", bytes, limit).isFalse();
            }
        }

        private long taken() {
            Quota now = quota(notebook);
            return now.used().value() + now.reserved().value();
        }

        private void commit(QuotaLedger.Reservation room) {
            long bytes = room.bytes() - random.nextInt((int) room.bytes());
            settle(current, notebook, bytes, 0);
            room.settled(Room.ofBytes(bytes));
            promised.remove(room);
            used += bytes;
        }

        /** An act whose answer is lost: it was done, or not. */
        private void lose() {
            if (random.nextBoolean()) {
                any().ifPresent(room -> {
                    room.settled(room.room());
                    promised.remove(room);
                });
            } else if (used > 0) {
                long bytes = random.nextInt((int) used + 1);
                settle(current, notebook, 0, bytes);
                used -= bytes;
            }
            current.returnLostNow();
        }

        private void remove() {
            long bytes = used == 0 ? 0 : random.nextInt((int) used + 1);
            if (bytes > 0) {
                settle(current, notebook, 0, bytes);
                current.credited(notebook, Room.ofBytes(bytes));
                used -= bytes;
            }
        }

        private void changeLimit() {
            limit = random.nextInt(2000);
            gateway.quotas().setLimit(new Scope.OfNotebook(notebook), new ByteCount(limit));
        }

        /** The process is gone with what it had promised; its lease lasts. */
        private void crash() {
            crashed.add(current);
            promised.clear();
            JdbcQuotaLedger next = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
            // Dead: it is not there to be asked for its room.
            sql.update("update process set expires_at = now() - interval '1 second' where id = ?", current.process());
            current = next;
        }

        private void endLeases() {
            current.reapNow();
        }

        private void check() {
            Quota now = quota(notebook);
            assertThat(now.used().value()).isEqualTo(used);
            assertThat(now.reserved().value()).isGreaterThanOrEqualTo(promisedBytes() + heldByDead());
            assertThat(gateway.quotas().verify().stream().filter(drift -> drift.scope() instanceof Scope.OfUnit))
                    .isEmpty();
        }
    }
}
