package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.tier.Batches;
import gedeon.storage.tier.bucket.BucketSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * @param place where it is
 * @param recall how long it takes until what lies there can be read; nobody begins to restore before
 * @param limits when what has gathered is sealed
 * @param holes share of a batch that nothing names any more from which on it is written anew; 0: as soon as one version is gone
 */
record ArchiveSettings(Place place, Duration recall, Batches.Limits limits, double holes) {
    private static final Set<String> OF_ALL = Set.of("recall", "batch-bytes", "batch-versions", "seal-after", "holes");
    private static final Set<String> OF_FOLDERS = Set.of("root", "floor");
    /** Names of objects in S3 end at 1,024 bytes, and what people look for is to be found in them. */
    private static final int LONGEST_PREFIX = 300;

    sealed interface Place {}

    /**
     * @param root absolute path of the folder
     * @param floor free bytes below which nothing more is written
     */
    record Folder(String root, long floor) implements Place {
        Folder {
            if (!root.startsWith("/")) {
                throw new IllegalArgumentException("an archive needs root, the absolute path of its folder, or "
                        + "endpoint, bucket and credentials, where it lies in a bucket");
            }
            if (floor < 0) {
                throw new IllegalArgumentException("floor is never negative, was " + floor);
            }
        }
    }

    record Bucket(BucketSettings at) implements Place {
        Bucket {
            if (at.prefix().getBytes(UTF_8).length > LONGEST_PREFIX) {
                throw new IllegalArgumentException(
                        "prefix of an archive has at most " + LONGEST_PREFIX + " bytes, was \"" + at.prefix() + "\"");
            }
        }
    }

    ArchiveSettings {
        if (recall.isNegative()) {
            throw new IllegalArgumentException("recall of an archive is never negative, was " + recall);
        }
        if (limits.bytes() < 1 || limits.versions() < 1 || limits.after().isNegative()) {
            throw new IllegalArgumentException(
                    "batch-bytes and batch-versions of an archive are at least 1, and seal-after is never negative");
        }
        if (!(holes >= 0 && holes < 1)) {
            throw new IllegalArgumentException("holes of an archive are a share from 0 to below 1, was " + holes);
        }
    }

    /** @throws IllegalArgumentException naming a setting that is absent or wrong */
    static ArchiveSettings of(Map<String, String> settings) {
        return new ArchiveSettings(
                place(settings),
                duration(settings, "recall", Duration.ZERO),
                new Batches.Limits(
                        number(settings, "batch-bytes", 100L << 30),
                        (int) Math.min(10_000, number(settings, "batch-versions", 10_000)),
                        duration(settings, "seal-after", Duration.ofDays(1))),
                share(settings, "holes"));
    }

    private static Place place(Map<String, String> settings) {
        Set<String> all = new TreeSet<>(OF_ALL);
        all.addAll(OF_FOLDERS);
        all.addAll(BucketSettings.NAMES);
        Set<String> inFolder = new TreeSet<>();
        Set<String> inBucket = new TreeSet<>();
        for (String name : settings.keySet()) {
            if (!all.contains(name)) {
                throw new IllegalArgumentException("an archive has no setting \"" + name + "\"; it has " + all);
            }
            if (OF_FOLDERS.contains(name)) {
                inFolder.add(name);
            } else if (BucketSettings.NAMES.contains(name)) {
                inBucket.add(name);
            }
        }
        if (!inFolder.isEmpty() && !inBucket.isEmpty()) {
            throw new IllegalArgumentException("an archive lies in a folder or in a bucket, not in both: leave out "
                    + String.join(", ", inFolder) + " or " + String.join(", ", inBucket));
        }
        return inBucket.isEmpty()
                ? new Folder(settings.getOrDefault("root", ""), number(settings, "floor", 256L << 20))
                : new Bucket(BucketSettings.of(settings));
    }

    private static long number(Map<String, String> settings, String name, long usual) {
        String text = settings.get(name);
        try {
            return text == null ? usual : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " of an archive is a whole number, was \"" + text + "\"");
        }
    }

    private static double share(Map<String, String> settings, String name) {
        String text = settings.get(name);
        try {
            return text == null ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " of an archive is a share such as 0.3, was \"" + text + "\"");
        }
    }

    private static Duration duration(Map<String, String> settings, String name, Duration usual) {
        String text = settings.get(name);
        try {
            return text == null ? usual : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " of an archive is a duration such as PT4H or P1D, was \"" + text + "\"");
        }
    }
}
