package gedeon.metadata.extraction.hdf;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.Numbers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Global attributes whose names the conventions agree on (CF, ACDD, ISTP), in letters of either case, of netCDF files and of plain HDF5 ones. Other attributes
 * have names that mean nothing outside their laboratory and are not told.
 */
final class Attributes {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("title", "title"),
            Map.entry("summary", "description"),
            Map.entry("description", "description"),
            Map.entry("comment", "comment"),
            Map.entry("instrument", "instrument_model"),
            Map.entry("instrument_name", "instrument_name"),
            Map.entry("instrument_model", "instrument_model"),
            Map.entry("instrument_type", "device_type"),
            Map.entry("instrument_serial_number", "instrument_serial"),
            Map.entry("serial_number", "instrument_serial"),
            Map.entry("sensor", "instrument_model"),
            Map.entry("manufacturer", "manufacturer"),
            Map.entry("platform", "carrier"),
            Map.entry("spacecraft_id", "carrier"),
            Map.entry("institution", "institution"),
            Map.entry("institute", "institution"),
            Map.entry("creator_institution", "institution"),
            Map.entry("pi_affiliation", "institution"),
            Map.entry("pi_name", "principal_investigator"),
            Map.entry("principal_investigator", "principal_investigator"),
            Map.entry("creator_name", "author"),
            Map.entry("author", "author"),
            Map.entry("operator", "operator"),
            Map.entry("project", "project"),
            Map.entry("campaign", "project"),
            Map.entry("sample", "sample"),
            Map.entry("sample_name", "sample"),
            Map.entry("conventions", "definition"),
            Map.entry("processing_level", "processing_level"),
            Map.entry("data_level", "processing_level"),
            Map.entry("license", "licence"),
            Map.entry("rules_of_use", "licence"),
            Map.entry("keywords", "keywords"),
            Map.entry("software", "software"),
            Map.entry("software_version", "software_version"),
            Map.entry("obs_id", "observation_id"),
            Map.entry("station", "station_name"));
    private static final Map<String, String> TIMES = Map.ofEntries(
            Map.entry("time_coverage_start", "acquisition_start"),
            Map.entry("date_start", "acquisition_start"),
            Map.entry("start_time", "acquisition_start"),
            Map.entry("start_date", "acquisition_start"),
            Map.entry("time_coverage_end", "acquisition_end"),
            Map.entry("date_end", "acquisition_end"),
            Map.entry("end_time", "acquisition_end"),
            Map.entry("date_processed", "processing_date"),
            Map.entry("date_created", "processing_date"));
    private static final Map<String, String> DEGREES = Map.of(
            "geospatial_lat_min", "latitude_min",
            "geospatial_lat_max", "latitude_max",
            "geospatial_lon_min", "longitude_min",
            "geospatial_lon_max", "longitude_max");
    private static final Pattern CREATED = Pattern.compile("Version ([\\w.]+), Created by (.+?) on .*");

    private Attributes() {}

    static void tell(Map<String, String> attributes, Found found) {
        Set<String> told = new HashSet<>();
        attributes.forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            String text = TEXTS.get(key);
            if (text != null && told.add(text + "\t" + value)) {
                found.text(text, value, "attribute " + name);
            }
            String time = TIMES.get(key);
            if (time != null) {
                found.time(time, Moments.iso(value), value, "attribute " + name);
            }
            String angle = DEGREES.get(key);
            Double degrees = angle == null ? null : Numbers.of(value);
            if (angle != null && degrees != null) {
                found.number(angle, degrees, "deg", value, "attribute " + name);
            }
            if (key.equals("history")) {
                Matcher created = CREATED.matcher(value.lines().findFirst().orElse(""));
                if (created.matches()) {
                    found.text("software", created.group(2), "attribute " + name);
                    found.text("software_version", created.group(1), "attribute " + name);
                }
            }
            if (key.equals("nco")) {
                found.text("software", "NCO", "attribute " + name);
                Matcher version = Pattern.compile("version ([\\w.]+)").matcher(value);
                found.text("software_version", version.find() ? version.group(1) : value, "attribute " + name);
            }
        });
    }
}
