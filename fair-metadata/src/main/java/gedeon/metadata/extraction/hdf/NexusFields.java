package gedeon.metadata.extraction.hdf;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.Units;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.hdf.Hdf5Tree.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** NeXus: what stands where is said by the class of each group ({@code NX_class}), whatever its name. */
final class NexusFields {
    private static final int MOST_ENTRIES = 10;
    private static final Map<String, Map<String, String>> TEXTS = Map.ofEntries(
            Map.entry(
                    "NXentry",
                    Map.of(
                            "title", "title",
                            "definition", "definition",
                            "entry_identifier", "run_id",
                            "experiment_identifier", "proposal",
                            "experiment_description", "description",
                            "experiment_type", "technique")),
            Map.entry("NXinstrument", Map.of("name", "instrument_name", "ellipsometer_type", "device_type")),
            Map.entry(
                    "NXfabrication",
                    Map.of(
                            "vendor",
                            "manufacturer",
                            "model",
                            "instrument_model",
                            "serial_number",
                            "instrument_serial",
                            "identifier",
                            "instrument_serial")),
            Map.entry(
                    "NXsample",
                    Map.of(
                            "name", "sample",
                            "sample_name", "sample",
                            "chemical_formula", "chemical_formula",
                            "chemical_name", "chemical_name",
                            "chem_id_cas", "cas_number",
                            "preparation_method", "sample_preparation")),
            Map.entry("NXuser", Map.of("name", "operator", "affiliation", "institution")),
            Map.entry("NXsource", Map.of("name", "radiation_source", "type", "radiation_source_type")),
            Map.entry(
                    "NXdetector",
                    Map.of("detector_type", "detector", "model", "detector", "acquisition_mode", "mode")));
    private static final Map<String, Map<String, String>> NUMBERS = Map.of(
            "NXentry", Map.of("duration", "acquisition_duration"),
            "NXinstrument", Map.of("energy_resolution", "energy_resolution"),
            "NXsample",
                    Map.of(
                            "temperature",
                            "temperature",
                            "pressure",
                            "pressure",
                            "thickness",
                            "sample_thickness",
                            "magnetic_field",
                            "magnetic_field"),
            "NXmonochromator", Map.of("energy", "photon_energy", "wavelength", "wavelength"),
            "NXdetector", Map.of("count_time", "exposure_time", "pass_energy", "pass_energy"),
            "NXsource", Map.of("energy", "source_energy"));

    private final Hdf5Tree tree;
    private final Found found;
    private final Set<String> told = new HashSet<>();

    private NexusFields(Hdf5Tree tree, Found found) {
        this.tree = tree;
        this.found = found;
    }

    static List<Place> entries(Hdf5Tree tree) {
        return tree.children("/").stream()
                .filter(p -> "NXentry".equals(p.attribute("NX_class")))
                .toList();
    }

    static void tell(Hdf5Tree tree, Found found) {
        NexusFields fields = new NexusFields(tree, found);
        List<Place> entries = entries(tree);
        found.number("entries", entries.size(), null, "NXentry");
        entries.stream().limit(MOST_ENTRIES).forEach(fields::entry);
    }

    private void entry(Place entry) {
        List<Place> inside = new ArrayList<>();
        for (Place place : tree.places()) {
            if (place.path().startsWith(entry.path() + "/")) {
                inside.add(place);
            }
        }
        time(entry, "start_time", "acquisition_start");
        time(entry, "end_time", "acquisition_end");
        group(entry);
        inside.stream().filter(Place::group).forEach(this::group);
        if (told.stream().noneMatch(t -> t.startsWith("variable\t"))) {
            inside.stream()
                    .filter(p -> !p.group())
                    .max(java.util.Comparator.comparingLong(Place::values))
                    .filter(p -> p.values() > 1)
                    .ifPresent(p -> text("variable", Hdf5Reader.describe(p, p.attribute("units")), p.path()));
        }
        for (Place place : inside) {
            if (place.name().equals("program") || place.name().equals("program_name")) {
                text("software", place.value(), place.path());
                version(place);
            } else if (place.name().equals("angle_of_incidence") && place.value() != null) {
                angles(place);
            }
        }
    }

    private void angles(Place place) {
        String unit = unit(place, "angle");
        for (String one : place.value() == null || unit == null
                ? new String[0]
                : place.value().split(", ", 20)) {
            Double angle = Numbers.of(one);
            if (angle != null) {
                found.number("angle", angle, unit, one, place.path());
            }
        }
    }

    /** As an attribute of the program or of its group, or as a data set beside it. */
    private void version(Place program) {
        Place group = tree.at(program.parent());
        Place beside = tree.at(program.parent() + "/version");
        if (program.attribute("version") != null) {
            text("software_version", program.attribute("version"), program.path() + "@version");
        } else if (beside != null) {
            text("software_version", beside.value(), beside.path());
        } else if (group != null && "NXprogram".equals(group.attribute("NX_class"))) {
            text("software_version", group.attribute("version"), group.path() + "@version");
        }
    }

    private void time(Place entry, String name, String field) {
        Place place = tree.at(entry.path() + "/" + name);
        if (place != null) {
            found.time(field, Moments.iso(place.value()), place.value(), place.path());
        }
    }

    private void group(Place group) {
        String kind = group.attribute("NX_class");
        Map<String, String> texts = TEXTS.getOrDefault(kind == null ? "" : kind, Map.of());
        Map<String, String> numbers = NUMBERS.getOrDefault(kind == null ? "" : kind, Map.of());
        for (Place place : texts.isEmpty() && numbers.isEmpty() ? List.<Place>of() : tree.children(group.path())) {
            String text = texts.get(place.name());
            if (text != null && !place.group()) {
                text(text, place.value(), place.path());
            }
            String number = numbers.get(place.name());
            Double value = number == null ? null : Numbers.of(place.value());
            String unit = number == null ? null : unit(place, number);
            if (number != null && value != null && unit != null && told.add(number + "\t" + place.path())) {
                found.number(number, value, unit, place.value(), place.path());
            }
        }
        if ("NXdata".equals(kind)) {
            signal(group);
        }
    }

    /** Null where a word is not known, since a wrong unit is worse than none. */
    private static @Nullable String unit(Place place, String field) {
        String written = place.attribute("units");
        return written == null
                ? null
                : Units.code(written, Vocabulary.siUnit(field).orElse("")).orElse(null);
    }

    private void signal(Place data) {
        List<String> names = new ArrayList<>();
        names.add(data.attributes().getOrDefault("signal", ""));
        names.addAll(List.of(data.attributes().getOrDefault("axes", "").split(", ", 10)));
        for (String name : names) {
            Place place = tree.at(data.path() + "/" + name);
            if (place != null && !place.group()) {
                text("variable", Hdf5Reader.describe(place, place.attribute("units")), place.path());
            }
        }
    }

    /** Once each: files repeat themselves. "exp-ID" and the like are what templates come with. */
    private void text(String field, @Nullable String value, String source) {
        if (value != null && !value.equals("exp-ID") && told.add(field + "\t" + value)) {
            found.text(field, value, source);
        }
    }
}
