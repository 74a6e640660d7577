package gedeon.sync.scan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * What may be an acquisition, as seen in one scan. {@code name} is its path below the source's folder; {@code orphan}: a companion file whose main file has not come; {@code unfinishedInside}: a file with a temporary name lies in the folder.
 */
public record Candidate(String source, String name, List<FoundFile> files, boolean orphan, boolean unfinishedInside) {
    public Candidate {
        files = files.stream().sorted(Comparator.comparing(FoundFile::path)).toList();
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
        return digest(true);
    }

    /** As {@link #state} without identities, so that it stays true over a restart or a share mounted again. */
    public String content() {
        return digest(false);
    }

    private String digest(boolean withIdentity) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (FoundFile file : files) {
                FileState state = file.state();
                String line = file.path()
                        + '\0'
                        + state.size()
                        + '\0'
                        + state.modified()
                        + '\0'
                        + (withIdentity ? state.identity() : "")
                        + '\n';
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
