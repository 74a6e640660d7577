package gedeon.metadata.extraction.hdf;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.hdf.Hdf5Tree.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Oxford Nanopore FAST5, of one read or many. Every read repeats the run's metadata; the first one's is told, another run among them is noted. */
final class Fast5Fields {
    private static final Map<String, String> TRACKING = new TreeMap<>(Map.of(
            "device_id", "instrument_serial",
            "device_type", "instrument_model",
            "run_id", "run_id",
            "sample_id", "sample",
            "protocol_group_id", "experiment_name",
            "flow_cell_id", "flow_cell_id"));

    private Fast5Fields() {}

    private static boolean isRead(Place place) {
        return place.group()
                && (place.name().startsWith("read_") || place.name().equals("UniqueGlobalKey"));
    }

    static boolean areThere(Hdf5Tree tree) {
        return tree.children("/").stream()
                .anyMatch(p -> isRead(p)
                        && (tree.at(p.path() + "/tracking_id") != null || tree.at(p.path() + "/Raw") != null));
    }

    static void tell(Hdf5Tree tree, Found found) {
        found.text("manufacturer", "Oxford Nanopore Technologies", "format FAST5");
        Place root = tree.at("/");
        found.text("format_version", root == null ? null : root.attribute("file_version"), "file_version");
        List<Place> reads =
                tree.children("/").stream().filter(Fast5Fields::isRead).toList();
        found.number("reads", reads.size(), null, "groups of reads");
        String first = reads.getFirst().path();
        TRACKING.forEach(
                (name, field) -> found.text(field, attribute(tree, first, "tracking_id", name), "tracking_id " + name));
        String start = attribute(tree, first, "tracking_id", "exp_start_time");
        found.time("acquisition_start", Moments.iso(start), start, "tracking_id exp_start_time");
        found.text("software", "MinKNOW", "tracking_id version");
        found.text("software_version", attribute(tree, first, "tracking_id", "version"), "tracking_id version");
        String guppy = attribute(tree, first, "tracking_id", "guppy_version");
        if (guppy != null && !guppy.isEmpty()) {
            found.text("software", "guppy", "tracking_id guppy_version");
            found.text("software_version", guppy.split("\\+", 2)[0], "tracking_id guppy_version");
        }
        found.text("kit", attribute(tree, first, "context_tags", "sequencing_kit"), "context_tags sequencing_kit");
        found.text(
                "technique", attribute(tree, first, "context_tags", "experiment_type"), "context_tags experiment_type");
        Double rate = Numbers.of(attribute(tree, first, "channel_id", "sampling_rate"));
        if (rate == null) {
            rate = Numbers.of(attribute(tree, first, "context_tags", "sample_frequency"));
        }
        if (rate != null) {
            found.number("sampling_rate", rate, "Hz", "channel_id sampling_rate");
        }
        long runs = reads.stream()
                .map(r -> String.valueOf(r.attribute("run_id")))
                .distinct()
                .count();
        if (runs > 1) {
            found.note("the reads are of " + runs + " runs; the first one's metadata was read");
        }
    }

    private static @Nullable String attribute(Hdf5Tree tree, String read, String group, String name) {
        Place place = tree.at(read + "/" + group);
        return place == null ? null : place.attribute(name);
    }
}
