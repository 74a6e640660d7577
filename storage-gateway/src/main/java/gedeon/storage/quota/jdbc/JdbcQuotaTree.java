package gedeon.storage.quota.jdbc;

import gedeon.storage.QuotaTree;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moves in the tree. One at a time, by a lock of their own, so that no chain changes under a mover's feet; then the rows of both chains, level by level from
 * the roots, then what is moved. A draw that has looked at the old chain finds a locked row that names another parent, and looks again.
 */
public final class JdbcQuotaTree implements QuotaTree {
    /** Advisory lock of whoever changes the tree. */
    private static final long TREE = 0x6765646f_74726565L;

    private final Sql sql;
    private final Allocations allocations;

    public JdbcQuotaTree(Sql sql, Allocations allocations) {
        this.sql = sql;
        this.allocations = allocations;
    }

    @Override
    public Move moveNotebook(int notebook, int unit, boolean dryRun) {
        return LedgerRows.inTree(sql, c -> {
            Chains chains = Chains.lock(c, 'n', notebook, unit);
            Move move = chains.move(c);
            requirePromise(c, chains, unit);
            if (!dryRun && chains.changes()) {
                chains.carry(c);
                Sql.update(c, "update quota set parent = ? where kind = 'n' and id = ?", unit, notebook);
                Sql.update(c, "update notebook set unit = ? where id = ?", unit, notebook);
            }
            return move;
        });
    }

    @Override
    public Move moveUnit(int unit, @Nullable Integer parent, boolean dryRun) {
        return LedgerRows.inTree(sql, c -> {
            Chains chains = Chains.lock(c, 'u', unit, parent);
            if (chains.to().contains(unit)) {
                throw new IllegalArgumentException("a unit cannot be moved below itself; choose a unit that is not");
            }
            Move move = chains.move(c);
            requirePromise(c, chains, parent);
            if (!dryRun && chains.changes()) {
                chains.carry(c);
                Sql.update(c, "update quota set parent = ? where kind = 'u' and id = ?", parent, unit);
                Sql.update(c, "update unit set parent = ? where id = ?", parent, unit);
            }
            return move;
        });
    }

    /** Whether the unit that it comes to may promise its limit as well. */
    private void requirePromise(Connection c, Chains chains, @Nullable Integer to) throws SQLException {
        if (chains.changes()) {
            QuotaRow moved = chains.moved();
            long limit = Sql.list(
                            c,
                            row -> row.getLong(1),
                            "select limit_bytes from quota where kind = ?::\"char\" and id = ?",
                            String.valueOf(moved.kind()),
                            moved.id())
                    .getFirst();
            allocations.requireGrowth(c, to, limit);
        }
    }

    /**
     * What is moved between two chains, all of it locked.
     *
     * @param from units above now, root first
     * @param to units above afterwards, root first
     */
    private record Chains(QuotaRow moved, List<Integer> from, List<Integer> to, Map<Integer, QuotaRow> rows) {
        static Chains lock(Connection c, char kind, int id, @Nullable Integer parent) throws SQLException {
            Sql.list(c, row -> true, "select pg_advisory_xact_lock(?)", TREE);
            List<Integer> from = QuotaRow.above(c, kind, id);
            List<Integer> to = new ArrayList<>();
            if (parent != null) {
                to.addAll(QuotaRow.above(c, 'u', parent));
                to.add(parent);
            }
            // By depth, then by id: every draw locks its own chain in that order.
            Map<Integer, QuotaRow> rows = new LinkedHashMap<>();
            for (int depth = 0; depth < Math.max(from.size(), to.size()); depth++) {
                TreeMap<Integer, Boolean> level = new TreeMap<>();
                for (List<Integer> chain : List.of(from, to)) {
                    if (depth < chain.size() && !(kind == 'u' && chain.get(depth) == id)) {
                        level.put(chain.get(depth), true);
                    }
                }
                for (int unit : level.keySet()) {
                    if (!rows.containsKey(unit)) {
                        rows.put(unit, QuotaRow.lock(c, 'u', unit));
                    }
                }
            }
            return new Chains(QuotaRow.lock(c, kind, id), from, to, rows);
        }

        boolean changes() {
            return !from.equals(to);
        }

        private List<QuotaRow> only(List<Integer> chain, List<Integer> other) {
            return chain.stream()
                    .filter(unit -> !other.contains(unit))
                    .map(rows::get)
                    .filter(Objects::nonNull)
                    .toList();
        }

        /** Asks the units that are entered for room. */
        Move move(Connection c) throws SQLException {
            Room taken = moved.taken();
            List<Entered> entered = new ArrayList<>();
            for (QuotaRow unit : only(to, from)) {
                if (!unit.free().covers(taken)) {
                    throw Refusals.full(c, unit, taken);
                }
                Room after = unit.taken().plus(taken);
                entered.add(new Entered(
                        unit.id(),
                        Refusals.name(c, unit),
                        unit.limit(),
                        after.bytes(),
                        unit.limitObjects(),
                        after.objects()));
            }
            return new Move(taken.bytes(), taken.objects(), entered);
        }

        void carry(Connection c) throws SQLException {
            for (QuotaRow unit : only(from, to)) {
                unit.take(c, moved.taken().negated());
            }
            for (QuotaRow unit : only(to, from)) {
                unit.take(c, moved.taken());
            }
        }
    }
}
