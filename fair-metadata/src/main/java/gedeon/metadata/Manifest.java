package gedeon.metadata;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an agent says of an acquisition that is finished and whose files are all stored. */
public record Manifest(
        String source,
        String name,
        Verdict verdict,
        @Nullable Instant started,
        Instant finished,
        @Nullable String operator,
        @Nullable String experiment,
        List<File> files) {
    public static final int MOST_FILES = 1_000_000;

    public Manifest {
        files = files.stream().sorted(Comparator.comparing(File::path)).toList();
        name = Names.required("an acquisition", name);
        if (files.isEmpty() || files.size() > MOST_FILES) {
            throw new IllegalArgumentException(
                    "acquisition " + name + " must name 1 to " + MOST_FILES + " files, names " + files.size());
        }
        Set<String> paths = new HashSet<>();
        for (File file : files) {
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException("acquisition " + name + " names " + file.path() + " twice");
            }
        }
    }

    /** Digest of what it names, not of when it was said: the same files of the same acquisition are the same manifest. */
    public Digest digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            line(sha256, source, name);
            for (File file : files) {
                line(
                        sha256,
                        file.path(),
                        file.key(),
                        String.valueOf(file.size().value()),
                        file.sha256().hex());
            }
            return Digest.of(DigestAlgorithm.SHA256, sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void line(MessageDigest digest, String... parts) {
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        digest.update((byte) '\n');
    }

    public ByteCount bytes() {
        return new ByteCount(files.stream().mapToLong(f -> f.size().value()).sum());
    }

    /** Why an acquisition counts as finished. */
    public record Verdict(String rule, double confidence, boolean provisional) {
        public Verdict {
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("a verdict's confidence is 0 to 1, was " + confidence);
            }
        }
    }

    /** A file: its path in the acquisition, where it is stored, its bytes, and to the microsecond when it was changed last. {@code version} null: the current one. */
    public record File(
            String path, String key, @Nullable String version, ByteCount size, Digest sha256, Instant modified) {
        public File {
            modified = modified.truncatedTo(ChronoUnit.MICROS);
            if (path.isEmpty() || path.startsWith("/") || path.length() > 4096 || path.indexOf(0) >= 0) {
                throw new IllegalArgumentException("a file's path is relative and not empty, was \"" + path + "\"");
            }
            for (String part : path.split("/", -1)) {
                if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                    throw new IllegalArgumentException(
                            "a file's path has no empty, . or .. parts, was \"" + path + "\"");
                }
            }
        }
    }
}
