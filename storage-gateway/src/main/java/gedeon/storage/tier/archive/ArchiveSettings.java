package gedeon.storage.tier.archive;

import gedeon.storage.tier.Batches;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;

/**
 * @param root absolute path of the folder
 * @param recall how long it takes until what lies there can be read; nobody begins to restore before
 * @param limits when what has gathered is sealed
 * @param holes share of a batch that nothing names any more from which on it is written anew; 0: as soon as one version is gone
 * @param floor free bytes below which nothing more is written
 */
record ArchiveSettings(String root, Duration recall, Batches.Limits limits, double holes, long floor) {
    private static final Set<String> KNOWN =
            Set.of("root", "recall", "batch-bytes", "batch-versions", "seal-after", "holes", "floor");

    ArchiveSettings {
        if (!root.startsWith("/")) {
            throw new IllegalArgumentException("an archive needs root, the absolute path of its folder");
        }
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
        if (floor < 0) {
            throw new IllegalArgumentException("floor is never negative, was " + floor);
        }
    }

    /** @throws IllegalArgumentException naming a setting that is absent or wrong */
    static ArchiveSettings of(Map<String, String> settings) {
        settings.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("an archive has no setting \"" + name + "\"; it has " + KNOWN);
                });
        return new ArchiveSettings(
                settings.getOrDefault("root", ""),
                duration(settings, "recall", Duration.ZERO),
                new Batches.Limits(
                        number(settings, "batch-bytes", 100L << 30),
                        (int) Math.min(10_000, number(settings, "batch-versions", 10_000)),
                        duration(settings, "seal-after", Duration.ofDays(1))),
                share(settings, "holes"),
                number(settings, "floor", 256L << 20));
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
