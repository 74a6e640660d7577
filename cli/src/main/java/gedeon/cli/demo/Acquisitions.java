package gedeon.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells which files of a folder are one acquisition, as a data steward would: vendor folders ({@code .d}, {@code .raw}, {@code .fid} …), a Bruker experiment
 * (a folder with {@code acqus}), a DICOM study (a folder of one study's images), a file with its companions, and otherwise each file alone. A
 * {@code README.md} at the top, hidden and empty files are none.
 */
final class Acquisitions {
    private static final Set<String> FOLDER_ENDS = Set.of(".d", ".raw", ".fid", ".m", ".run", ".zarr", ".sdf");
    private static final Map<String, String> MAIN_OF = Map.of(
            ".rec",
            ".par",
            ".ibd",
            ".imzml",
            ".bam.bai",
            ".bam",
            ".bai",
            ".bam",
            ".wiff.scan",
            ".wiff",
            ".cram.crai",
            ".cram",
            ".img",
            ".hdr");

    private final Path top;
    private final List<Acquisition> found = new ArrayList<>();

    private Acquisitions(Path top) {
        this.top = top;
    }

    static List<Acquisition> in(Path folder) throws IOException {
        Acquisitions acquisitions = new Acquisitions(folder);
        acquisitions.look(folder);
        return List.copyOf(acquisitions.found);
    }

    private void look(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry)) {
                if (isAcquisition(entry)) {
                    add(entry, true, tree(entry));
                } else {
                    look(entry);
                }
            } else if (Files.size(entry) > 0 && !isReadme(entry)) {
                files.add(entry);
            }
        }
        pair(files);
    }

    private void pair(List<Path> files) throws IOException {
        Map<String, Path> byName = new HashMap<>();
        files.forEach(file -> byName.put(lower(file), file));
        Map<Path, List<Path>> companions = new HashMap<>();
        List<Path> mains = new ArrayList<>();
        for (Path file : files) {
            Optional<Path> main = mainOf(lower(file)).map(byName::get);
            if (main.isPresent()) {
                companions.computeIfAbsent(main.get(), m -> new ArrayList<>()).add(file);
            } else {
                mains.add(file);
            }
        }
        for (Path main : mains) {
            List<Path> all = new ArrayList<>(List.of(main));
            all.addAll(companions.getOrDefault(main, List.of()));
            add(main, false, all);
        }
    }

    private static Optional<String> mainOf(String name) {
        return MAIN_OF.entrySet().stream()
                .filter(pair -> name.endsWith(pair.getKey()))
                .max((a, b) -> a.getKey().length() - b.getKey().length())
                .map(pair -> name.substring(0, name.length() - pair.getKey().length()) + pair.getValue());
    }

    private void add(Path path, boolean folder, List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        found.add(new Acquisition(
                top.relativize(path),
                folder,
                files.stream().map(top::relativize).toList(),
                bytes));
    }

    private boolean isReadme(Path file) {
        return top.equals(file.getParent()) && lower(file).equals("readme.md");
    }

    private static boolean isAcquisition(Path folder) throws IOException {
        String name = lower(folder);
        if (FOLDER_ENDS.stream().anyMatch(name::endsWith)) {
            return !tree(folder).isEmpty();
        }
        return Files.exists(folder.resolve("acqus")) || isStudy(folder);
    }

    /** All images, and all of one study. */
    private static boolean isStudy(Path folder) throws IOException {
        List<Path> files = tree(folder);
        if (files.size() < 2) {
            return false;
        }
        Optional<String> study = Dicom.study(files.get(0));
        if (study.isEmpty()) {
            return false;
        }
        for (Path file : files) {
            if (!Dicom.study(file).equals(study)) {
                return false;
            }
        }
        return true;
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String lower(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
