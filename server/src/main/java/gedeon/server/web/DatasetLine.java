package gedeon.server.web;

import gedeon.metadata.Arrivals;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A dataset as a row of a table.
 *
 * @param found by which field it answers a search; empty where its name does
 * @param missing kinds of things that it should be tied to and is not
 */
record DatasetLine(
        UUID id,
        String name,
        String notebook,
        String kind,
        String state,
        String reading,
        boolean receipt,
        Moment acquired,
        String size,
        long bytes,
        long files,
        String experiment,
        String instrument,
        List<String> missing,
        String found) {
    /** What makes a dataset findable by its origin, and repeatable. */
    static final List<String> EXPECTED = List.of("experiment", "instrument", "protocol", "person", "software");

    static DatasetLine of(Arrivals.Row row, String notebook, String found, Locale locale) {
        String experiment = row.experiment();
        String instrument = row.instrument();
        return new DatasetLine(
                row.id(),
                row.name(),
                notebook,
                row.kind(),
                row.state(),
                row.reading(),
                row.receipt(),
                Moment.of(row.acquired(), locale),
                row.bytes().human(locale),
                row.bytes().value(),
                row.files(),
                experiment == null ? "" : experiment,
                instrument == null ? "" : instrument,
                EXPECTED.stream().filter(kind -> !row.ties().contains(kind)).toList(),
                found);
    }

    /** Of {@link #EXPECTED}, how many it is tied to. */
    public int tied() {
        return EXPECTED.size() - missing.size();
    }
}
