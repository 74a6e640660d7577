package gedeon.metadata.extraction.spectrometry;

import static gedeon.metadata.extraction.SafeXml.attribute;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.Units;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What an mzML says, element by element, up to its first arrays. Parameters of a group count where the group is referred to. */
final class MzmlDocument {
    private static final int MOST_PARAMETERS = 10_000;

    /** Names of ion optics, which stand where the instrument's model does. */
    private static final List<String> OPTICS = List.of(
            "field",
            "quadrupole",
            "reflectron",
            "lens",
            "acceleration",
            "potential",
            "deflection",
            "extraction",
            "customization");

    private final Found found;
    private final Deque<String> path = new ArrayDeque<>();
    private final Map<String, List<Parameter>> groups = new HashMap<>();
    private final Set<String> said = new HashSet<>();
    private List<Parameter> group = new ArrayList<>();
    private String softwareId = "";
    private String softwareVersion = "";
    private String uuid = "";
    private String announced = "";
    private int lastSpectrum = -1;
    private int parameters;
    private boolean imaging;
    private boolean arrays;
    private boolean done;

    MzmlDocument(Found found) {
        this.found = found;
    }

    boolean done() {
        return done;
    }

    boolean imaging() {
        return imaging;
    }

    String uuid() {
        return uuid;
    }

    /** Index of the last spectrum that is really there; -1 where it was not seen. */
    void lastSpectrum(int index) {
        lastSpectrum = index;
    }

    void open(XMLStreamReader xml) {
        String element = xml.getLocalName();
        switch (element) {
            case "sourceFile" -> found.text("source_file", lastPart(attribute(xml, "name")), "sourceFile");
            case "sample" -> found.text("sample", attribute(xml, "name"), "sample");
            case "software" -> {
                softwareId = attribute(xml, "id");
                softwareVersion = attribute(xml, "version");
            }
            // mzML 1.0 kept the version in the parameter's element.
            case "softwareParam" -> software(attribute(xml, "name"), attribute(xml, "version"));
            case "referenceableParamGroup" -> {
                group = new ArrayList<>();
                groups.put(attribute(xml, "id"), group);
            }
            case "referenceableParamGroupRef" ->
                groups.getOrDefault(attribute(xml, "ref"), List.of()).forEach(this::parameter);
            case "run" -> run(xml);
            case "spectrumList" -> announced = attribute(xml, "count");
            case "chromatogramList" -> count("chromatograms", attribute(xml, "count"), "chromatogramList");
            case "spectrum", "chromatogram" -> {
                String length = attribute(xml, "defaultArrayLength");
                if (!length.equals("0")) {
                    once("points", length, element);
                }
            }
            case "cvParam" -> {
                if (++parameters > MOST_PARAMETERS) {
                    done = true;
                    found.note("More than " + MOST_PARAMETERS
                            + " parameters stand before the data; the rest was not read.");
                }
                Parameter parameter = Parameter.of(xml);
                imaging |= parameter.accession().startsWith("IMS:");
                if (path.contains("referenceableParamGroup")) {
                    group.add(parameter);
                } else {
                    parameter(parameter);
                }
            }
            case "binary" -> done = true;
            case "binaryDataArray" -> arrays = true;
            default -> {}
        }
        path.push(element);
    }

    void close(String element) {
        if (!path.isEmpty()) {
            path.pop();
        }
        if (element.equals("software")) {
            softwareId = "";
        }
        if (arrays && (element.equals("spectrum") || element.equals("chromatogram"))) {
            done = true;
        }
    }

    /** Names alone: paths tell how a laboratory's disks are laid out. */
    private static String lastPart(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** What can only be told at the end. */
    void finish() {
        if (announced.isEmpty()) {
            return;
        }
        int count = parse(announced);
        if (lastSpectrum >= 0 && count >= 0 && lastSpectrum + 1 < count) {
            found.number("spectra", lastSpectrum + 1, null, "spectrum index=\"" + lastSpectrum + "\"");
            found.note("The list announces " + count + " spectra; " + (lastSpectrum + 1) + " are there.");
        } else {
            count("spectra", announced, "spectrumList");
        }
    }

    private void run(XMLStreamReader xml) {
        found.text("run_name", attribute(xml, "id"), "run");
        String start = attribute(xml, "startTimeStamp");
        if (!start.isEmpty()) {
            String at = Moments.iso(start);
            found.time("acquisition_start", at, start, "run startTimeStamp");
            if (at == null) {
                found.note("The start \"" + start + "\" is no date and time.");
            }
        }
    }

    private void parameter(Parameter p) {
        String where = where();
        switch (where) {
            case "instrumentConfiguration" -> instrument(p);
            case "source" -> source(p);
            case "analyzer" -> component("analyzer", p);
            case "detector" -> component("detector", p);
            case "contact" -> contact(p);
            case "software" -> software(p.accession().equals("MS:1000799") ? p.value() : p.name(), softwareVersion);
            case "scanSettings" -> scanSettings(p);
            case "processingMethod" -> processing(p);
            case "fileContent" -> content(p);
            case "spectrum", "scan", "scanWindow", "chromatogram", "precursor", "activation", "binaryDataArray" ->
                spectrum(p);
            default -> {}
        }
    }

    private String where() {
        Iterator<String> up = path.iterator();
        String where = up.hasNext() ? up.next() : "";
        return switch (where) {
            case "sourceFileList", "sampleList" -> "";
            default -> where;
        };
    }

    private void instrument(Parameter p) {
        String name = p.name().toLowerCase(Locale.ROOT);
        if (p.accession().equals("MS:1000529")) {
            once("instrument_serial", p.value(), "instrumentConfiguration " + p.accession());
        } else if (name.endsWith(" instrument model")) {
            // The vendor's general term: no model, but a maker.
            once("manufacturer", p.name().substring(0, name.length() - " instrument model".length()), p.accession());
        } else if (p.accession().equals("MS:1000031")) {
            once("instrument_model", p.value(), "instrumentConfiguration " + p.accession());
        } else if (p.value().isEmpty() && OPTICS.stream().noneMatch(name::contains)) {
            once("instrument_model", p.name(), "instrumentConfiguration " + p.accession());
        }
    }

    private void source(Parameter p) {
        String name = p.name().toLowerCase(Locale.ROOT);
        String place = "source " + p.accession();
        if (p.accession().equals("MS:1000834")) {
            once("matrix", p.value(), place);
        } else if (!p.value().isEmpty()) {
            return;
        } else if (name.contains("inlet") || name.contains("infusion") || name.contains("injection")) {
            once("inlet", p.name(), place);
        } else if (name.contains("ionization")
                || name.contains("ionisation")
                || name.contains("desorption")
                || name.contains("bombardment")
                || name.contains("electrospray")) {
            once("ionization", p.name(), place);
        } else if (name.contains("laser")) {
            once("light_source", p.name(), place);
        }
    }

    private void component(String field, Parameter p) {
        if (p.value().isEmpty()) {
            once(field, p.name(), field + " " + p.accession());
        }
    }

    private void contact(Parameter p) {
        switch (p.accession()) {
            case "MS:1000586" -> once("contact", p.value(), "contact " + p.accession());
            case "MS:1000589" -> once("email", p.value(), "contact " + p.accession());
            case "MS:1000590" -> once("institution", p.value(), "contact " + p.accession());
            default -> {}
        }
    }

    private void software(String name, String version) {
        if (!name.isBlank()) {
            found.text("software", name, "software " + softwareId);
            found.text("software_version", version, "software " + softwareId);
        } else if (!softwareId.isEmpty() && !version.isBlank()) {
            // An unreleased tool has no name of its own; its id is all there is.
            found.text("software", softwareId, "software " + softwareId, 0.7);
            found.text("software_version", version, "software " + softwareId);
        }
    }

    private void scanSettings(Parameter p) {
        String place = "scanSettings " + p.accession();
        switch (p.accession()) {
            case "IMS:1000042" -> number("width", p, place);
            case "IMS:1000043" -> number("height", p, place);
            case "IMS:1000046" -> number("pixel_size_x", p, place);
            case "IMS:1000047" -> number("pixel_size_y", p, place);
            default -> {}
        }
    }

    private void processing(Parameter p) {
        if (p.accession().equals("MS:1000747")) {
            found.text("processing_date", p.value(), "processingMethod " + p.accession());
        } else if (p.value().isEmpty() && !p.accession().equals("MS:1000543")) {
            once("processing", p.name(), "processingMethod " + p.accession());
        }
    }

    private void content(Parameter p) {
        switch (p.accession()) {
            case "IMS:1000080" -> {
                uuid = p.value();
                once("identifier", p.value(), "fileContent " + p.accession());
            }
            case "IMS:1000090", "IMS:1000091", "IMS:1000092" ->
                once("checksum", p.name().replace("ibd ", "") + " " + p.value(), "fileContent " + p.accession());
            case "IMS:1000030", "IMS:1000031" -> once("mode", p.name(), "fileContent " + p.accession());
            default -> {
                if (p.value().isEmpty() && p.accession().startsWith("MS:")) {
                    once("data_type", p.name(), "fileContent " + p.accession());
                }
            }
        }
    }

    private void spectrum(Parameter p) {
        String place = "first spectrum " + p.accession();
        switch (p.accession()) {
            case "MS:1000130" -> once("polarity", "positive", place);
            case "MS:1000129" -> once("polarity", "negative", place);
            case "MS:1000511" -> number("ms_level", p, place);
            case "MS:1000501" -> number("mass_range_low", p, place);
            case "MS:1000500" -> number("mass_range_high", p, place);
            case "IMS:1000103" -> number("points", p, place);
            default -> {}
        }
    }

    private void count(String field, String text, String place) {
        int count = parse(text);
        if (count >= 0 && said.add(field)) {
            found.number(field, count, null, text, place);
        }
    }

    private void number(String field, Parameter p, String place) {
        try {
            double value = Double.parseDouble(p.value());
            if (said.add(field)) {
                found.number(field, value, Units.code(p.unit()).orElse(null), p.value(), place);
            }
        } catch (NumberFormatException e) {
            once(field, p.value(), place);
        }
    }

    /** The first value of a field that has one; for lists (analyzers, file contents) each different one. */
    private void once(String field, @Nullable String value, String place) {
        if (value != null && !value.isBlank() && said.add(field + "\n" + value)) {
            if (field.equals("points")) {
                count(field, value, place);
            } else {
                found.text(field, value, place);
            }
        }
    }

    private static int parse(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A controlled vocabulary's term with its value. */
    private record Parameter(String accession, String name, String value, String unit) {
        static Parameter of(XMLStreamReader xml) {
            return new Parameter(
                    attribute(xml, "accession"),
                    attribute(xml, "name"),
                    attribute(xml, "value"),
                    attribute(xml, "unitName"));
        }
    }
}
