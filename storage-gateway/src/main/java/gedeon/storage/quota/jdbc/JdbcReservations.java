package gedeon.storage.quota.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.QuotaExceeded;
import gedeon.storage.Quotas;
import gedeon.storage.Reservations;
import gedeon.storage.RoomRefused;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Reservations in PostgreSQL. Room comes from this process's lease and goes back into it, so that no act waits for a unit's row while it holds one. */
public final class JdbcReservations implements Reservations {
    /** Of one account. An agent has a few: what is being sent, and what is in trouble. */
    private static final int MOST = 10_000;

    private static final int AT_ONCE = 500;
    private static final int LONGEST = 500;

    private final Sql sql;
    private final JdbcQuotaLedger ledger;
    private final RefusedRoom refused;

    public JdbcReservations(Sql sql, JdbcQuotaLedger ledger, Quotas quotas) {
        this.sql = sql;
        this.ledger = ledger;
        this.refused = new RefusedRoom(sql, quotas);
    }

    /** One matter has one id, so that two who ask at once, or one who asks again after years, mean the same row. */
    private static UUID id(int notebook, long account, String source, String name) {
        return UUID.nameUUIDFromBytes((account + "\0" + notebook + "\0" + source + "\0" + name).getBytes(UTF_8));
    }

    @Override
    public Reserved reserve(Wanted wanted, Duration life) {
        UUID id = id(wanted.notebook(), wanted.account(), wanted.source(), wanted.name());
        Wanted kept = shortened(wanted);
        Room asked = new Room(wanted.bytes().value(), wanted.objects());
        Room held = sql.inTransaction(c -> ReservedRoom.held(c, id));
        if (held.objects() == 0 && ReservedRoom.many(sql, wanted.account(), MOST)) {
            throw new IllegalArgumentException(
                    "this account keeps " + MOST + " reservations already; end those that are not needed");
        }
        try (QuotaLedger.Reservation more =
                ledger.reserve(wanted.notebook(), asked.minus(held).orZero())) {
            Fitted fitted = fitted(id, kept, asked, more, life);
            more.settled(fitted.change().orZero());
            ledger.credited(wanted.notebook(), fitted.change().negated().orZero());
            return new Reserved(id, fitted.expires());
        } catch (QuotaExceeded e) {
            // What silent processes have comes back by itself within minutes: nobody is called for that.
            if (e.silent().isEmpty()) {
                note(id, kept, e);
            }
            throw e;
        }
    }

    private void note(UUID id, Wanted wanted, QuotaExceeded why) {
        try {
            refused.note(id, wanted, why);
        } catch (RuntimeException unnoted) {
            why.addSuppressed(unnoted);
        }
    }

    /** Database texts hold no NUL, and people read no pages of name. */
    private static Wanted shortened(Wanted wanted) {
        return new Wanted(
                wanted.notebook(),
                wanted.account(),
                shortened(wanted.source()),
                shortened(wanted.name()),
                wanted.bytes(),
                wanted.objects());
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    }

    private record Fitted(Room change, Instant expires) {}

    private Fitted fitted(UUID id, Wanted wanted, Room asked, QuotaLedger.Reservation more, Duration life) {
        try {
            return sql.inTransaction(c -> fit(c, id, wanted, asked, more, life));
        } catch (Sql.UnknownOutcome e) {
            // It may lie in the row: it is promised to nobody else, and goes back when the ledger compares itself with
            // its lease if it does not.
            more.settled(more.room());
            throw e;
        }
    }

    private Fitted fit(Connection c, UUID id, Wanted wanted, Room asked, QuotaLedger.Reservation more, Duration life)
            throws SQLException {
        ReservedRoom.Row row =
                ReservedRoom.made(c, id, wanted.notebook(), wanted.account(), wanted.source(), wanted.name(), life);
        // Asked again under the row's lock. What was stored meanwhile leaves it smaller than was wanted, never larger.
        Room missing = asked.minus(ReservedRoom.held(c, id)).least(more.room());
        Room change = row.room().plus(missing).orZero().minus(row.room());
        ledger.move(c, more.lease(), wanted.notebook(), change);
        ReservedRoom.add(c, id, change);
        RefusedRoom.forget(c, id, wanted);
        return new Fitted(change, row.expires());
    }

    @Override
    public void end(long account, UUID id) {
        end(c -> ReservedRoom.ended(c, id, account));
    }

    @Override
    public void end(int notebook, long account, String source, String name) {
        end(account, id(notebook, account, source, name));
    }

    @Override
    public int endOverdue() {
        int ended = 0;
        for (UUID id : ReservedRoom.overdue(sql, AT_ONCE)) {
            ended += end(c -> ReservedRoom.overdue(c, id)) ? 1 : 0;
        }
        return ended;
    }

    /** @param taking the row away */
    private boolean end(Sql.Work<Optional<ReservedRoom.Row>> taking) {
        Optional<ReservedRoom.Row> ended = sql.inTransaction(c -> {
            Optional<ReservedRoom.Row> row = taking.run(c);
            if (row.isPresent()) {
                ledger.move(c, null, row.get().notebook(), row.get().room().negated());
            }
            return row;
        });
        ended.ifPresent(row -> ledger.credited(row.notebook(), row.room()));
        return ended.isPresent();
    }

    @Override
    public int tellRefused(Consumer<RoomRefused> to) {
        return refused.tell(to);
    }
}
