package gedeon.storage.quota.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.QuotaTree;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.quota.QuotaLedger.Reservation;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quicktheories.WithQuickTheories;

/**
 * Random schedules on a tree of units, in bytes and objects, against a model that is a tree of sums: what is granted, settled, removed, released, lost in a
 * crash, limited anew and moved about. After each step the ledger says of every unit what the model sums below it.
 */
class QuotaTreeScheduleTests implements WithQuickTheories {
    /** Nothing happens by itself: the schedule decides when a lease ends and when it is reaped. */
    private static final LeaseSettings STILL = new LeaseSettings(
            Duration.ofHours(3), Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(1), 100, 5);

    private Gateway gateway;
    private HikariDataSource pool;
    private Sql sql;
    private QuotaTree tree;
    private int names;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings().withLease(STILL);
        gateway = TestGateway.open(settings, new MemoryTier());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setSchema("storage");
        config.setMaximumPoolSize(30);
        pool = new HikariDataSource(config);
        sql = new Sql(pool);
        tree = gateway.quotaTree();
        // The gateway's own process would be asked for its room before each refusal; there is none to give.
        sql.update("delete from process");
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        gateway.close();
    }

    private int unit(@Nullable String parent, long limit) {
        return gateway.notebooks()
                .createUnit("u" + names++, parent, new ByteCount(limit))
                .id();
    }

    private String nameOf(int unit) {
        return sql.one(row -> row.getString(1), "select name from unit where id = ?", unit)
                .orElseThrow();
    }

    private int notebook(int unit, long limit) {
        return gateway.notebooks()
                .createNotebook(
                        "n" + names++, nameOf(unit), new ByteCount(limit), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
    }

    private Quota quota(int notebook) {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook));
    }

    private Room taken(int unit) {
        return sql.one(
                        row -> new Room(row.getLong(1), row.getLong(2)),
                        "select taken, taken_objects from quota where kind = 'u' and id = ?",
                        unit)
                .orElseThrow();
    }

    private Room leased(int notebook) {
        Quota quota = quota(notebook);
        return new Room(quota.reserved().value(), quota.objects().reserved());
    }

    @Test
    void anyScheduleKeepsTheTreeTrue() {
        qt().withExamples(6)
                .withShrinkCycles(0)
                .forAll(integers().between(0, Integer.MAX_VALUE))
                .checkAssert(seed -> new Schedule(new Random(seed)).run(60));
    }

    @Test
    void aNotebookIsMovedWholeOrNotAtAll() {
        int from = unit(null, 1000);
        int to = unit(null, 500);
        int moved = notebook(from, 1000);
        int there = notebook(to, 500);
        try (JdbcQuotaLedger ledger = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID())) {
            Reservation room = ledger.reserve(moved, new Room(300, 3));
            Reservation other = ledger.reserve(there, new Room(250, 1));
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> tree.moveNotebook(moved, to, false))
                    .isInstanceOfSatisfying(
                            QuotaExceeded.class, e -> assertThat(e.scope()).isEqualTo(new Scope.OfUnit(to)));
            assertThat(gateway.notebooks().notebook(moved).orElseThrow().unit()).isEqualTo(from);
            settleAll(ledger, there, other, new Room(100, 1));
            ledger.close();
            assertThat(taken(to)).isEqualTo(new Room(100, 1));
            assertThat(tree.moveNotebook(moved, to, true).entered())
                    .singleElement()
                    .satisfies(unit -> assertThat(unit.limit()).isEqualTo(500));
            assertThat(gateway.notebooks().notebook(moved).orElseThrow().unit()).isEqualTo(from);
            room.close();
        }
        tree.moveNotebook(moved, to, false);
        assertThat(gateway.notebooks().notebook(moved).orElseThrow().unit()).isEqualTo(to);
        assertThat(taken(from)).isEqualTo(Room.NONE);
    }

    @Test
    void whoDrawsWhileTheTreeIsRearrangedCountsInTheRightUnits() throws Exception {
        int left = unit(null, 1_000_000);
        int right = unit(null, 1_000_000);
        int inner = unit(nameOf(left), 1_000_000);
        int notebook = notebook(inner, 1_000_000);
        CountDownLatch begin = new CountDownLatch(1);
        try (JdbcQuotaLedger one = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
                JdbcQuotaLedger two = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
                var all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> acts = new ArrayList<>();
            for (JdbcQuotaLedger ledger : List.of(one, two)) {
                acts.add(all.submit(() -> {
                    begin.await();
                    for (int i = 0; i < 150; i++) {
                        settleAll(ledger, notebook, ledger.reserve(notebook, new Room(150, 6)), new Room(120, 1));
                    }
                    return null;
                }));
            }
            acts.add(all.submit(() -> {
                begin.await();
                for (int i = 0; i < 60; i++) {
                    tree.moveUnit(inner, i % 2 == 0 ? right : left, false);
                    tree.moveNotebook(notebook, i % 3 == 0 ? right : inner, false);
                }
                return null;
            }));
            begin.countDown();
            for (Future<?> act : acts) {
                act.get();
            }
        }
        assertThat(quota(notebook).used().value()).isEqualTo(300 * 120);
        assertThat(quota(notebook).objects().used()).isEqualTo(300);
        assertThat(gateway.quotas().verify())
                .allSatisfy(drift -> assertThat(drift.scope())
                        .as("what was settled here has no object in the namespace; the units are true")
                        .isInstanceOf(Scope.OfNotebook.class));
    }

    private void settleAll(JdbcQuotaLedger ledger, int notebook, Reservation room, Room used) {
        sql.inTransaction(c -> {
            ledger.settle(c, notebook, used, Room.NONE);
            return true;
        });
        room.settled(used);
    }

    private final class Schedule {
        private final Random random;
        private final List<Integer> units = new ArrayList<>();
        private final List<Integer> notebooks = new ArrayList<>();
        private final Map<Integer, @Nullable Integer> parents = new HashMap<>();
        private final Map<Integer, Integer> homes = new HashMap<>();
        private final Map<Scope, Room> limits = new HashMap<>();
        private final Map<Integer, Room> used = new HashMap<>();
        private final Map<Reservation, Integer> promised = new LinkedHashMap<>();
        private final List<JdbcQuotaLedger> crashed = new ArrayList<>();
        private JdbcQuotaLedger current = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());

        Schedule(Random random) {
            this.random = random;
            for (int i = 0; i < 5; i++) {
                Integer parent = i < 2 ? null : units.get(random.nextInt(units.size()));
                int unit = unit(parent == null ? null : nameOf(parent), 2000);
                units.add(unit);
                parents.put(unit, parent);
                limits.put(new Scope.OfUnit(unit), new Room(2000, Long.MAX_VALUE));
            }
            for (int i = 0; i < 4; i++) {
                int home = one(units);
                int notebook = QuotaTreeScheduleTests.this.notebook(home, 1000);
                notebooks.add(notebook);
                homes.put(notebook, home);
                used.put(notebook, Room.NONE);
                limits.put(new Scope.OfNotebook(notebook), new Room(1000, Long.MAX_VALUE));
            }
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        void run(int steps) {
            sql.update("update process set expires_at = now() - interval '1 hour' where id <> ?", current.process());
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
            promised.keySet().forEach(Reservation::close);
            promised.clear();
            current.reapNow();
            current.close();
            crashed.forEach(JdbcQuotaLedger::close);
            for (int notebook : notebooks) {
                assertThat(leased(notebook)).isEqualTo(Room.NONE);
            }
            check();
        }

        private void step() {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3, 4 -> grant();
                case 5, 6 -> any(this::commit);
                case 7 ->
                    any(room -> {
                        room.close();
                        promised.remove(room);
                    });
                case 8 -> remove();
                case 9 -> changeLimit();
                case 10 -> crash();
                case 11 -> moveNotebook();
                case 12 -> moveUnit();
                default -> current.reapNow();
            }
        }

        private void any(java.util.function.Consumer<Reservation> act) {
            if (!promised.isEmpty()) {
                act.accept(one(List.copyOf(promised.keySet())));
            }
        }

        private List<Integer> above(@Nullable Integer unit) {
            List<Integer> chain = new ArrayList<>();
            for (Integer at = unit; at != null; at = parents.get(at)) {
                chain.add(at);
            }
            return chain;
        }

        private Room limit(Scope scope) {
            return limits.get(scope);
        }

        /** What the model knows to be taken for certain: used, and promised by who lives. Leased ahead is beside it. */
        private Room certain(int notebook) {
            Room sum = used.get(notebook);
            for (Map.Entry<Reservation, Integer> one : promised.entrySet()) {
                if (one.getValue() == notebook) {
                    sum = sum.plus(one.getKey().room());
                }
            }
            return sum;
        }

        private Room heldByDead(int notebook) {
            return sql.one(
                            row -> new Room(row.getLong(1), row.getLong(2)),
                            "select coalesce(sum(bytes), 0)::bigint, coalesce(sum(objects), 0)::bigint from lease where notebook = ? and process <> ?",
                            notebook,
                            current.process())
                    .orElseThrow();
        }

        private Room certainBelow(int unit) {
            Room sum = Room.NONE;
            for (int notebook : notebooks) {
                if (above(homes.get(notebook)).contains(unit)) {
                    sum = sum.plus(certain(notebook)).plus(heldByDead(notebook));
                }
            }
            return sum;
        }

        private static boolean within(Room sum, Room limit) {
            return sum.bytes() <= limit.bytes() && sum.objects() <= limit.objects();
        }

        private void grant() {
            int notebook = one(notebooks);
            Room asked = new Room(1 + random.nextInt(400), random.nextInt(4));
            boolean fits = within(
                            certain(notebook).plus(heldByDead(notebook)).plus(asked),
                            limit(new Scope.OfNotebook(notebook)))
                    && above(homes.get(notebook)).stream()
                            .allMatch(unit -> within(certainBelow(unit).plus(asked), limit(new Scope.OfUnit(unit))));
            Map<Integer, Room> before = takenOfUnits();
            Room held = used.get(notebook).plus(leased(notebook));
            try {
                promised.put(current.reserve(notebook, asked), notebook);
            } catch (QuotaExceeded e) {
                assertThat(fits).as("refused %s: %s", asked, e.getMessage()).isFalse();
                return;
            }
            noHigherAbove(
                    limit(new Scope.OfNotebook(notebook)),
                    held,
                    used.get(notebook).plus(leased(notebook)));
            before.forEach((unit, was) -> noHigherAbove(limit(new Scope.OfUnit(unit)), was, taken(unit)));
        }

        private static void noHigherAbove(Room limit, Room before, Room after) {
            assertThat(after.bytes()).isLessThanOrEqualTo(Math.max(limit.bytes(), before.bytes()));
            assertThat(after.objects()).isLessThanOrEqualTo(Math.max(limit.objects(), before.objects()));
        }

        private Map<Integer, Room> takenOfUnits() {
            Map<Integer, Room> all = new HashMap<>();
            units.forEach(unit -> all.put(unit, taken(unit)));
            return all;
        }

        private void commit(Reservation room) {
            int notebook = promised.remove(room);
            Room taken = new Room(
                    room.bytes() - random.nextInt((int) room.bytes()),
                    room.room().objects());
            settleAll(current, notebook, room, taken);
            used.merge(notebook, taken, Room::plus);
        }

        private void remove() {
            int notebook = one(notebooks);
            Room all = used.get(notebook);
            Room gone = new Room(random.nextInt((int) all.bytes() + 1), random.nextInt((int) all.objects() + 1));
            if (!gone.isNone()) {
                sql.inTransaction(c -> {
                    current.settle(c, notebook, Room.NONE, gone);
                    return true;
                });
                current.credited(notebook, gone);
                used.put(notebook, all.minus(gone));
            }
        }

        private void changeLimit() {
            boolean notebook = random.nextBoolean();
            Scope scope = notebook ? new Scope.OfNotebook(one(notebooks)) : new Scope.OfUnit(one(units));
            long bytes = random.nextInt(notebook ? 2000 : 4000);
            Long objects = random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(30));
            gateway.quotas().setLimit(scope, new ByteCount(bytes));
            gateway.quotas().setObjectLimit(scope, objects);
            limits.put(scope, new Room(bytes, objects == null ? Long.MAX_VALUE : objects));
            // Whoever lives hears of it and gives back what is idle.
            Await.until(() -> notebooks.stream()
                    .allMatch(one ->
                            used.get(one).plus(leased(one)).equals(certain(one).plus(heldByDead(one)))));
        }

        /** The process is gone with what it had promised; its lease lasts. */
        private void crash() {
            crashed.add(current);
            current.die();
            promised.clear();
            JdbcQuotaLedger next = new JdbcQuotaLedger(sql, STILL, UUID.randomUUID());
            sql.update("update process set expires_at = now() - interval '1 second' where id = ?", current.process());
            current = next;
        }

        private void moveNotebook() {
            int notebook = one(notebooks);
            int to = one(units);
            moved(
                    homes.get(notebook),
                    to,
                    used.get(notebook).plus(leased(notebook)),
                    () -> tree.moveNotebook(notebook, to, false),
                    () -> homes.put(notebook, to));
        }

        private void moveUnit() {
            int unit = one(units);
            Integer to = random.nextInt(4) == 0 ? null : one(units);
            if (above(to).contains(unit)) {
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> tree.moveUnit(unit, to, false))
                        .isInstanceOf(IllegalArgumentException.class);
                return;
            }
            moved(
                    parents.get(unit),
                    to,
                    taken(unit),
                    () -> tree.moveUnit(unit, to, false),
                    () -> parents.put(unit, to));
        }

        private void moved(@Nullable Integer from, @Nullable Integer to, Room room, Runnable act, Runnable done) {
            Set<Integer> entered = new HashSet<>(above(to));
            above(from).forEach(entered::remove);
            boolean fits = entered.stream().allMatch(unit -> {
                Room limit = limit(new Scope.OfUnit(unit));
                return new Room(
                                limit.bytes() - taken(unit).bytes(),
                                limit.objects() - taken(unit).objects())
                        .covers(room);
            });
            try {
                act.run();
                assertThat(fits).as("moved %s from %s to %s", room, from, to).isTrue();
                done.run();
            } catch (QuotaExceeded e) {
                assertThat(fits).as("not moved: %s", e.getMessage()).isFalse();
            }
        }

        private void check() {
            for (int notebook : notebooks) {
                Quota now = quota(notebook);
                assertThat(new Room(now.used().value(), now.objects().used())).isEqualTo(used.get(notebook));
                Room leased = leased(notebook);
                Room spoken = certain(notebook).minus(used.get(notebook)).plus(heldByDead(notebook));
                assertThat(leased.covers(spoken))
                        .as("leased %s, promised and held by the dead %s", leased, spoken)
                        .isTrue();
                assertThat(parent('n', notebook)).isEqualTo(homes.get(notebook));
            }
            for (int unit : units) {
                assertThat(parent('u', unit)).isEqualTo(parents.get(unit));
            }
            // Of one snapshot: what units have taken is the sum below them.
            assertThat(gateway.quotas().verify()).noneMatch(drift -> drift.scope() instanceof Scope.OfUnit);
        }

        private @Nullable Integer parent(char kind, int id) {
            return sql.list(
                            row -> java.util.Optional.ofNullable(row.getObject(1, Integer.class)),
                            "select parent from quota where kind = ?::\"char\" and id = ?",
                            String.valueOf(kind),
                            id)
                    .getFirst()
                    .orElse(null);
        }
    }
}
