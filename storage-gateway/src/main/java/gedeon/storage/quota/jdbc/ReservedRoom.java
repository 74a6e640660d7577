package gedeon.storage.quota.jdbc;

import gedeon.storage.quota.Claim;
import gedeon.storage.quota.QuotaLedger.NotKept;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The rows of reservations, each within the caller's transaction. What they hold is part of their notebook's {@code leased}, of no process's lease. A row is
 * locked before the notebook's and before any lease's.
 */
final class ReservedRoom {
    private ReservedRoom() {}

    /** A locked row. */
    record Row(int notebook, Room room, Instant expires) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getInt("notebook"),
                    new Room(row.getLong("bytes"), row.getLong("objects")),
                    row.getObject("expires", OffsetDateTime.class).toInstant());
        }
    }

    static boolean keeps(Sql sql, Claim claim, int notebook, Room room) {
        return sql.one(
                        row -> true,
                        "select 1 from reservation where id = ? and account = ? and notebook = ? and bytes >= ? and objects >= ?",
                        claim.reservation(),
                        claim.account(),
                        notebook,
                        room.bytes(),
                        room.objects())
                .isPresent();
    }

    /** Takes out of each what is stored in it, or puts back where negative; returns the sum. @throws NotKept where one has too little, or is gone */
    static Room take(Connection c, int notebook, SortedMap<UUID, Room> kept) throws SQLException {
        Room sum = Room.NONE;
        for (Map.Entry<UUID, Room> one : kept.entrySet()) {
            Room room = one.getValue();
            int taken = Sql.update(
                    c,
                    "update reservation set bytes = bytes - ?, objects = objects - ? where id = ? and notebook = ? and bytes >= ? and objects >= ?",
                    room.bytes(),
                    room.objects(),
                    one.getKey(),
                    notebook,
                    room.bytes(),
                    room.objects());
            if (taken != 1) {
                throw new NotKept();
            }
            sum = sum.plus(room);
        }
        return sum;
    }

    /** Makes the row, empty, where there is none, and lets it live anew. */
    static Row made(Connection c, UUID id, int notebook, long account, String source, String name, Duration life)
            throws SQLException {
        return Sql.list(
                        c,
                        Row::read,
                        "insert into reservation (id, notebook, account, source, name, bytes, objects, expires) "
                                + "values (?, ?, ?, ?, ?, 0, 0, now() + ? * interval '1 millisecond') "
                                + "on conflict (id) do update set expires = excluded.expires returning notebook, bytes, objects, expires",
                        id,
                        notebook,
                        account,
                        source,
                        name,
                        life.toMillis())
                .getFirst();
    }

    static void add(Connection c, UUID id, Room change) throws SQLException {
        Sql.update(
                c,
                "update reservation set bytes = bytes + ?, objects = objects + ? where id = ?",
                change.bytes(),
                change.objects(),
                id);
    }

    /** What it has, and what parts of open uploads hold that were begun in it. */
    static Room held(Connection c, UUID id) throws SQLException {
        return Sql.list(
                        c,
                        row -> new Room(row.getLong(1), row.getLong(2)),
                        "select (coalesce(r.bytes, 0) + (select coalesce(sum(p.size), 0) from upload u join part p on p.content_id = u.id "
                                + "where u.reservation = i.id and u.completed_seq is null))::bigint, coalesce(r.objects, 0) "
                                + "from (select ?::uuid as id) i left join reservation r on r.id = i.id",
                        id)
                .getFirst();
    }

    /** Takes the row away, where it is that account's; what it had is the caller's to give back. */
    static Optional<Row> ended(Connection c, UUID id, long account) throws SQLException {
        return Sql.list(
                        c,
                        Row::read,
                        "delete from reservation where id = ? and account = ? returning notebook, bytes, objects, expires",
                        id,
                        account)
                .stream()
                .findFirst();
    }

    /** As {@link #ended}, where its life is over. */
    static Optional<Row> overdue(Connection c, UUID id) throws SQLException {
        return Sql.list(
                        c,
                        Row::read,
                        "delete from reservation where id = ? and expires < now() returning notebook, bytes, objects, expires",
                        id)
                .stream()
                .findFirst();
    }

    static List<UUID> overdue(Sql sql, int limit) {
        return sql.list(
                row -> row.getObject(1, UUID.class),
                "select id from reservation where expires < now() order by expires limit ?",
                limit);
    }

    /** Whether an account has so many already; counts no further. */
    static boolean many(Sql sql, long account, int most) {
        return sql.one(
                        row -> row.getInt(1) >= most,
                        "select count(*) from (select 1 from reservation where account = ? limit ?) r",
                        account,
                        most)
                .orElse(false);
    }
}
