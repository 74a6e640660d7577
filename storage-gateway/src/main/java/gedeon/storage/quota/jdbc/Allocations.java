package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Allocation;
import gedeon.storage.OverAllocated;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether limits may be set: those directly below a unit may together pass its own by its over-allocation, those of units that stand alone what the tiers have
 * by the institution's. Asked where a sum grows, under the lock of the row above; what is beyond already stays.
 */
public final class Allocations {
    /** Advisory lock of whoever sets limits of units that stand alone: there is no row above. */
    private static final long ALONE = 0x6765646f_616c6f6eL;

    private final @Nullable Integer ofTiers;
    private final Supplier<ByteCount> free;

    /**
     * @param ofTiers per cent over the tiers' capacity; null: any
     * @param free bytes that the tiers can still take
     */
    public Allocations(@Nullable Integer ofTiers, Supplier<ByteCount> free) {
        this.ofTiers = ofTiers;
        this.free = free;
    }

    /** Of a unit with this row, locked or not. */
    record Above(String name, long limit, @Nullable Integer overallocation) {}

    private static Above above(Connection c, int unit, boolean locked) throws SQLException {
        return Sql.list(
                        c,
                        row -> new Above(row.getString(1), row.getLong(2), row.getObject(3, Integer.class)),
                        "select u.name, q.limit_bytes, q.overallocation from quota q join unit u on u.id = q.id where q.kind = 'u' and q.id = ?"
                                + (locked ? " for update of q" : ""),
                        unit)
                .getFirst();
    }

    private static long below(Connection c, @Nullable Integer unit) throws SQLException {
        // Sums of limits may pass what a long holds, where somebody set absurd ones.
        return Sql.list(
                        c,
                        row -> row.getLong(1),
                        "select least(coalesce(sum(limit_bytes), 0), 9223372036854775807)::bigint from quota where "
                                + (unit == null ? "parent is null and kind = 'u' and ?::int is null" : "parent = ?"),
                        unit)
                .getFirst();
    }

    /**
     * Asks whether the limits below a unit may grow by so much. Locks its row.
     *
     * @param parent null for a unit that stands alone
     * @throws OverAllocated where they may not
     */
    public void requireGrowth(Connection c, @Nullable Integer parent, long growth) throws SQLException {
        if (growth <= 0) {
            return;
        }
        if (parent == null) {
            requireTiers(c, growth);
            return;
        }
        Above unit = above(c, parent, true);
        long sum = saturated(below(c, parent), growth);
        if (unit.overallocation() != null && sum > bound(unit.limit(), unit.overallocation())) {
            throw new OverAllocated("unit " + unit.name() + " has " + unit.limit()
                    + " bytes and would have promised " + sum + " to what is below it"
                    + (unit.overallocation() == 0 ? "" : "; it allows " + unit.overallocation() + " per cent over")
                    + ". Choose a smaller limit, or let its director allow more (gedeon unit set "
                    + unit.name() + " --overallocation)");
        }
    }

    private void requireTiers(Connection c, long growth) throws SQLException {
        if (ofTiers == null) {
            return;
        }
        Sql.list(c, row -> true, "select pg_advisory_xact_lock(?)", ALONE);
        long sum = saturated(below(c, null), growth);
        long capacity = capacity(c);
        if (sum > bound(capacity, ofTiers)) {
            throw new OverAllocated("the tiers have " + capacity + " bytes and units would have been promised " + sum
                    + ". Choose a smaller limit, add a tier, or allow more (gedeon.storage.quota.overallocation)");
        }
    }

    /** Asks whether a unit may have this smaller limit beside what it has promised already. */
    static void requireShrink(Connection c, int unit, long limit) throws SQLException {
        Above now = above(c, unit, true);
        long sum = below(c, unit);
        if (now.overallocation() != null && sum > bound(limit, now.overallocation())) {
            throw new OverAllocated("unit " + now.name() + " has promised " + sum
                    + " bytes to what is below it, and would have " + limit
                    + ". Lower those limits first, or allow over-allocation (gedeon unit set " + now.name()
                    + " --overallocation)");
        }
    }

    /** What is stored, by the ledger, and what the tiers can still take. */
    private long capacity(Connection c) throws SQLException {
        long used = Sql.list(
                        c, row -> row.getLong(1), "select coalesce(sum(used), 0)::bigint from quota where kind = 'n'")
                .getFirst();
        return saturated(used, free.get().value());
    }

    Allocation of(Connection c, int unit) throws SQLException {
        Above row = above(c, unit, false);
        List<Boolean> alone = Sql.list(
                c, found -> found.getBoolean(1), "select parent is null from quota where kind = 'u' and id = ?", unit);
        return new Allocation(
                new ByteCount(below(c, unit)),
                new ByteCount(row.limit()),
                row.overallocation(),
                alone.getFirst() ? new ByteCount(capacity(c)) : null);
    }

    private static long bound(long limit, int percent) {
        return java.math.BigInteger.valueOf(limit)
                .multiply(java.math.BigInteger.valueOf(100L + percent))
                .divide(java.math.BigInteger.valueOf(100))
                .min(java.math.BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return a >= 0 && b >= 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }
}
