package gedeon.server.connectors.labguru;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a run goes with one server, whatever that server offers. */
record Bounds(int pages, Duration longest, Instant until, Clock clock) {
    static Bounds of(LabguruSettings settings, Clock clock) {
        return new Bounds(
                settings.maxPages(), settings.longest(), clock.instant().plus(settings.longest()), clock);
    }

    /** Why the page is not asked for. */
    Optional<String> forbids(int page) {
        if (page > pages) {
            return Optional.of(
                    "reading ended after " + pages
                            + " pages and starts again with the next run; raise gedeon.connectors.max-pages where there are more");
        }
        return clock.instant().isAfter(until)
                ? Optional.of(
                        "reading ended after " + longest.toMinutes()
                                + " minutes and starts again with the next run; raise gedeon.connectors.longest where more are needed")
                : Optional.empty();
    }
}
