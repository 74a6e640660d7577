package gedeon.metadata.extraction.vendorms;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.SafeXml;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import gedeon.metadata.extraction.bytes.RangeStream;
import gedeon.metadata.extraction.folder.FolderParameters;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Agilent MassHunter {@code .D}: a folder {@code AcqData} of XML files, each of which may be missing, beside binary scans that are not read. */
public final class MassHunterReader extends HeaderReader {
    private static final long MOST_XML = 2 << 20;
    private static final int MOST_ELEMENTS = 200_000;
    private static final int LONGEST_TEXT = 2000;

    /** Names that MassHunter gives its sample fields. */
    private static final Map<String, String> SAMPLE = Map.of(
            "Sample Name", "sample",
            "Sample ID", "sample_id",
            "Method", "method",
            "AcqMethod", "method",
            "OperatorName", "operator",
            "Operator Name", "operator",
            "InstrumentName", "instrument_name",
            "Instrument Name", "instrument_name",
            "Sample Position", "vial",
            "Comment", "description");

    public MassHunterReader() {
        super("agilent-masshunter", "1");
    }

    @Override
    protected boolean isOne(Material material) {
        return material.file("AcqData/MSScan.bin").isPresent()
                || material.file("AcqData/Contents.xml").isPresent()
                        && material.file("AcqData/Devices.xml").isPresent();
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/x-agilent-masshunter");
        found.text("manufacturer", "Agilent", "format MassHunter");
        List<String> missing = Stream.of("sample_info.xml", "Devices.xml", "Contents.xml")
                .filter(name -> material.file("AcqData/" + name).isEmpty())
                .toList();
        String absent = "AcqData has no " + String.join(", no ", missing) + ".";
        if (missing.contains("sample_info.xml")) {
            found.truncated(absent);
        } else if (!missing.isEmpty()) {
            found.note(absent);
        }
        each(material, "AcqData/sample_info.xml", "Field", found, field -> {
            String name = field.getOrDefault("DisplayName", field.getOrDefault("Name", ""));
            String target = SAMPLE.get(name);
            String value = field.get("Value");
            if (target != null) {
                found.text(
                        target,
                        value != null && target.equals("method") ? lastPart(value) : value,
                        "sample_info.xml " + name);
            } else if (value != null && (name.equals("Acquisition Time") || name.equals("AcqTime"))) {
                found.time("acquisition_start", Moments.iso(value), value, "sample_info.xml " + name);
            }
        });
        each(material, "AcqData/Devices.xml", "Device", found, device -> {
            String name = device.get("Name");
            String model = device.get("ModelNumber");
            String serial = device.get("SerialNumber");
            if (name != null && !name.isEmpty()) {
                found.text(
                        "component",
                        name + (model == null ? "" : " " + model) + (serial == null ? "" : ", " + serial),
                        "Devices.xml");
            }
            // Types up to 9 are mass spectrometers: 2 quadrupole MSD, 5 QQQ, 6 Q-TOF, 4 TOF.
            Double type = Numbers.of(device.get("Type"));
            if (type != null && type >= 1 && type <= 9) {
                found.text("instrument_model", model, "Devices.xml ModelNumber");
                found.text("instrument_serial", serial, "Devices.xml SerialNumber");
            }
        });
        each(material, "AcqData/Contents.xml", "Contents", found, contents -> {
            String when = contents.get("AcquiredTime");
            found.time("acquisition_start", Moments.iso(when), when, "Contents.xml AcquiredTime");
            found.text("software_version", contents.get("AcqSoftwareVersion"), "Contents.xml AcqSoftwareVersion");
        });
        each(material, "AcqData/MSTS.xml", "TimeSegment", found, segment -> {
            number("scans", segment.get("NumOfScans"), null, found);
            number("retention_time_low", segment.get("StartTime"), "min", found);
            number("retention_time_high", segment.get("EndTime"), "min", found);
        });
        boolean profile =
                material.file("AcqData/MSProfile.bin").filter(f -> f.size() > 0).isPresent();
        boolean peaks =
                material.file("AcqData/MSPeak.bin").filter(f -> f.size() > 0).isPresent();
        if (profile || peaks) {
            found.text("data_type", profile && peaks ? "profile and peaks" : profile ? "profile" : "peaks", "AcqData");
        }
        FolderParameters.tell(material, file -> !file.path().startsWith("AcqData/"), found);
    }

    private static void number(String field, @Nullable String raw, @Nullable String unit, Found found) {
        Double value = Numbers.of(raw);
        if (value != null) {
            found.number(field, value, unit, raw, "MSTS.xml");
        }
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('\\') + 1);
    }

    /** Calls back with the texts of the children of each such element. A broken file is noted and ends there. */
    private static void each(
            Material material, String path, String element, Found found, Consumer<Map<String, String>> use)
            throws IOException {
        Optional<MaterialFile> file = material.file(path);
        if (file.isEmpty()) {
            return;
        }
        RangeBuffer in = new RangeBuffer(material, file.get());
        long start = in.size() >= 3 && in.u8(0) == 0xef && in.u8(1) == 0xbb ? 3 : 0;
        try {
            XMLStreamReader xml = SafeXml.reader(new RangeStream(in, start, MOST_XML));
            Map<String, String> inside = null;
            String name = "";
            int events = 0;
            while (xml.hasNext() && events++ < MOST_ELEMENTS) {
                int event = SafeXml.next(xml);
                if (event == XMLStreamConstants.START_ELEMENT) {
                    name = xml.getLocalName();
                    if (name.equals(element)) {
                        inside = new HashMap<>();
                        for (int i = 0; i < Math.min(xml.getAttributeCount(), 50); i++) {
                            inside.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
                        }
                    }
                } else if (event == XMLStreamConstants.CHARACTERS && inside != null && inside.size() < 200) {
                    // A long text comes in pieces.
                    inside.merge(name, xml.getText(), (a, more) -> a.length() < LONGEST_TEXT ? a + more : a);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (inside != null && xml.getLocalName().equals(element)) {
                        inside.replaceAll((key, text) -> text.strip());
                        inside.values().removeIf(String::isEmpty);
                        use.accept(inside);
                        inside = null;
                    }
                    name = "";
                }
            }
        } catch (XMLStreamException e) {
            String why = e.getMessage() == null
                    ? ""
                    : e.getMessage().lines().findFirst().orElse("");
            found.truncated(path.toLowerCase(Locale.ROOT) + " is broken: " + why);
        }
    }
}
