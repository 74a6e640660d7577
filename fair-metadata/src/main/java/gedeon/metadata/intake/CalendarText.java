package gedeon.metadata.intake;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.io.TimezoneInfo;
import biweekly.io.text.ICalReader;
import biweekly.property.Attendee;
import biweekly.property.DateStart;
import biweekly.property.DurationProperty;
import biweekly.property.Organizer;
import biweekly.property.RecurrenceId;
import biweekly.property.RecurrenceRule;
import biweekly.property.Status;
import biweekly.property.Summary;
import biweekly.property.Uid;
import biweekly.util.Frequency;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import gedeon.metadata.Bookings.Booking;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bookings that an iCalendar (RFC 5545) names between two instants, each occurrence of a repeated one by itself: moved and cancelled occurrences
 * ({@code RECURRENCE-ID}), {@code EXDATE}, {@code RDATE} and time zones understood. Strangers' text: what cannot be read or would never end is left out and said
 * so; sizes and counts have limits.
 *
 * @param findings what was left out, and why
 */
record CalendarText(List<Occurrence> occurrences, List<String> findings) {
    /** No booking lasts longer. */
    static final Duration LONGEST = Duration.ofDays(31);

    private static final int MOST_LETTERS = 5_000_000;
    private static final int MOST_COMPONENTS = 20_000;
    private static final int MOST_LINES = 500_000;
    private static final int MOST_OCCURRENCES = 20_000;
    /** Each hour of ten weeks, and some. */
    private static final int MOST_OF_ONE = 2_000;

    private static final int MOST_LOOKED_AT = 200_000;
    private static final int MOST_FINDINGS = 20;
    private static final int LONGEST_TEXT = 500;

    /** @param uid which event, and where an occurrence was moved, which occurrence */
    record Occurrence(String uid, Booking booking) {}

    /**
     * @param zone of times that name none; dates are days of the zone in which this process runs
     * @throws IllegalArgumentException where it is no iCalendar, or larger than the limits
     */
    static CalendarText read(String text, Instant from, Instant to, ZoneId zone) {
        requireSmall(text);
        try (ICalReader reader = new ICalReader(text)) {
            reader.setDefaultTimezone(TimeZone.getTimeZone(zone));
            ICalendar calendar = reader.readNext();
            if (calendar == null) {
                throw new IllegalArgumentException("this is no iCalendar: it has no BEGIN:VCALENDAR");
            }
            Reading reading = new Reading(from, to, calendar.getTimezoneInfo(), zone);
            while (calendar != null) {
                reader.getWarnings().forEach(reading::warned);
                reading.zones = calendar.getTimezoneInfo();
                reading.all(calendar.getEvents());
                calendar = reader.readNext();
            }
            return reading.done();
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no iCalendar: " + e.getMessage(), e);
        }
    }

    private static void requireSmall(String text) {
        int components = 0;
        int lines = 0;
        boolean fresh = true;
        for (int i = 0; i < text.length(); i++) {
            if (fresh && text.regionMatches(true, i, "BEGIN:", 0, 6)) {
                components++;
            }
            fresh = text.charAt(i) == '\n' || text.charAt(i) == '\r';
            lines += text.charAt(i) == '\n' ? 1 : 0;
        }
        if (text.length() > MOST_LETTERS || components > MOST_COMPONENTS || lines > MOST_LINES) {
            throw new IllegalArgumentException("the calendar is larger than 5 MB, " + MOST_COMPONENTS + " entries or "
                    + MOST_LINES + " lines; let it name one instrument, and not all of the past");
        }
    }

    /** What is gathered while a calendar is read. */
    private static final class Reading {
        private final Instant from;
        private final Instant to;
        private final ZoneId zone;
        private final Map<String, Occurrence> found = new TreeMap<>();
        /** Of the event that is read now; left out where anything is wrong with it. */
        private final Map<String, Occurrence> ofOne = new TreeMap<>();

        private final List<String> findings = new ArrayList<>();
        private TimezoneInfo zones;
        private int lookedAt;

        private Reading(Instant from, Instant to, TimezoneInfo zones, ZoneId zone) {
            this.from = from;
            this.to = to;
            this.zones = zones;
            this.zone = zone;
        }

        private CalendarText done() {
            return new CalendarText(List.copyOf(found.values()), List.copyOf(findings));
        }

        private void warned(ParseWarning warning) {
            finding("line " + warning.getLineNumber() + ": " + warning.getMessage());
        }

        private void finding(String what) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(shortened(what));
            }
        }

        private void all(List<VEvent> events) {
            Map<String, Set<Instant>> moved = new HashMap<>();
            for (VEvent event : events) {
                RecurrenceId which = event.getRecurrenceId();
                if (which != null && which.getValue() != null) {
                    moved.computeIfAbsent(uid(event), uid -> new HashSet<>())
                            .add(which.getValue().toInstant());
                }
            }
            for (VEvent event : events) {
                ofOne.clear();
                try {
                    one(event, moved.getOrDefault(uid(event), Set.of()));
                    if (found.size() + ofOne.size() > MOST_OCCURRENCES) {
                        throw new IllegalArgumentException("the calendar names too many bookings");
                    }
                    found.putAll(ofOne);
                } catch (IllegalArgumentException | ArithmeticException e) {
                    finding(uid(event) + ": " + e.getMessage());
                }
            }
        }

        private void one(VEvent event, Set<Instant> movedAway) {
            DateStart starts = event.getDateStart();
            if (starts == null || starts.getValue() == null) {
                finding(uid(event) + ": has no beginning");
                return;
            }
            if (cancelled(event) || free(event)) {
                return;
            }
            Duration length = length(event, starts.getValue());
            if (length.isZero() || length.isNegative() || length.compareTo(LONGEST) > 0) {
                finding(uid(event) + ": lasts nothing, or more than " + LONGEST.toDays() + " days");
                return;
            }
            RecurrenceId which = event.getRecurrenceId();
            if (which != null && which.getValue() != null) {
                add(
                        uid(event) + "@" + which.getValue().toInstant(),
                        starts.getValue().toInstant(),
                        length,
                        event);
            } else {
                repeated(event, length, movedAway);
            }
        }

        private void repeated(VEvent event, Duration length, Set<Instant> movedAway) {
            for (RecurrenceRule rule : event.getProperties(RecurrenceRule.class)) {
                Recurrence every = rule.getValue();
                if (every == null
                        || every.getFrequency() == Frequency.SECONDLY
                        || every.getFrequency() == Frequency.MINUTELY) {
                    finding(uid(event) + ": repeats oftener than each hour");
                    return;
                }
            }
            DateIterator dates = event.getDateIterator(timeZone(event));
            dates.advanceTo(Date.from(from.minus(length)));
            while (dates.hasNext()) {
                Instant start = dates.next().toInstant();
                if (++lookedAt > MOST_LOOKED_AT) {
                    throw new IllegalArgumentException("the calendar repeats too much");
                }
                if (!start.isBefore(to)) {
                    return;
                }
                if (!movedAway.contains(start)) {
                    add(uid(event), start, length, event);
                }
            }
        }

        private TimeZone timeZone(VEvent event) {
            DateStart starts = event.getDateStart();
            return starts == null || zones.isFloating(starts) || zones.getTimezone(starts) == null
                    ? TimeZone.getTimeZone(zone)
                    : zones.getTimezone(starts).getTimeZone();
        }

        private void add(String uid, Instant start, Duration length, VEvent event) {
            Instant end = start.plus(length);
            if (end.isAfter(from) && start.isBefore(to)) {
                if (ofOne.size() >= MOST_OF_ONE) {
                    throw new IllegalArgumentException("repeats too often");
                }
                Occurrence one = new Occurrence(shortened(uid), new Booking(start, end, summary(event), mail(event)));
                ofOne.put(start + " " + one.uid(), one);
            }
        }
    }

    private static boolean cancelled(VEvent event) {
        Status status = event.getStatus();
        return status != null && status.isCancelled();
    }

    private static boolean free(VEvent event) {
        return event.getTransparency() != null && event.getTransparency().isTransparent();
    }

    private static Duration length(VEvent event, ICalDate start) {
        if (event.getDateEnd() != null && event.getDateEnd().getValue() != null) {
            return Duration.between(
                    start.toInstant(), event.getDateEnd().getValue().toInstant());
        }
        DurationProperty told = event.getDuration();
        if (told != null && told.getValue() != null) {
            return Duration.ofMillis(told.getValue().toMillis());
        }
        // RFC 5545 §3.6.1: a day where a date begins it, else nothing.
        return start.hasTime() ? Duration.ZERO : Duration.ofDays(1);
    }

    private static String uid(VEvent event) {
        Uid uid = event.getUid();
        return uid == null || uid.getValue() == null ? "" : uid.getValue();
    }

    private static String summary(VEvent event) {
        Summary summary = event.getSummary();
        return summary == null || summary.getValue() == null ? "" : shortened(summary.getValue());
    }

    /** Of who booked: the organizer, else the first who takes part. */
    private static @Nullable String mail(VEvent event) {
        Organizer organizer = event.getOrganizer();
        Optional<String> of = organizer == null ? Optional.empty() : address(organizer.getEmail(), organizer.getUri());
        return of.or(() -> event.getAttendees().stream()
                        .map((Attendee one) -> address(one.getEmail(), one.getUri()))
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElse(null);
    }

    private static Optional<String> address(@Nullable String email, @Nullable String uri) {
        String told = email != null
                ? email
                : uri != null && uri.regionMatches(true, 0, "mailto:", 0, 7) ? uri.substring(7) : null;
        return Optional.ofNullable(told)
                .map(String::strip)
                .filter(text -> text.matches("[^\\s@]{1,100}@[^\\s@]{1,200}"));
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
        int most = Math.min(plain.length(), LONGEST_TEXT);
        return plain.substring(0, most > 0 && Character.isHighSurrogate(plain.charAt(most - 1)) ? most - 1 : most);
    }
}
