package gedeon.server.web.operations;

import gedeon.storage.operations.StorageOverview;
import java.util.List;
import java.util.Locale;

/**
 * Events for one consumer.
 *
 * @param many whether there are as many as are counted, or more
 */
record EventsLine(
        String consumer,
        String waiting,
        String parked,
        boolean many,
        boolean stuck,
        List<StorageOverview.Parked> reasons) {
    static EventsLine of(
            String consumer, StorageOverview.Events events, List<StorageOverview.Parked> reasons, Locale locale) {
        return new EventsLine(
                consumer,
                Risks.count(events.waiting(), locale),
                Risks.count(events.parked(), locale),
                Math.max(events.waiting(), events.parked()) >= StorageOverview.MOST,
                events.parked() > 0,
                reasons);
    }
}
