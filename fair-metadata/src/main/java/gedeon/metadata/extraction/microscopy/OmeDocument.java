package gedeon.metadata.extraction.microscopy;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.SafeXml;
import gedeon.metadata.extraction.Units;
import gedeon.metadata.extraction.bytes.Numbers;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What the elements of an OME-XML say. Values that many images share are told once; counts come at the end. */
final class OmeDocument {
    private final Found found;
    private final Set<String> said = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private boolean listening;
    private int images;
    private int plates;
    private int wells;
    private int screens;
    private long planes;

    OmeDocument(Found found) {
        this.found = found;
    }

    void open(XMLStreamReader xml) {
        String element = xml.getLocalName();
        listening = element.equals("AcquisitionDate") || element.equals("AcquiredDate");
        text.setLength(0);
        switch (element) {
            case "OME" -> say("software", SafeXml.attribute(xml, "Creator"), "OME/@Creator");
            case "Image" -> {
                images++;
                if (images == 1) {
                    say("title", SafeXml.attribute(xml, "Name"), "Image/@Name");
                }
            }
            case "Experimenter" -> {
                String person = SafeXml.attribute(xml, "FirstName") + " " + SafeXml.attribute(xml, "LastName");
                say("operator", person.strip(), "Experimenter");
            }
            case "Microscope" -> {
                say("manufacturer", SafeXml.attribute(xml, "Manufacturer"), "Microscope/@Manufacturer");
                say("instrument_model", SafeXml.attribute(xml, "Model"), "Microscope/@Model");
                say("instrument_serial", SafeXml.attribute(xml, "SerialNumber"), "Microscope/@SerialNumber");
                say("technique", SafeXml.attribute(xml, "Type"), "Microscope/@Type");
            }
            case "Objective" -> objective(xml);
            case "ObjectiveSettings" -> number(xml, "RefractiveIndex", "refractive_index", null, null);
            case "Detector" -> say("detector", named(xml), "Detector");
            case "Laser", "Arc", "Filament", "LightEmittingDiode", "LightSource" ->
                say("light_source", named(xml), element);
            case "Filter" -> say("filter", named(xml), "Filter");
            case "Pixels" -> pixels(xml);
            case "Channel" -> channel(xml);
            case "Plane" -> {
                planes++;
                number(xml, "ExposureTime", "exposure_time", "ExposureTimeUnit", "s");
            }
            case "Plate" -> {
                plates++;
                say("plate", SafeXml.attribute(xml, "Name"), "Plate/@Name");
            }
            case "Well" -> wells++;
            case "Screen" -> screens++;
            default -> {
                // nothing that the vocabulary has a word for
            }
        }
    }

    private static String named(XMLStreamReader xml) {
        return (SafeXml.attribute(xml, "Manufacturer") + " " + SafeXml.attribute(xml, "Model")).strip();
    }

    private void objective(XMLStreamReader xml) {
        say("objective", named(xml), "Objective");
        number(xml, "NominalMagnification", "magnification", null, null);
        number(xml, "LensNA", "numerical_aperture", null, null);
        say("immersion", SafeXml.attribute(xml, "Immersion"), "Objective/@Immersion");
        number(xml, "WorkingDistance", "working_distance", "WorkingDistanceUnit", "um");
    }

    private void pixels(XMLStreamReader xml) {
        number(xml, "SizeX", "width", null, null);
        number(xml, "SizeY", "height", null, null);
        number(xml, "SizeZ", "depth", null, null);
        number(xml, "SizeC", "size_c", null, null);
        number(xml, "SizeT", "frames", null, null);
        number(xml, "PhysicalSizeX", "pixel_size_x", "PhysicalSizeXUnit", "um");
        number(xml, "PhysicalSizeY", "pixel_size_y", "PhysicalSizeYUnit", "um");
        number(xml, "PhysicalSizeZ", "pixel_size_z", "PhysicalSizeZUnit", "um");
        number(xml, "TimeIncrement", "time_increment", "TimeIncrementUnit", "s");
        String type = SafeXml.attribute(xml, "Type");
        say("data_type", type.isEmpty() ? SafeXml.attribute(xml, "PixelType") : type, "Pixels/@Type");
    }

    private void channel(XMLStreamReader xml) {
        say("channel_name", SafeXml.attribute(xml, "Name"), "Channel/@Name");
        say("fluorophore", SafeXml.attribute(xml, "Fluor"), "Channel/@Fluor");
        number(xml, "ExcitationWavelength", "excitation_wavelength", "ExcitationWavelengthUnit", "nm");
        number(xml, "EmissionWavelength", "emission_wavelength", "EmissionWavelengthUnit", "nm");
    }

    void text(String piece) {
        if (listening && text.length() < 200) {
            text.append(piece);
        }
    }

    void close(String element) {
        if (listening) {
            String date = text.toString().strip();
            String iso = Moments.iso(date);
            if (iso != null && said.add("date " + iso)) {
                found.time("acquisition_start", iso, date, element);
            }
            listening = false;
        }
    }

    void finish() {
        count("images", images);
        count("planes", planes);
        count("screens", screens);
        count("plates", plates);
        count("wells", wells);
    }

    private void count(String field, long count) {
        if (count > 0) {
            found.number(field, count, null, "count of elements");
        }
    }

    private void say(String field, String value, String source) {
        if (!value.isEmpty() && said.size() < 1000 && said.add(field + ' ' + value)) {
            found.text(field, value, source);
        }
    }

    private void number(
            XMLStreamReader xml,
            String attribute,
            String field,
            @Nullable String unitAttribute,
            @Nullable String unit) {
        String raw = SafeXml.attribute(xml, attribute);
        Double value = Numbers.of(raw);
        if (value != null && said.size() < 1000 && said.add(field + ' ' + raw)) {
            String given = unitAttribute == null ? "" : SafeXml.attribute(xml, unitAttribute);
            found.number(
                    field, value, given.isEmpty() ? unit : Units.code(given).orElse(given), raw, "@" + attribute);
        }
    }
}
