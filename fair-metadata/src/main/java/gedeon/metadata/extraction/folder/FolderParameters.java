package gedeon.metadata.extraction.folder;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Found.FoundField;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.Units;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.metadata.extraction.bytes.Numbers;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the parameter files of a folder say, for the keys that are known; for readers of folders that leave such files unread. */
public final class FolderParameters {
    private static final int MOST_FILES = 24;
    private static final int MOST_TOLD = 200;
    private static final int LONGEST_MOMENT = 60;
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("([+-]?(?:\\d[\\d.,]*|[.,]\\d+)(?:[eE][+-]?\\d{1,3})?)\\s*(.*)");
    private static final Pattern KEY_AND_UNIT = Pattern.compile("(.*?)\\s*[(\\[]([^()\\[\\]]{1,20})[)\\]]\\s*");
    private static final Pattern DATE_AND_CLOCK =
            Pattern.compile("(.+?)[,T ]+(\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?)");
    private static final Set<String> MOMENTS = Set.of(
            "acquisition_start",
            "acquisition_end",
            "acquisition_date",
            "file_created",
            "file_modified",
            "processing_date");
    private static final Set<String> PATHS = Set.of("method", "inlet_method", "protocol_name");

    private final Found found;
    private final Set<String> told = new HashSet<>();
    private final int most;
    private @Nullable LocalDate date;
    private @Nullable LocalTime clock;

    private FolderParameters(Found found) {
        this.found = found;
        for (FoundField field : found.fields()) {
            told.add(field.field() + "\t" + field.value());
        }
        most = told.size() + MOST_TOLD;
    }

    /** Tells what the files that {@code which} takes say, the outermost first; what is already found is not told again. Returns how many values were told. */
    public static int tell(Material material, Predicate<MaterialFile> which, Found found) throws IOException {
        FolderParameters parameters = new FolderParameters(found);
        int before = found.fields().size();
        for (MaterialFile file : files(material, which)) {
            parameters.file(file, ParameterFile.entries(material, file, ParameterFile.MOST));
        }
        return found.fields().size() - before;
    }

    static List<MaterialFile> files(Material material, Predicate<MaterialFile> which) {
        return material.files().stream()
                .filter(which)
                .filter(ParameterFile::isOne)
                .sorted(Comparator.comparingLong((MaterialFile f) ->
                                f.path().chars().filter(c -> c == '/').count())
                        .thenComparing(MaterialFile::path))
                .limit(MOST_FILES)
                .toList();
    }

    private void file(MaterialFile file, List<Entry> entries) {
        date = null;
        clock = null;
        for (Entry entry : entries) {
            if (told.size() < most) {
                entry(file, entry);
            }
        }
        LocalDate day = date;
        LocalTime time = clock;
        if (day != null && time != null) {
            moment("acquisition_start", Moments.text(LocalDateTime.of(day, time)), "", file.path() + " date, time");
        } else if (day != null) {
            moment("acquisition_date", day.toString(), "", file.path() + " date");
        }
    }

    private void entry(MaterialFile file, Entry entry) {
        Matcher split = KEY_AND_UNIT.matcher(entry.key());
        boolean unitInKey = split.matches() && Aliases.field(entry.key()).isEmpty();
        String key = unitInKey ? split.group(1) : entry.key();
        String unit = unitInKey && entry.unit().isEmpty() ? split.group(2) : entry.unit();
        String source = file.path() + " " + entry.key();
        if (key.equalsIgnoreCase("date") && date == null) {
            date = Moments.date(entry.value()).orElse(null);
            String whole = date == null ? time(entry.value()) : null;
            moment("acquisition_start", whole, entry.value(), source);
        } else if ((key.equalsIgnoreCase("time") || key.equalsIgnoreCase("heure")) && clock == null) {
            clock = Moments.clock(entry.value()).orElse(null);
        } else {
            Optional<String> field = Aliases.field(key);
            if (field.isPresent()) {
                value(field.get(), entry.value(), unit, source);
            }
        }
    }

    private void value(String field, String value, String unit, String source) {
        if (MOMENTS.contains(field)) {
            moment(field, time(value), value, source);
            return;
        }
        if (Vocabulary.numeric(field)) {
            Matcher m = NUMBER_AND_UNIT.matcher(value);
            Double number = m.matches() ? number(m.group(1)) : null;
            String written = m.matches() && !m.group(2).isBlank() ? m.group(2) : unit;
            Optional<String> code = Units.code(written, Vocabulary.siUnit(field).orElse(""));
            if (number != null && (written.isBlank() || code.isPresent())) {
                if (told.add(field + "\t" + number + "\t" + code.orElse(""))) {
                    found.number(field, number, code.orElse(null), value, source);
                }
                return;
            }
        }
        String text = PATHS.contains(field) ? lastPart(value) : value;
        if (told.add(field + "\t" + text)) {
            found.text(field, text, source);
        }
    }

    private void moment(String field, @Nullable String iso, String raw, String source) {
        if (iso != null && told.add(field + "\t" + iso)) {
            found.time(field, iso, raw.isEmpty() ? null : raw, source);
        }
    }

    private static @Nullable String time(String value) {
        if (value.length() > LONGEST_MOMENT) {
            return null;
        }
        String iso = Moments.iso(value);
        Matcher m = DATE_AND_CLOCK.matcher(value.strip());
        if (iso == null && m.matches()) {
            Optional<LocalDate> day = Moments.date(m.group(1));
            Optional<LocalTime> at = Moments.clock(m.group(2));
            return day.isPresent() && at.isPresent() ? Moments.text(LocalDateTime.of(day.get(), at.get())) : null;
        }
        return iso != null ? iso : Moments.date(value).map(LocalDate::toString).orElse(null);
    }

    /** A comma is a decimal one, as in French, unless it could part thousands. */
    private static @Nullable Double number(String text) {
        boolean both = text.indexOf('.') >= 0 && text.indexOf(',') >= 0;
        boolean thousands = text.matches("[+-]?[1-9]\\d{0,2}(,\\d{3})+");
        return both || thousands ? null : Numbers.of(text.replace(',', '.'));
    }

    private static String lastPart(String path) {
        return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
    }
}
