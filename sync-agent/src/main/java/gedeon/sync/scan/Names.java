package gedeon.sync.scan;

import java.util.List;
import java.util.Locale;

/** What names tell: temporary files, and litter of file managers. */
final class Names {
    private static final List<String> TEMPORARY_ENDS =
            List.of(".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~");
    private static final List<String> LITTER = List.of("thumbs.db", "desktop.ini", ".ds_store");

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
}
