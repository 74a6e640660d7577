package gedeon.storage.tier.archive;

import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import gedeon.storage.tier.posix.PosixKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Archives in folders of local disks and of NFS. Settings: {@code root}, and where they differ {@code recall}, {@code batch-bytes}, {@code batch-versions},
 * {@code seal-after}, {@code holes}, {@code floor}: see docs/storage.md.
 */
public final class ArchiveKind implements TierKind {
    public static final String NAME = "archive";
    private static final String README = """
            An archive of Gédéon, a store of research data. All that is here can be read without it.

            ocfl/       an OCFL 1.1 storage root (https://ocfl.io/1.1/spec/). Each object is a batch of versions of one bucket. Content lies under
                        NOTEBOOK/BUCKET/KEY@VERSION, where names are escaped as in a URL, and is what was stored, byte for byte. gedeon.jsonl beside it
                        says of each version what was known of it, and of each stretch of content its checksums. What a notebook had encrypted lies under
                        encrypted/VERSION, in the form that Gédéon's docs/storage.md describes; it is opened with the notebook's key.
            gathering/  what is not sealed into a batch yet: files GEDBLOB1, header, metadata, content and checksums one after the other.
            """;

    private final Clock clock;

    public ArchiveKind(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public UUID create(Map<String, String> settings) throws IOException {
        ArchiveSettings checked = ArchiveSettings.of(settings);
        Path root = Path.of(checked.root());
        if (Files.isDirectory(root)) {
            try (Stream<Path> held = Files.list(root)) {
                if (held.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "the folder " + root + " holds something already; name an empty one");
                }
            }
        }
        Files.createDirectories(root);
        UUID uuid = new PosixKind(clock).create(ArchiveTier.gathering(checked));
        OcflObjects.open(root).close();
        Files.writeString(root.resolve("README.txt"), README);
        Mark.write(root, uuid);
        Durable.tree(root);
        Durable.folder(root.toAbsolutePath().getParent());
        return uuid;
    }

    @Override
    public Tier open(Map<String, String> settings, UUID tier, UUID writer) throws IOException {
        ArchiveSettings checked = ArchiveSettings.of(settings);
        Mark.require(Path.of(checked.root()), tier);
        return new ArchiveTier(
                checked, tier, new PosixKind(clock).open(ArchiveTier.gathering(checked), tier, writer), clock);
    }

    @Override
    public Optional<Duration> recall(Map<String, String> settings) {
        return Optional.of(ArchiveSettings.of(settings).recall());
    }
}
