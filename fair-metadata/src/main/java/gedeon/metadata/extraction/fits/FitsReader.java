package gedeon.metadata.extraction.fits;

import gedeon.metadata.extraction.ByteSource;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.Units;
import gedeon.metadata.extraction.bytes.HeaderReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FITS: what the headers say, each value once, with the part and card where it stands. */
public final class FitsReader extends HeaderReader {
    private static final int MOST_PARTS = 64;

    /** Card and field, in order of preference where several cards fill one field. */
    private static final String[][] TEXTS = {
        {"TELESCOP", "telescope"},
        {"INSTRUME", "instrument_model"},
        {"DETECTOR", "detector"},
        {"DETNAM", "detector"},
        {"OBJECT", "object"},
        {"TARGNAME", "object"},
        {"OBS_ID", "observation_id"},
        {"ROOTNAME", "observation_id"},
        {"OBSTYPE", "observation_type"},
        {"IMAGETYP", "observation_type"},
        {"PROPOSID", "proposal"},
        {"PROPID", "proposal"},
        {"PROG_ID", "proposal"},
        {"FILTER", "filter"},
        {"FILTER1", "filter"},
        {"FILTER2", "filter"},
        {"OPT_ELEM", "optical_element"},
        {"GRATING", "optical_element"},
        {"TITLE", "title"},
        {"CREATOR", "software"},
        {"SWCREATE", "software"},
        {"SOFTWARE", "software"},
        {"PROGRAM", "software"},
        {"TIMESYS", "time_system"},
        {"BUNIT", "y_unit"},
    };

    /** Card, field, unit where the comment names none (empty: a pure number). */
    private static final String[][] NUMBERS = {
        {"EXPTIME", "exposure_time", "s"},
        {"CCD-TEMP", "detector_temperature", "Cel"},
        {"CCDTEMP", "detector_temperature", "Cel"},
        {"DET-TEMP", "detector_temperature", "Cel"},
        {"AIRMASS", "airmass", ""},
        {"GAIN", "gain", ""},
        {"EQUINOX", "equinox", ""},
        {"XPIXSZ", "pixel_size_x", "um"},
        {"YPIXSZ", "pixel_size_y", "um"},
        {"SITELAT", "latitude", "deg"},
        {"SITELONG", "longitude", "deg"},
        {"SITEELEV", "altitude", "m"},
    };

    private static final Pattern OLD_DATE = Pattern.compile("(\\d{2})/(\\d{2})/(\\d{2})");
    private static final Pattern MAKER =
            Pattern.compile("(?i)(?:written|created|produced) by (?:the )?([A-Z][\\w.-]*(?: v[\\d.]+)?)");
    private static final Pattern SEXAGESIMAL =
            Pattern.compile("([+-]?)(\\d{1,3})[: ](\\d{1,2})[: ](\\d{1,2}(?:\\.\\d+)?)");

    public FitsReader() {
        super("fits", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        byte[] start = ByteSource.of(material, material.main()).read(0, 30);
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return text.startsWith("SIMPLE  =") && text.substring(9).strip().startsWith("T");
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        found.type("application/fits");
        List<Header> parts = headers(ByteSource.of(material, material.main()), found);
        found.number("hdus", parts.size(), null, "HDU 0 to " + (parts.size() - 1));
        for (String[] row : TEXTS) {
            text(parts, row[0], row[1], found);
        }
        people(parts, found);
        times(parts, found);
        for (String[] row : NUMBERS) {
            number(parts, row[0], row[1], row[2], found);
        }
        if (cards(parts, "EXPTIME").isEmpty()) {
            number(parts, "EXPOSURE", "exposure_time", "s", found);
        }
        number(parts, "FP_TEMP", "detector_temperature", "K", found);
        pointing(parts, found);
        maker(parts, found);
        shapes(parts, found);
    }

    private static List<Header> headers(ByteSource bytes, Found found) throws IOException {
        List<Header> parts = new ArrayList<>();
        long offset = 0;
        try {
            while (parts.size() < MOST_PARTS) {
                Header header = Header.read(bytes, offset);
                if (header == null
                        || !parts.isEmpty() && header.card("XTENSION").isEmpty()) {
                    break;
                }
                parts.add(header);
                long data = header.dataLength();
                if (!header.whole()) {
                    found.truncated("The header of part " + (parts.size() - 1) + " has no END.");
                    break;
                }
                if (data < 0) {
                    found.note("Part " + (parts.size() - 1) + " gives impossible lengths; what follows was not read.");
                    break;
                }
                offset = header.end() + data;
                // A file may lack the last block's padding; more than that is missing data.
                if (bytes.size() >= 0 && bytes.size() < offset - Header.BLOCK + 1) {
                    found.truncated("The file ends within the data of part " + (parts.size() - 1) + ".");
                    break;
                }
            }
        } catch (EOFException e) {
            found.note("Parts beyond 64 MiB of a gzipped file are not looked at.");
        }
        return parts;
    }

    private static List<Place> cards(List<Header> parts, String key) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int part = i;
            parts.get(i).card(key).ifPresent(card -> places.add(new Place(part, card)));
        }
        return places;
    }

    private static void text(List<Header> parts, String key, String field, Found found) {
        Set<String> seen = new HashSet<>();
        for (Place place : cards(parts, key)) {
            if (seen.add(place.card().value())) {
                found.text(field, place.card().value(), place.source());
            }
        }
    }

    private static void number(List<Header> parts, String key, String field, String otherwise, Found found) {
        Set<String> seen = new HashSet<>();
        for (Place place : cards(parts, key)) {
            OptionalDouble number = place.card().number();
            if (number.isPresent() && seen.add(place.card().value())) {
                String unit = Units.code(place.card().unit()).orElse(otherwise);
                found.number(field, number.getAsDouble(), unit, place.card().value(), place.source());
            }
        }
    }

    /** OBSERVER is a person, and often the principal investigator: then the comment says so. */
    private static void people(List<Header> parts, Found found) {
        Set<String> seen = new HashSet<>();
        for (Place place : cards(parts, "OBSERVER")) {
            if (seen.add(place.card().value())) {
                boolean principal =
                        place.card().comment().toLowerCase(Locale.ROOT).contains("investigator");
                found.text(
                        principal ? "principal_investigator" : "operator",
                        place.card().value(),
                        place.source());
            }
        }
        text(parts, "PI_NAME", "principal_investigator", found);
        text(parts, "PI-COI", "principal_investigator", found);
        for (Place last : cards(parts, "PR_INV_L")) {
            String first = parts.get(last.part()).text("PR_INV_F");
            found.text("principal_investigator", (first + " " + last.card().value()).strip(), last.source());
        }
    }

    private static void times(List<Header> parts, Found found) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            Header part = parts.get(i);
            moment(parts, part, "TDATEOBS", List.of("TTIMEOBS"))
                    .ifPresent(at -> start(at, part, "TDATEOBS", found, seen));
            int number = i;
            moment(parts, part, "DATE-OBS", List.of("TIME-OBS", "UTSTART", "UT"))
                    .ifPresent(at -> start(at, part, "HDU " + number + " DATE-OBS", found, seen));
            moment(parts, part, "DATE-END", List.of("TIME-END"))
                    .filter(at -> seen.add("end" + at))
                    .ifPresent(at ->
                            found.time("acquisition_end", at, part.text("DATE-END"), "HDU " + number + " DATE-END"));
        }
        // DATE is when this file was written, which may be years after the observation.
        parts.stream()
                .filter(part -> part.card("DATE").isPresent())
                .findFirst()
                .ifPresent(part -> moment(parts, part, "DATE", List.of())
                        .ifPresent(at -> found.time("file_created", at, part.text("DATE"), "DATE")));
    }

    private static void start(String at, Header part, String source, Found found, Set<String> seen) {
        if (seen.add(at)) {
            String card = source.substring(source.lastIndexOf(' ') + 1);
            found.time("acquisition_start", at, part.text(card), source);
        }
    }

    /** Without TIMESYS the time is UTC (section 9.2.1); another system's time is written without a zone, for it has none. */
    private static Optional<String> moment(List<Header> parts, Header part, String dateKey, List<String> timeKeys) {
        String date = part.text(dateKey);
        Matcher old = OLD_DATE.matcher(date);
        if (old.matches()) {
            date = "19" + old.group(3) + "-" + old.group(2) + "-" + old.group(1);
        }
        if (date.length() == 10) {
            for (String key : timeKeys) {
                String time = part.text(key);
                if (!time.isBlank() && Moments.clock(time).isPresent()) {
                    date = date + "T" + time.strip();
                    break;
                }
            }
        }
        if (date.length() == 10) {
            return Moments.date(date).map(LocalDate::toString);
        }
        String system = part.text("TIMESYS");
        if (system.isEmpty() && !parts.isEmpty()) {
            system = parts.getFirst().text("TIMESYS");
        }
        boolean utc = system.isEmpty() || system.equals("UTC") || system.equals("UT") || system.equals("GMT");
        return Optional.ofNullable(Moments.iso(date))
                .map(at -> utc && !at.endsWith("Z") && at.indexOf('+') < 0 ? at + "Z" : at);
    }

    private static void pointing(List<Header> parts, Found found) {
        for (String[] keys : new String[][] {{"RA_TARG", "DEC_TARG"}, {"RA", "DEC"}, {"OBJCTRA", "OBJCTDEC"}}) {
            if (!cards(parts, keys[0]).isEmpty() && !cards(parts, keys[1]).isEmpty()) {
                Place ra = cards(parts, keys[0]).getFirst();
                Place dec = cards(parts, keys[1]).getFirst();
                degrees(ra.card(), 15)
                        .ifPresent(d -> found.number(
                                "right_ascension", d, "deg", ra.card().value(), ra.source()));
                degrees(dec.card(), 1)
                        .ifPresent(d ->
                                found.number("declination", d, "deg", dec.card().value(), dec.source()));
                return;
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            Header part = parts.get(i);
            boolean sky = part.text("CTYPE1").startsWith("RA--")
                    && part.text("CTYPE2").startsWith("DEC-");
            if (sky) {
                String hdu = "HDU " + i + " ";
                part.card("CRVAL1")
                        .ifPresent(c -> c.number()
                                .ifPresent(d -> found.number("right_ascension", d, "deg", c.value(), hdu + "CRVAL1")));
                part.card("CRVAL2")
                        .ifPresent(c -> c.number()
                                .ifPresent(d -> found.number("declination", d, "deg", c.value(), hdu + "CRVAL2")));
                part.card("CDELT2")
                        .ifPresent(c -> c.number()
                                .ifPresent(d ->
                                        found.number("pixel_scale", Math.abs(d), "deg", c.value(), hdu + "CDELT2")));
                return;
            }
        }
    }

    private static OptionalDouble degrees(Card card, int ofHours) {
        Matcher m = SEXAGESIMAL.matcher(card.value().strip());
        if (!m.matches()) {
            return card.number();
        }
        double value = Integer.parseInt(m.group(2))
                + Integer.parseInt(m.group(3)) / 60.0
                + Double.parseDouble(m.group(4)) / 3600.0;
        return OptionalDouble.of((m.group(1).equals("-") ? -value : value) * ofHours);
    }

    /** Programs that name themselves in a comment only. */
    private static void maker(List<Header> parts, Found found) {
        if (found.fields().stream().anyMatch(f -> f.field().equals("software"))) {
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            List<Card> places = new ArrayList<>(parts.get(i).remarks());
            parts.get(i).cards().forEach(places::add);
            for (Card card : places) {
                Matcher m = MAKER.matcher(card.comment());
                if (m.find()) {
                    found.text("software", m.group(1), "HDU " + i + " " + card.key() + " comment", 0.7);
                    return;
                }
            }
        }
    }

    private static void shapes(List<Header> parts, Found found) {
        for (int i = 0; i < parts.size(); i++) {
            Header part = parts.get(i);
            long axes = part.number("NAXIS", 0);
            String hdu = "HDU " + i + " ";
            if (axes == 0) {
                continue;
            }
            if (part.text("XTENSION").endsWith("TABLE") && !part.text("ZIMAGE").equals("T")) {
                found.number("rows", part.number("NAXIS2", 0), null, hdu + "NAXIS2");
                found.number("columns", part.number("TFIELDS", 0), null, hdu + "TFIELDS");
                found.text("data_type", "table " + part.text("EXTNAME"), hdu + "EXTNAME");
                continue;
            }
            // A compressed image stands in a table and keeps its true axes under another name.
            String prefix = part.text("ZIMAGE").equals("T") ? "Z" : "";
            String[] fields = {"width", "height", "depth"};
            for (int axis = 1; axis <= Math.min(part.number(prefix + "NAXIS", axes), 3); axis++) {
                String key = prefix + "NAXIS" + axis;
                found.number(fields[axis - 1], part.number(key, 0), null, hdu + key);
            }
            found.number("bits_per_value", Math.abs(part.number(prefix + "BITPIX", 0)), null, hdu + prefix + "BITPIX");
        }
    }

    private record Place(int part, Card card) {
        String source() {
            return "HDU " + part + " " + card.key();
        }
    }
}
