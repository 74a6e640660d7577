package gedeon.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Plays the files of a folder: each acquisition is written anew below the watched folders, as an instrument without marker and without temporary names
 * does it. Folders go below {@code folders}, everything else below {@code files}, with the paths they had.
 */
final class FolderScript implements Script {
    private final Path from;
    private final List<Acquisition> acquisitions;

    FolderScript(Path from) throws IOException {
        this.from = from.toAbsolutePath().normalize();
        this.acquisitions = Acquisitions.in(this.from);
        if (acquisitions.isEmpty()) {
            throw new DemoFailure("no acquisition in " + from + "; name a folder with instrument files");
        }
    }

    @Override
    public List<Acquisition> acquisitions() {
        return acquisitions;
    }

    @Override
    public List<SourceRule> sources() {
        TreeSet<String> patterns = new TreeSet<>();
        for (Acquisition acquisition : acquisitions) {
            if (acquisition.folder()) {
                patterns.add(pattern(acquisition));
            }
        }
        SourceRule files = new SourceRule("files", "files", "*", false, "");
        return patterns.isEmpty()
                ? List.of(files)
                : List.of(files, new SourceRule("folders", "folders", String.join(";", patterns), true, ""));
    }

    /** By ending where there is one, else by path: nothing but folder acquisitions lies there. */
    private static String pattern(Acquisition acquisition) {
        String name = acquisition.name().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            return "*" + escaped(name.substring(dot));
        }
        return escaped(acquisition.path().toString().replace('\\', '/').toLowerCase(Locale.ROOT));
    }

    private static String escaped(String text) {
        return text.replaceAll("[*?\\[\\]{}\\\\;]", "?");
    }

    @Override
    public void write(Path watched, Meanwhile meanwhile) throws Exception {
        for (Acquisition acquisition : acquisitions) {
            Path below = watched.resolve(acquisition.folder() ? "folders" : "files");
            for (Path file : acquisition.files()) {
                Path target = below.resolve(file);
                Files.createDirectories(target.getParent());
                Files.copy(from.resolve(file), target);
            }
        }
    }
}
