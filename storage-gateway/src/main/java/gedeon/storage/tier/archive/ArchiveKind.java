package gedeon.storage.tier.archive;

import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Archives in folders of local disks and of NFS, and in buckets of S3 stores. Settings: {@code root}, or {@code endpoint}, {@code bucket}, {@code credentials} and what else
 * an S3 tier has; and where they differ {@code recall}, {@code batch-bytes}, {@code batch-versions}, {@code seal-after}, {@code holes}, {@code floor}: see
 * docs/storage.md.
 */
public final class ArchiveKind implements TierKind {
    public static final String NAME = "archive";
    static final String README = """
            An archive of Gédéon, a store of research data. All that is here can be read without it.

            ocfl/       an OCFL 1.1 storage root (https://ocfl.io/1.1/spec/). Each object is a batch of versions of one bucket. Content lies under
                        NOTEBOOK/BUCKET/KEY@VERSION, where names are escaped as in a URL, and is what was stored, byte for byte. gedeon.jsonl beside it
                        says of each version what was known of it, and of each stretch of content its checksums. What a notebook had encrypted lies under
                        encrypted/VERSION, in the form that Gédéon's docs/storage.md describes; it is opened with the notebook's key.
            gathering/  what is not sealed into a batch yet: files GEDBLOB1, header, metadata, content and checksums one after the other.
            """;

    private final Clock clock;
    private final Map<String, String> environment;

    /** @param environment where credentials may be */
    public ArchiveKind(Clock clock, Map<String, String> environment) {
        this.clock = clock;
        this.environment = environment;
    }

    @Override
    public String name() {
        return NAME;
    }

    private ArchivePlace place(ArchiveSettings settings) {
        return switch (settings.place()) {
            case ArchiveSettings.Folder folder -> new FolderPlace(folder, clock);
            case ArchiveSettings.Bucket bucket -> new BucketPlace(bucket.at(), environment, clock);
        };
    }

    @Override
    public UUID create(Map<String, String> settings) throws IOException {
        return place(ArchiveSettings.of(settings)).create();
    }

    @Override
    public Tier open(Map<String, String> settings, UUID tier, UUID writer) throws IOException {
        ArchiveSettings checked = ArchiveSettings.of(settings);
        return new ArchiveTier(checked, place(checked).open(tier, writer), clock);
    }

    @Override
    public Optional<Duration> recall(Map<String, String> settings) {
        return Optional.of(ArchiveSettings.of(settings).recall());
    }
}
