package gedeon.sync.scan;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What may be an acquisition, as seen in one scan. {@code name} is its path below the source's folder; {@code orphan}: a companion file whose main file has not come; {@code unfinishedInside}: a file with a temporary name lies in the folder.
 */
public record Candidate(String source, String name, List<FoundFile> files, boolean orphan, boolean unfinishedInside) {
    public Candidate {
        files = files.size() == 1
                ? List.copyOf(files)
                : files.stream().sorted(Comparator.comparing(FoundFile::path)).toList();
    }

    public long bytes() {
        return files.stream().mapToLong(file -> file.state().size()).sum();
    }

    public boolean holdsEmptyFile() {
        return files.stream().anyMatch(file -> file.state().size() == 0);
    }

    /** When the instrument last changed any of it. */
    public Instant lastChange() {
        return files.stream()
                .map(file -> file.state().modified())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** When the instrument last changed the file that it left alone longest. */
    public Instant firstChange() {
        return files.stream()
                .map(file -> file.state().modified())
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** Differs as soon as any file came, went, grew, was touched or was replaced. */
    public String state() {
        return print(true);
    }

    /** As {@link #state} without identities, so that it stays true over a restart or a share mounted again. */
    public String content() {
        return print(false);
    }

    private String print(boolean withIdentity) {
        Print print = new Print();
        files.forEach(file -> print.add(file.path(), file.state(), withIdentity));
        return print.hex();
    }
}
