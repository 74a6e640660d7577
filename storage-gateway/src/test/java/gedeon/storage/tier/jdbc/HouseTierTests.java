package gedeon.storage.tier.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that was not given the tier of the home opens it by its row. */
class HouseTierTests {
    @TempDir
    Path folder;

    @Test
    void anotherProcessOpensItByItsRowAlsoWhereTheHomeWasMoved() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        Path root = Files.createDirectories(folder.resolve("tier"));
        UUID uuid = PosixTier.create(root);
        try (Gateway home = open(settings, root)) {
            assertThat(row(home, uuid).settings()).containsEntry("root", root.toString());
        }
        Path moved = folder.resolve("moved");
        Files.move(root, moved);
        try (Gateway home = open(settings, moved)) {
            TierRow row = row(home, uuid);
            try (Tier again = home.tiers().kind(row.kind()).open(row.settings(), row.uuid(), UUID.randomUUID())) {
                assertThat(again.free()).isPositive();
            }
        }
    }

    private static TierRow row(Gateway gateway, UUID uuid) {
        return gateway.tiers().all().stream()
                .filter(row -> row.uuid().equals(uuid))
                .findFirst()
                .orElseThrow();
    }

    private static Gateway open(GatewaySettings settings, Path root) throws Exception {
        PosixTier tier = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC());
        return Gateway.open(settings, tier, tier.uuid(), new MemoryKeys(), Clock.systemUTC());
    }
}
