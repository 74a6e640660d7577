package gedeon.metadata.extraction.medical;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Numbers;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A DICOM object, or a folder of them: a study with its series. */
public final class DicomReader extends HeaderReader {
    private static final int MOST_FILES = 300;
    private static final int MOST_SERIES = 40;
    private static final Set<String> DERIVED =
            Set.of("SEG", "SR", "PR", "KO", "RTSTRUCT", "RTPLAN", "RTDOSE", "REG", "DOC", "FID", "RWV");

    private record Tag(int tag, String field, @Nullable String unit) {}

    private static final List<Tag> TEXTS = List.of(
            new Tag(0x00080060, "modality", null),
            new Tag(0x00080070, "manufacturer", null),
            new Tag(0x00080080, "institution", null),
            new Tag(0x00081010, "station_name", null),
            new Tag(0x00081070, "operator", null),
            new Tag(0x00181000, "instrument_serial", null),
            new Tag(0x00181020, "software_version", null),
            new Tag(0x00081030, "study_name", null),
            new Tag(0x0008103e, "series_name", null),
            new Tag(0x00181030, "protocol_name", null),
            new Tag(0x00180015, "body_part", null),
            new Tag(0x0020000d, "study_id", null),
            new Tag(0x0020000e, "series_id", null),
            new Tag(0x00200011, "series_number", null),
            new Tag(0x00080008, "image_type", null),
            new Tag(0x00100010, "patient_name", null),
            new Tag(0x00100020, "patient_id", null),
            new Tag(0x00100040, "patient_sex", null));
    private static final List<Tag> NUMBERS = List.of(
            new Tag(0x00180060, "voltage", "kV"),
            new Tag(0x00181151, "current", "mA"),
            new Tag(0x00181150, "exposure_time", "ms"),
            new Tag(0x00180050, "slice_thickness", "mm"),
            new Tag(0x00180088, "pixel_size_z", "mm"),
            new Tag(0x00180080, "repetition_time", "ms"),
            new Tag(0x00180081, "echo_time", "ms"),
            new Tag(0x00180082, "inversion_time", "ms"),
            new Tag(0x00181314, "flip_angle", "deg"),
            new Tag(0x00180087, "magnetic_field", "T"),
            new Tag(0x00180084, "frequency", "MHz"),
            new Tag(0x00280008, "frames", null));

    public DicomReader() {
        super("dicom", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (!material.folder()) {
            return DicomFile.isOne(new RangeBuffer(material, material.main(), 1024));
        }
        List<MaterialFile> images = images(material);
        if (images.isEmpty()) {
            return false;
        }
        for (int i : new int[] {0, images.size() / 2, images.size() - 1}) {
            if (!DicomFile.isOne(new RangeBuffer(material, images.get(i), 1024))) {
                return false;
            }
        }
        return true;
    }

    /** Everything in the folder that may be an image: scanners name them without an extension, or {@code .dcm}, {@code .ima}. */
    private static List<MaterialFile> images(Material material) {
        return material.files().stream()
                .filter(f -> {
                    String name = f.fileName().toLowerCase(Locale.ROOT);
                    int dot = name.lastIndexOf('.');
                    boolean digits = dot >= 0 && name.substring(dot + 1).chars().allMatch(Character::isDigit);
                    return !name.startsWith(".")
                            && !name.equals("dicomdir")
                            && !name.equals("readme")
                            && (dot < 0 || digits || name.endsWith(".dcm") || name.endsWith(".ima"));
                })
                .toList();
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/dicom");
        if (!material.folder()) {
            DicomFile file = DicomFile.read(new RangeBuffer(material, material.main()));
            tell(file, found);
            file.ending().ifPresent(found::truncated);
        } else {
            readFolder(material, found);
        }
    }

    private static void readFolder(Material material, Found found) throws IOException {
        List<MaterialFile> images = images(material);
        Map<String, Integer> series = new LinkedHashMap<>();
        Map<String, String> described = new LinkedHashMap<>();
        Set<String> studies = new java.util.LinkedHashSet<>();
        int looked = 0;
        for (MaterialFile image : images) {
            if (looked == MOST_FILES) {
                found.note("of " + images.size() + " files the first " + MOST_FILES + " were looked at");
                break;
            }
            RangeBuffer in = new RangeBuffer(material, image, 8 << 10);
            if (!DicomFile.isOne(in)) {
                continue;
            }
            DicomFile file = DicomFile.read(in);
            if (looked++ == 0) {
                tell(file, found);
            }
            file.ending().ifPresent(why -> found.truncated(image.path() + ": " + why));
            String study = file.text(0x0020000d);
            if (study != null && studies.size() < MOST_SERIES) {
                studies.add(study);
            }
            String uid = file.text(0x0020000e);
            if (uid != null && (series.containsKey(uid) || series.size() < MOST_SERIES)) {
                series.merge(uid, 1, Integer::sum);
                described.putIfAbsent(uid, description(file));
            }
        }
        found.number("images", looked, null, "files of the folder");
        found.number("studies", studies.size(), null, "StudyInstanceUID");
        found.number("series", series.size(), null, "SeriesInstanceUID");
        series.forEach((uid, count) -> found.text(
                "series_summary", described.get(uid) + ", " + count + " images", "SeriesInstanceUID " + uid));
    }

    private static String description(DicomFile file) {
        String number = file.text(0x00200011);
        String text = file.text(0x0008103e);
        return "series " + (number == null || number.isEmpty() ? "without number" : number)
                + (text == null || text.isEmpty() ? "" : " " + text);
    }

    private static void tell(DicomFile file, Found found) {
        for (Tag tag : TEXTS) {
            String value = file.text(tag.tag());
            if (value != null && !value.chars().allMatch(c -> c == '0')) {
                found.text(tag.field(), value, source(tag.tag()));
            }
        }
        String model = file.text(0x00081090);
        boolean address = model != null && model.startsWith("http");
        found.text(address ? "software" : "instrument_model", model, source(0x00081090));
        tellImage(file, found);
        tellTimes(file, found);
        found.time("patient_birth_date", date(file.text(0x00100030)), null, source(0x00100030));
        String age = file.text(0x00101010);
        if (age != null && !age.startsWith("000")) {
            found.text("patient_age", age, source(0x00101010));
        }
        String modality = file.text(0x00080060);
        if (modality != null && DERIVED.contains(modality)) {
            found.note("a " + modality + " object is made from acquisitions; it is none itself");
        }
    }

    private static void tellImage(DicomFile file, Found found) {
        whole(file, 0x00280011, "width", found);
        whole(file, 0x00280010, "height", found);
        whole(file, 0x00280100, "bits_per_value", found);
        for (Tag tag : NUMBERS) {
            String raw = file.text(tag.tag());
            Double value = Numbers.of(raw);
            if (value != null) {
                found.number(tag.field(), value, tag.unit(), raw, source(tag.tag()));
            }
        }
        String spacing = file.text(0x00280030);
        if (spacing != null) {
            // Row spacing, the distance down, comes first (PS3.3 §10.7.1.3).
            String[] parts = spacing.split("\\\\", -1);
            Double down = Numbers.of(parts[0]);
            Double across = parts.length > 1 ? Numbers.of(parts[1]) : null;
            if (across != null && down != null) {
                found.number("pixel_size_x", across, "mm", parts[1], source(0x00280030));
                found.number("pixel_size_y", down, "mm", parts[0], source(0x00280030));
            }
        }
    }

    private static void whole(DicomFile file, int tag, String field, Found found) {
        Integer value = file.number(tag);
        if (value != null && value > 0) {
            found.number(field, value, null, source(tag));
        }
    }

    private static void tellTimes(DicomFile file, Found found) {
        String zone = file.text(0x00080201);
        String whole = file.text(0x0008002a);
        String start = whole == null || whole.length() < 14
                ? moment(file.text(0x00080022), file.text(0x00080032), zone)
                : moment(whole.substring(0, 8), withoutZone(whole.substring(8)), zoneOf(whole, zone));
        String content = moment(file.text(0x00080023), file.text(0x00080033), zone);
        String study = moment(file.text(0x00080020), file.text(0x00080030), zone);
        if (study != null && study.contains("-01-01T00:00:00")) {
            String hidden = study.substring(0, 10);
            found.note("study date " + study
                    + " looks like a date put in to hide the true one; all of that day is left out");
            study = null;
            start = start != null && start.startsWith(hidden) ? null : start;
            content = content != null && content.startsWith(hidden) ? null : content;
        }
        found.time("acquisition_start", start, null, whole == null ? source(0x00080022) : source(0x0008002a));
        found.time("study_date", study, null, source(0x00080020));
        found.time("content_date", content, null, source(0x00080023));
    }

    private static String withoutZone(String time) {
        return time.split("[+-]", -1)[0];
    }

    private static @Nullable String zoneOf(String whole, @Nullable String otherwise) {
        int sign = Math.max(whole.lastIndexOf('+'), whole.lastIndexOf('-'));
        return sign > 0 ? whole.substring(sign) : otherwise;
    }

    private static @Nullable String date(@Nullable String date) {
        return Moments.parse(date == null ? null : date.replace(".", ""), "uuuuMMdd");
    }

    /** DA and TM values (PS3.5 §6.2); a date without time stays a date. */
    private static @Nullable String moment(@Nullable String date, @Nullable String time, @Nullable String zone) {
        String day = date(date);
        if (day == null || time == null || !time.matches("\\d{4}(\\d{2}(\\.\\d{1,6})?)?")) {
            return day;
        }
        String seconds = time.length() > 4 ? time.substring(4, 6) : "00";
        String fraction = time.length() > 6 ? time.substring(6).replaceFirst("\\.?0*$", "") : "";
        boolean known = zone != null && zone.matches("[+-]\\d{4}");
        String iso = Moments.iso(day + "T" + time.substring(0, 2) + ":" + time.substring(2, 4) + ":" + seconds
                + fraction + (known ? zone : ""));
        return iso == null ? day : iso;
    }

    private static String source(int tag) {
        return String.format("(%04x,%04x)", tag >>> 16, tag & 0xffff);
    }
}
