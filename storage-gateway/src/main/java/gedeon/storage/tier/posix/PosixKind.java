package gedeon.storage.tier.posix;

import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Tiers in folders of local disks and of NFS. Settings: {@code root}, and where they differ {@code pack-up-to}, {@code pack-size}, {@code floor} in bytes. */
public final class PosixKind implements TierKind {
    private static final String ROOT = "root";
    private static final Set<String> KNOWN = Set.of(ROOT, "pack-up-to", "pack-size", "floor");

    private final Clock clock;

    public PosixKind(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "posix";
    }

    @Override
    public UUID create(Map<String, String> settings) throws IOException {
        Path root = root(settings);
        posix(settings);
        if (Files.isDirectory(root)) {
            try (Stream<Path> held = Files.list(root)) {
                if (held.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "the folder " + root + " holds something already; name an empty one");
                }
            }
        }
        return PosixTier.create(root);
    }

    @Override
    public Tier open(Map<String, String> settings, UUID tier, UUID writer) throws IOException {
        PosixTier opened = PosixTier.open(root(settings), posix(settings), clock, writer);
        if (!opened.uuid().equals(tier)) {
            opened.close();
            throw new TierOffline("the folder " + opened.root() + " holds another tier");
        }
        return opened;
    }

    private static Path root(Map<String, String> settings) {
        settings.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("a posix tier has no setting \"" + name + "\"; it has " + KNOWN);
                });
        String root = settings.get(ROOT);
        if (root == null || !root.startsWith("/")) {
            throw new IllegalArgumentException("a posix tier needs root, the absolute path of its folder");
        }
        return Path.of(root);
    }

    private static PosixSettings posix(Map<String, String> settings) {
        PosixSettings usual = PosixSettings.DEFAULTS;
        return new PosixSettings(
                bytes(settings, "pack-up-to", usual.packUpTo()),
                bytes(settings, "pack-size", usual.packSize()),
                bytes(settings, "floor", usual.floor()));
    }

    /** As {@link #open} takes them. */
    static Map<String, String> settings(Path root, PosixSettings posix) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(ROOT, root.toString());
        put(settings, "pack-up-to", posix.packUpTo(), PosixSettings.DEFAULTS.packUpTo());
        put(settings, "pack-size", posix.packSize(), PosixSettings.DEFAULTS.packSize());
        put(settings, "floor", posix.floor(), PosixSettings.DEFAULTS.floor());
        return settings;
    }

    private static void put(Map<String, String> settings, String name, long value, long usual) {
        if (value != usual) {
            settings.put(name, String.valueOf(value));
        }
    }

    private static long bytes(Map<String, String> settings, String name, long usual) {
        String text = settings.get(name);
        try {
            return text == null ? usual : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " of a posix tier is a number of bytes, was \"" + text + "\"");
        }
    }
}
