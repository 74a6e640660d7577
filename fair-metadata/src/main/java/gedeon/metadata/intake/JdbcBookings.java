package gedeon.metadata.intake;

import gedeon.metadata.Bookings;
import gedeon.metadata.catalogue.Rows;
import gedeon.metadata.intake.CalendarText.Occurrence;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bookings as rows, each occurrence of a repeated one by itself, from five weeks back to five weeks on; calendars are read anew each quarter of an hour. */
public final class JdbcBookings implements Bookings {
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final Duration BACK = Duration.ofDays(35);
    private static final Duration ON = Duration.ofDays(35);
    /** Those that are over are kept for so long: data may come late. */
    private static final Duration KEPT = Duration.ofDays(400);

    private static final int LONGEST_URL = 2000;

    private final Sql sql;
    private final Clock clock;

    public JdbcBookings(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public Optional<Booking> at(int instrument, Instant at) {
        return sql.one(
                JdbcBookings::booking,
                "select starts, ends, summary, mail from catalogue.booking where instrument = ? and starts <= ? and starts >= ? and ends > ? "
                        + "order by starts desc, uid limit 1",
                instrument,
                Rows.time(at),
                Rows.time(at.minus(CalendarText.LONGEST)),
                Rows.time(at));
    }

    static Booking booking(ResultSet row) throws SQLException {
        return new Booking(
                Rows.instant(row, "starts"),
                Rows.instant(row, "ends"),
                row.getString("summary"),
                row.getString("mail"));
    }

    @Override
    public Optional<Calendar> calendar(int instrument) {
        return sql.one(
                row -> new Calendar(
                        row.getString("url"),
                        Rows.instantOrNull(row, "read"),
                        row.getString("trouble"),
                        row.getLong("bookings"),
                        List.of((String[]) row.getArray("findings").getArray())),
                "select c.url, c.read, c.trouble, c.findings, (select count(*) from catalogue.booking b where b.instrument = c.instrument) as bookings "
                        + "from catalogue.calendar c where c.instrument = ?",
                instrument);
    }

    @Override
    public Calendar standAt(int instrument, String url, String by) {
        requireWeb(url);
        set(instrument, url, null, by);
        return calendar(instrument).orElseThrow();
    }

    private static void requireWeb(String url) {
        try {
            URI uri = new URI(url);
            if (url.length() <= LONGEST_URL
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below, with the remedy
        }
        throw new IllegalArgumentException(
                "a calendar's address begins with https:// or http:// and names a host and no user (for webcal:// write https://)");
    }

    @Override
    public Calendar are(int instrument, String text, String by) {
        Instant now = clock.instant();
        CalendarText read = read(text, now);
        set(instrument, null, text, by);
        keep(instrument, read, now);
        return calendar(instrument).orElseThrow();
    }

    private void set(int instrument, @Nullable String url, @Nullable String body, String by) {
        sql.inTransaction(c -> {
            Sql.update(
                    c,
                    "insert into catalogue.calendar (instrument, url, body, set_by) values (?, ?, ?, ?) on conflict (instrument) do update set "
                            + "url = excluded.url, body = excluded.body, set_by = excluded.set_by, tried = null, read = null, trouble = null, findings = '{}'",
                    instrument,
                    url,
                    body,
                    by);
            return forget(c, instrument, clock.instant());
        });
    }

    /** What is not over yet goes with the calendar that named it. */
    private static int forget(Connection c, int instrument, Instant now) throws SQLException {
        return Sql.update(
                c, "delete from catalogue.booking where instrument = ? and ends > ?", instrument, Rows.time(now));
    }

    @Override
    public void none(int instrument) {
        sql.inTransaction(c -> {
            Sql.update(c, "delete from catalogue.calendar where instrument = ?", instrument);
            return forget(c, instrument, clock.instant());
        });
    }

    private record Due(
            int instrument, @Nullable String url, @Nullable String body) {}

    @Override
    public int readDue(Place place) {
        int read = 0;
        Optional<Due> due = take();
        while (due.isPresent() && !Thread.currentThread().isInterrupted()) {
            read(due.get(), place);
            read++;
            due = take();
        }
        return read;
    }

    /** One whose turn it is; whoever takes it, nobody else does for a quarter of an hour. */
    private Optional<Due> take() {
        Instant now = clock.instant();
        return sql.one(
                row -> new Due(row.getInt("instrument"), row.getString("url"), row.getString("body")),
                "update catalogue.calendar set tried = ? where instrument = (select instrument from catalogue.calendar where tried is null or tried <= ? "
                        + "order by tried nulls first limit 1 for update skip locked) returning *",
                Rows.time(now),
                Rows.time(now.minus(EVERY)));
    }

    private void read(Due due, Place place) {
        String body = due.body();
        String url = due.url();
        try {
            String text = body != null ? body : url != null ? place.read(url) : "";
            Instant now = clock.instant();
            keep(due.instrument(), read(text, now), now);
        } catch (IOException | IllegalArgumentException e) {
            String trouble = String.valueOf(e.getMessage());
            sql.update(
                    "update catalogue.calendar set trouble = ? where instrument = ?",
                    trouble.length() > 500 ? trouble.substring(0, 500) : trouble,
                    due.instrument());
        }
    }

    private static CalendarText read(String text, Instant now) {
        return CalendarText.read(
                text,
                now.minus(BACK).truncatedTo(ChronoUnit.SECONDS),
                now.plus(ON).truncatedTo(ChronoUnit.SECONDS),
                ZoneId.systemDefault());
    }

    /** What it names is as it says; what it does not name and is not over is gone; what was told of stays told. */
    private void keep(int instrument, CalendarText text, Instant now) {
        List<Occurrence> all = text.occurrences();
        sql.inTransaction(c -> {
            Array starts = texts(c, all, one -> one.booking().start().toString());
            Array uids = texts(c, all, Occurrence::uid);
            Sql.update(
                    c,
                    "delete from catalogue.booking b where b.instrument = ? and b.ends > ? and not exists (select from unnest(?::timestamptz[], ?::text[]) as o (starts, uid) "
                            + "where o.starts = b.starts and o.uid = b.uid)",
                    instrument,
                    Rows.time(now),
                    starts,
                    uids);
            Sql.update(
                    c,
                    "insert into catalogue.booking as b (instrument, starts, uid, ends, summary, mail, settled) "
                            + "select ?, o.starts, o.uid, o.ends, o.summary, o.mail, case when o.ends <= ? then ?::timestamptz end "
                            + "from unnest(?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[], ?::text[]) as o (starts, uid, ends, summary, mail) "
                            + "on conflict (instrument, starts, uid) do update set ends = excluded.ends, summary = excluded.summary, mail = excluded.mail "
                            + "where (b.ends, b.summary, b.mail) is distinct from (excluded.ends, excluded.summary, excluded.mail)",
                    instrument,
                    Rows.time(now),
                    Rows.time(now),
                    starts,
                    uids,
                    texts(c, all, one -> one.booking().end().toString()),
                    texts(c, all, one -> one.booking().summary()),
                    texts(c, all, one -> one.booking().mail()));
            Sql.update(
                    c,
                    "delete from catalogue.booking where instrument = ? and ends < ?",
                    instrument,
                    Rows.time(now.minus(KEPT)));
            return Sql.update(
                    c,
                    "update catalogue.calendar set read = ?, trouble = null, findings = ? where instrument = ?",
                    Rows.time(now),
                    c.createArrayOf("text", text.findings().toArray()),
                    instrument);
        });
    }

    private static Array texts(Connection c, List<Occurrence> all, Function<Occurrence, @Nullable String> of)
            throws SQLException {
        return c.createArrayOf("text", all.stream().map(of).toArray());
    }
}
