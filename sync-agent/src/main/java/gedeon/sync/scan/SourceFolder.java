package gedeon.sync.scan;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The folder of a source as this computer names it: a path, on Windows also {@code \\server\share\folder}, in which a service sees what no drive letter shows it. */
final class SourceFolder {
    /** {@code \\server\share}, {@code C:\…} or {@code C:/…}. */
    private static final Pattern OF_WINDOWS = Pattern.compile("(\\\\\\\\|[A-Za-z]:[\\\\/]).*");

    private SourceFolder() {}

    /** Throws IllegalArgumentException with what to do, where this system has no such path. */
    static Path of(String text) {
        return of(text, System.getProperty("os.name", "").startsWith("Windows"));
    }

    static Path of(String text, boolean windows) {
        if (!windows && OF_WINDOWS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    text
                            + " is a path of Windows, and this computer is none: mount that share here and name the folder that it is mounted on");
        }
        return Path.of(text).toAbsolutePath().normalize();
    }
}
