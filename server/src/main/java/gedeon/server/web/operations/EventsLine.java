package gedeon.server.web.operations;

import gedeon.storage.operations.StorageOverview;
import java.util.List;
import java.util.Locale;

/**
 * Events for one consumer.
 *
 * @param stuck whether any stands still
 */
record EventsLine(String consumer, String waiting, String parked, boolean stuck, List<StorageOverview.Parked> reasons) {
    static EventsLine of(
            String consumer, StorageOverview.Events events, List<StorageOverview.Parked> reasons, Locale locale) {
        return new EventsLine(
                consumer,
                Risks.upTo(StorageOverview.MOST, events.waiting(), locale),
                Risks.upTo(StorageOverview.MOST, events.parked(), locale),
                events.parked() > 0,
                reasons);
    }
}
