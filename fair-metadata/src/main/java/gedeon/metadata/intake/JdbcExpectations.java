package gedeon.metadata.intake;

import gedeon.metadata.AcquisitionMissing;
import gedeon.metadata.Agents.Agent;
import gedeon.metadata.Agents.State;
import gedeon.metadata.Bookings.Booking;
import gedeon.metadata.Expectations;
import gedeon.metadata.Instrument;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at what came, at the hours in which agents lived, and at bookings. An instrument is looked at only while nothing came from it today. */
public final class JdbcExpectations implements Expectations {
    /** An acquisition may begin so much earlier than its booking. */
    private static final Duration EARLY = Duration.ofMinutes(15);
    /** Before so much of a booking is over nobody is told, unless it ends. */
    private static final Duration FIRST_HOUR = Duration.ofHours(1);
    /** So long after its end a booking may still be told, where nobody looked before. */
    private static final Duration AFTERWARDS = Duration.ofDays(1);

    private final Sql sql;
    private final JdbcAgents agents;
    private final Clock clock;

    public JdbcExpectations(Sql sql, JdbcAgents agents, Clock clock) {
        this.sql = sql;
        this.agents = agents;
        this.clock = clock;
    }

    @Override
    public int tellMissing(Consumer<AcquisitionMissing> to) {
        return tellLate(to) + tellBooked(to);
    }

    private int tellLate(Consumer<AcquisitionMissing> to) {
        Instant now = clock.instant();
        ZoneId zone = ZoneId.systemDefault();
        LocalDate today = now.atZone(zone).toLocalDate();
        Instant midnight = today.atStartOfDay(zone).toInstant();
        // Only what was used in the last weeks, delivered nothing today and has an agent that lives can be late.
        List<Instrument> quiet = sql.list(
                JdbcInstruments::instrument,
                "select i.* from catalogue.instrument i where (i.late_told is null or i.late_told < ?) "
                        + "and exists (select from catalogue.acquisition_hour h where h.instrument = i.id and h.hour >= ?) "
                        + "and not exists (select from catalogue.acquisition_hour h where h.instrument = i.id and h.hour >= ?) "
                        + "and exists (select from catalogue.agent a where a.instrument = i.id and a.last_seen >= ? and not a.leaving)",
                today,
                Rows.time(now.minus(Deliveries.KEPT)),
                Rows.time(midnight),
                Rows.time(now.minus(Presence.SILENCE)));
        int told = 0;
        for (Instrument instrument : quiet) {
            Optional<Instant> usual = late(instrument, now, midnight, zone);
            if (usual.isPresent()) {
                to.accept(new AcquisitionMissing(instrument, usual.get(), null));
                sql.update("update catalogue.instrument set late_told = ? where id = ?", today, instrument.id());
                told++;
            }
        }
        return told;
    }

    private Optional<Instant> late(Instrument instrument, Instant now, Instant midnight, ZoneId zone) {
        List<Agent> its = agents.of(instrument.id());
        if (its.stream().anyMatch(agent -> seenSince(agent, midnight))) {
            return Optional.empty();
        }
        Set<Instant> delivered = new HashSet<>(sql.list(
                row -> Rows.instant(row, "hour"),
                "select hour from catalogue.acquisition_hour where instrument = ?",
                instrument.id()));
        return new Deliveries(delivered, agents.hours(its), zone).late(now);
    }

    /** Whether it has something under way that it saw first since then; one that cannot say so may have it in all that waits. */
    private static boolean seenSince(Agent agent, Instant since) {
        return saw(agent, since)
                || agent.says().newestUnsent() == null && agent.says().settings() == null && agent.backlog() > 0;
    }

    /** Whether it says that it has something under way that it saw first since then. */
    private static boolean saw(Agent agent, Instant since) {
        Instant newest = agent.says().newestUnsent();
        Duration skew = agent.clockSkew();
        return newest != null && !(skew == null ? newest : newest.minus(skew)).isBefore(since);
    }

    private record Open(Instrument instrument, @Nullable Instant lastBegun, String uid, Booking booking) {}

    private int tellBooked(Consumer<AcquisitionMissing> to) {
        Instant now = clock.instant();
        int told = 0;
        for (Open open : sql.list(
                JdbcExpectations::open,
                "select b.starts, b.ends, b.uid, b.summary, b.mail, i.* from catalogue.booking b join catalogue.instrument i on i.id = b.instrument "
                        + "where b.settled is null and b.starts < ? order by b.starts limit 10000",
                Rows.time(now))) {
            Booking booking = open.booking();
            Instant since = booking.start().minus(EARLY);
            boolean came = open.lastBegun() != null && !open.lastBegun().isBefore(since);
            if (came || booking.end().plus(AFTERWARDS).isBefore(now)) {
                settle(open, now);
            } else if (due(booking, now)) {
                List<Agent> its = agents.of(open.instrument().id());
                if (its.stream().anyMatch(agent -> saw(agent, since))) {
                    // Begun, whatever becomes of it.
                    settle(open, now);
                } else if (on(its, booking, now) && its.stream().noneMatch(agent -> seenSince(agent, since))) {
                    to.accept(new AcquisitionMissing(open.instrument(), booking.start(), booking));
                    settle(open, now);
                    told++;
                }
            }
        }
        return told;
    }

    private static boolean due(Booking booking, Instant now) {
        Duration half = Duration.between(booking.start(), booking.end()).dividedBy(2);
        Instant early = booking.start().plus(half.compareTo(FIRST_HOUR) > 0 ? half : FIRST_HOUR);
        return !now.isBefore(booking.end()) || !now.isBefore(early);
    }

    /** Whether its agents were on in half of the hours so far, or are silent. */
    private boolean on(List<Agent> its, Booking booking, Instant now) {
        Instant until = now.isBefore(booking.end()) ? now : booking.end();
        if (now.isBefore(booking.end().plus(EARLY)) && its.stream().anyMatch(agent -> agent.state() == State.SILENT)) {
            return true;
        }
        Set<Instant> lived = agents.hours(its);
        int hours = 0;
        int on = 0;
        for (Instant hour = booking.start().truncatedTo(ChronoUnit.HOURS);
                hour.isBefore(until) && hours < 24 * 31;
                hour = hour.plus(1, ChronoUnit.HOURS)) {
            hours++;
            on += lived.contains(hour) ? 1 : 0;
        }
        return on > 0 && 2 * on >= hours;
    }

    private void settle(Open open, Instant now) {
        sql.update(
                "update catalogue.booking set settled = ? where instrument = ? and starts = ? and uid = ?",
                Rows.time(now),
                open.instrument().id(),
                Rows.time(open.booking().start()),
                open.uid());
    }

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                JdbcInstruments.instrument(row),
                Rows.instantOrNull(row, "last_begun"),
                row.getString("uid"),
                JdbcBookings.booking(row));
    }
}
