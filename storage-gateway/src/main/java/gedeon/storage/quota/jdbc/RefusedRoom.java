package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Quotas;
import gedeon.storage.Reservations.Wanted;
import gedeon.storage.RoomRefused;
import gedeon.storage.Scope;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Who was refused room to reserve, one row an account and notebook: told once, and forgotten when as much fits. */
final class RefusedRoom {
    private static final int AT_ONCE = 100;

    private final Sql sql;
    private final Quotas quotas;

    RefusedRoom(Sql sql, Quotas quotas) {
        this.sql = sql;
        this.quotas = quotas;
    }

    /** The first refusal stands until it is forgotten; another one only says that the account still waits. */
    void note(UUID reservation, Wanted wanted, QuotaExceeded why) {
        boolean unit = why.scope() instanceof Scope.OfUnit;
        int scope = switch (why.scope()) {
            case Scope.OfUnit of -> of.unit();
            case Scope.OfNotebook of -> of.notebook();
        };
        sql.inTransaction(c -> {
            Sql.update(
                    c,
                    "delete from reservation_refused where account = ? and notebook = ? and asked < now() - interval '1 day'",
                    wanted.account(),
                    wanted.notebook());
            return Sql.update(
                    c,
                    "insert into reservation_refused (account, notebook, reservation, source, name, bytes, objects, kind, scope) "
                            + "values (?, ?, ?, ?, ?, ?, ?, ?::\"char\", ?) on conflict (account, notebook) do update set asked = now()",
                    wanted.account(),
                    wanted.notebook(),
                    reservation,
                    wanted.source(),
                    wanted.name(),
                    wanted.bytes().value(),
                    wanted.objects(),
                    unit ? "u" : "n",
                    scope);
        });
    }

    /** Within the transaction that reserves: what was refused fits, or as much. */
    static void forget(Connection c, UUID reservation, Wanted wanted) throws SQLException {
        Sql.update(
                c,
                "delete from reservation_refused where account = ? and notebook = ? and (reservation = ? or bytes <= ? and objects <= ?)",
                wanted.account(),
                wanted.notebook(),
                reservation,
                wanted.bytes().value(),
                wanted.objects());
    }

    private record Untold(
            long account,
            int notebook,
            String notebookName,
            String source,
            String name,
            Room room,
            Scope scope,
            String scopeName,
            OffsetDateTime since) {
        static Untold read(ResultSet row) throws SQLException {
            int scope = row.getInt("scope");
            boolean unit = "u".equals(row.getString("kind"));
            return new Untold(
                    row.getLong("account"),
                    row.getInt("notebook"),
                    row.getString("notebook_name"),
                    row.getString("source"),
                    row.getString("name"),
                    new Room(row.getLong("bytes"), row.getLong("objects")),
                    unit ? new Scope.OfUnit(scope) : new Scope.OfNotebook(scope),
                    row.getString("scope_name"),
                    row.getObject("since", OffsetDateTime.class));
        }
    }

    int tell(Consumer<RoomRefused> to) {
        List<Untold> untold = sql.list(
                Untold::read,
                "select r.*, n.name as notebook_name, case when r.kind = 'u' then (select u.name from unit u where u.id = r.scope) "
                        + "else (select o.name from notebook o where o.id = r.scope) end as scope_name "
                        + "from reservation_refused r join notebook n on n.id = r.notebook where r.told is null order by r.since limit ?",
                AT_ONCE);
        for (Untold one : untold) {
            to.accept(new RoomRefused(
                    one.account(),
                    one.notebook(),
                    one.notebookName(),
                    one.source(),
                    one.name(),
                    ByteCount.of(one.room().bytes()),
                    one.room().objects(),
                    one.scope(),
                    one.scopeName(),
                    quotas.quota(one.scope()),
                    one.since().toInstant()));
            sql.update(
                    "update reservation_refused set told = now() where account = ? and notebook = ? and since = ?",
                    one.account(),
                    one.notebook(),
                    one.since());
        }
        return untold.size();
    }
}
