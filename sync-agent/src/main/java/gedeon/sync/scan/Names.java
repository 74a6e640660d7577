package gedeon.sync.scan;

import java.util.List;
import java.util.Locale;

/** What names tell: temporary files, litter of file managers, and companions that belong to a main file. */
final class Names {
    private static final List<String> TEMPORARY_ENDS =
            List.of(".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~");
    private static final List<String> LITTER = List.of("thumbs.db", "desktop.ini", ".ds_store");

    /** Main file's ending, companion's ending: same name before it, upper and lower case alike. */
    private static final List<String[]> COMPANIONS = List.of(
            new String[] {".par", ".rec"},
            new String[] {".imzml", ".ibd"},
            new String[] {".wiff", ".wiff.scan"},
            new String[] {".wiff", ".wiff2"},
            new String[] {".bam", ".bam.bai"},
            new String[] {".bam", ".bai"},
            new String[] {".cram", ".cram.crai"},
            new String[] {".vcf.gz", ".vcf.gz.tbi"},
            new String[] {".hdr", ".img"},
            new String[] {".vhdr", ".eeg"},
            new String[] {".vhdr", ".vmrk"});

    private Names() {}

    static boolean temporary(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("~")
                || lower.startsWith(".~")
                || TEMPORARY_ENDS.stream().anyMatch(lower::endsWith);
    }

    /** In a folder acquisition: as above, but {@code .temp} is a lasting name there (TopSpin's {@code format.temp}). */
    static boolean temporaryInside(String name) {
        return temporary(name) && !name.toLowerCase(Locale.ROOT).endsWith(".temp");
    }

    /** A name that no instrument gives: litter, or hidden as rsync hides what it still writes. */
    static boolean hidden(String name) {
        return name.startsWith(".") || litter(name);
    }

    static boolean litter(String name) {
        return LITTER.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Lower-case names that the main file of this companion may have; empty: it is no companion. */
    static List<String> mainsOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return COMPANIONS.stream()
                .filter(pair -> lower.endsWith(pair[1]) && lower.length() > pair[1].length())
                .map(pair -> lower.substring(0, lower.length() - pair[1].length()) + pair[0])
                .toList();
    }

    /** Whether companions of this file are possible. */
    static boolean mayLead(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return COMPANIONS.stream().anyMatch(pair -> lower.endsWith(pair[0]));
    }

    /** The name of a file's own marker: {@code {name}} stands for the file's; {@code .done} is added to it; else as it is. */
    static String markerOf(String file, String marker) {
        if (marker.contains("{name}")) {
            return marker.replace("{name}", file);
        }
        return marker.startsWith(".") ? file + marker : marker;
    }
}
