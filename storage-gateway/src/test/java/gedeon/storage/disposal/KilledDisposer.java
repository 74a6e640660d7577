package gedeon.storage.disposal;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Does what is due until it is killed. */
final class KilledDisposer {
    /** What a killed process had leased comes back after six seconds. */
    private static final LeaseSettings LEASE = new LeaseSettings(
            Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1), 64 << 20);

    private KilledDisposer() {}

    public static void main(String[] args) throws Exception {
        GatewaySettings settings = settings(args[0]);
        PosixTier tier = PosixTier.open(Path.of(args[1]), PosixSettings.DEFAULTS, Clock.systemUTC());
        try (Gateway gateway = Gateway.open(settings, tier, tier.uuid(), Clock.systemUTC())) {
            System.out.println("ready");
            gateway.disposing().round();
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    static GatewaySettings settings(String url) {
        return GatewaySettings.of(url, "postgres", "postgres", new byte[32], List.of("catalogue"))
                .withLease(LEASE)
                .withDisposal(new DisposalSettings(
                        Duration.ofDays(30), Duration.ZERO, Duration.ofDays(7), Duration.ofDays(1)));
    }
}
