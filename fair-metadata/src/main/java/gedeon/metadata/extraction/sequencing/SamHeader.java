package gedeon.metadata.extraction.sequencing;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Moments;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The text header that SAM, BAM and CRAM share (SAM specification §1.3), line by line. */
final class SamHeader {
    private static final Map<String, String> READ_GROUP = new TreeMap<>(Map.of(
            "PL", "platform",
            "PM", "instrument_model",
            "PU", "platform_unit",
            "SM", "sample",
            "LB", "library",
            "CN", "sequencing_center",
            "DS", "description"));

    private final Found found;
    private final Set<String> told = new LinkedHashSet<>();
    private int references;
    private int readGroups;
    private @Nullable String program;
    private @Nullable String programVersion;

    SamHeader(Found found) {
        this.found = found;
    }

    void line(String line) {
        if (line.length() < 3 || line.charAt(0) != '@') {
            return;
        }
        Map<String, String> fields = new HashMap<>();
        for (String part : line.substring(3).split("\t", 64)) {
            if (part.length() > 3 && part.charAt(2) == ':') {
                fields.putIfAbsent(part.substring(0, 2), part.substring(3));
            }
        }
        switch (line.substring(1, 3)) {
            case "HD" -> {
                once("format_version", fields.get("VN"), "@HD VN");
                once("sort_order", fields.get("SO"), "@HD SO");
            }
            case "SQ" -> references++;
            case "RG" -> {
                readGroups++;
                READ_GROUP.forEach((key, field) -> once(field, fields.get(key), "@RG " + key));
                String date = fields.get("DT");
                if (date != null && told.add("DT " + date) && told.size() < 200) {
                    found.time("acquisition_start", Moments.iso(date), date, "@RG DT");
                }
            }
            case "PG" -> {
                // The last program of the chain is the one that wrote the file.
                program = fields.getOrDefault("PN", fields.get("ID"));
                programVersion = fields.get("VN");
            }
            default -> {}
        }
    }

    private void once(String field, @Nullable String value, String source) {
        if (value != null && told.size() < 200 && told.add(field + "\t" + value)) {
            found.text(field, value, source);
        }
    }

    void end(boolean countReferences) {
        if (countReferences) {
            found.number("references", references, null, "@SQ");
        }
        if (readGroups > 0) {
            found.number("read_groups", readGroups, null, "@RG");
        }
        found.text("software", program, "@PG");
        found.text("software_version", programVersion, "@PG VN");
    }
}
