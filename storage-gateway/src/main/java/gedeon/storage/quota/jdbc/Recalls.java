package gedeon.storage.quota.jdbc;

import gedeon.storage.Scope;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks other processes for their idle room in a scope, at most four times a second however many are refused there. A message is this process's number, a space, and
 * {@code n} or {@code u} with the number of the notebook or unit.
 */
final class Recalls {
    private static final long AGAIN_NANOS = 250_000_000L;
    private static final String BELOW =
            "with recursive down (id) as (select ?::int union all select q.id from down join quota q on q.kind = 'u' and q.parent = down.id) "
                    + "select q.id from down join quota q on q.kind = 'n' and q.parent = down.id";

    private final Sql sql;
    private final LedgerRows rows;
    private final Supplier<UUID> process;
    private final Map<Scope, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(long when, boolean alone) {}

    Recalls(Sql sql, LedgerRows rows, Supplier<UUID> process) {
        this.sql = sql;
        this.rows = rows;
        this.process = process;
    }

    /** True where there is no other process. */
    boolean recall(Scope scope) {
        Asked last = asked.get(scope);
        if (last != null && System.nanoTime() - last.when() < AGAIN_NANOS) {
            return last.alone();
        }
        boolean alone = sql.inTransaction(c -> {
            if (rows.liveProcesses(c) <= 1) {
                return true;
            }
            Sql.list(c, row -> true, "select pg_notify(?, ?)", ProcessLease.CHANNEL, process.get() + " " + name(scope));
            return false;
        });
        asked.put(scope, new Asked(System.nanoTime(), alone));
        return alone;
    }

    /** Of a unit, also those of units below it. */
    List<Integer> notebooks(Scope scope) {
        return switch (scope) {
            case Scope.OfNotebook one -> List.of(one.notebook());
            case Scope.OfUnit unit -> sql.list(row -> row.getInt(1), BELOW, unit.unit());
        };
    }

    private static String name(Scope scope) {
        return switch (scope) {
            case Scope.OfNotebook one -> "n" + one.notebook();
            case Scope.OfUnit unit -> "u" + unit.unit();
        };
    }

    /** What another process asks for; null where this one asked, or nobody can say for what. */
    static @Nullable Scope heard(String message, UUID own) {
        int space = message.indexOf(' ');
        if (space < 0 || message.length() < space + 3 || message.startsWith(own.toString())) {
            return null;
        }
        try {
            int id = Integer.parseInt(message.substring(space + 2));
            return switch (message.charAt(space + 1)) {
                case 'n' -> new Scope.OfNotebook(id);
                case 'u' -> new Scope.OfUnit(id);
                default -> null;
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
