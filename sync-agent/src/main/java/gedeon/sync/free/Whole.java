package gedeon.sync.free;

import gedeon.kernel.FinishRule;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.WatchedSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One acquisition as it lies on disk, and whether that is all of it and nothing else. A scan passes over what no instrument writes; here it counts, for it would be
 * deleted as well.
 *
 * @param home the folder in which it lies
 * @param things what of that folder it is: names of files, or the one of a folder
 */
record Whole(Path home, List<String> things, Candidate candidate) {
    static Whole of(WatchedSource source, Candidate candidate) {
        Path at = source.folder().resolve(candidate.name());
        Path parent = at.getParent();
        Path home = parent == null ? source.folder() : parent;
        return new Whole(
                home,
                source.kind() == FinishRule.Kind.FOLDER
                        ? List.of(String.valueOf(at.getFileName()))
                        : candidate.files().stream().map(FoundFile::path).toList(),
                candidate);
    }

    /** What is not as it was seen, when its things lie in {@code folder}; empty where all is. */
    Optional<String> differs(Path folder) throws IOException {
        Map<Path, FileState> expected = new HashMap<>();
        for (FoundFile file : candidate.files()) {
            expected.put(folder.resolve(home.relativize(file.file())), file.state());
        }
        String[] other = new String[1];
        for (String thing : things) {
            Files.walkFileTree(folder.resolve(thing), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    FileState state = expected.remove(file);
                    if (state == null || !attributes.isRegularFile()) {
                        other[0] = file.getFileName() + " lies there and was never sent";
                    } else if (!FileState.of(file).equals(state)) {
                        other[0] = file.getFileName() + " changed";
                    }
                    return other[0] == null ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }
            });
        }
        if (other[0] == null && !expected.isEmpty()) {
            other[0] = expected.keySet().iterator().next().getFileName() + " is not there any more";
        }
        return Optional.ofNullable(other[0]);
    }

    /** Whether something of that name lies there, a broken link as well. */
    static boolean lies(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
