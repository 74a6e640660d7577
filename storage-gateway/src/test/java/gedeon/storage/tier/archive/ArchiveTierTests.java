package gedeon.storage.tier.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive while blobs gather in it. */
class ArchiveTierTests extends TierContract {
    @TempDir
    Path folder;

    private final ArchiveKind kind = new ArchiveKind(Clock.systemUTC(), Map.of());
    private Map<String, String> settings;
    private UUID uuid;
    private Tier tier;

    @BeforeEach
    void open() throws IOException {
        settings = Map.of("root", folder.resolve("archive").toString(), "floor", "0");
        uuid = kind.create(settings);
        tier = kind.open(settings, uuid, UUID.randomUUID());
    }

    @AfterEach
    void close() throws IOException {
        tier.close();
    }

    @Override
    protected Tier tier() {
        return tier;
    }

    @Test
    void itIsNotReadAtOnce() {
        assertThat(tier.traits()).doesNotContain(Trait.ONLINE);
        assertThat(kind.recall(settings)).isPresent();
    }

    @Test
    void withoutItsMarkTheArchiveIsOfflineAndNothingIsWritten() throws IOException {
        Files.delete(folder.resolve("archive/gedeon-tier.json"));
        assertThatThrownBy(() -> tier.begin(BlobId.next(Clock.systemUTC()), new byte[0], 10))
                .isInstanceOf(TierOffline.class);
        assertThatThrownBy(() -> kind.open(settings, uuid, UUID.randomUUID())).isInstanceOf(TierOffline.class);
    }

    @Test
    void settingsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> kind.create(Map.of())).hasMessageContaining("root");
        assertThatThrownBy(() -> kind.create(Map.of("root", "/x", "recal", "PT1H")))
                .hasMessageContaining("recal");
        assertThatThrownBy(() -> kind.create(Map.of("root", "/x", "recall", "4h")))
                .hasMessageContaining("PT4H");
        assertThatThrownBy(() -> kind.create(Map.of("root", "/x", "holes", "1")))
                .hasMessageContaining("holes");
        assertThatThrownBy(() -> kind.create(Map.of("root", "/x", "batch-bytes", "0")))
                .hasMessageContaining("batch-bytes");
        assertThatThrownBy(() -> kind.create(Map.of("root", folder.toString()))).hasMessageContaining("empty");
    }
}
