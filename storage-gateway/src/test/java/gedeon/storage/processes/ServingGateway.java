package gedeon.storage.processes;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.lifecycle.LifecycleSettings;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.s3.S3Options;
import gedeon.storage.s3.S3Server;
import gedeon.storage.s3.S3Service;
import gedeon.storage.s3.TrustedProxies;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A bare gateway process with its S3 port. It says {@code ready PORT} and serves until its input ends. */
public final class ServingGateway {
    private ServingGateway() {}

    /** How soon what goes by time happens. */
    public enum Pace {
        /** As it is shipped. */
        SHIPPED,
        /** Leases of ten seconds, days of two, garbage after one: so that a test sees their end. */
        QUICK;

        GatewaySettings of(GatewaySettings settings) {
            return switch (this) {
                case SHIPPED -> settings;
                case QUICK ->
                    settings.withLease(new LeaseSettings(
                                    Duration.ofSeconds(10),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(8),
                                    Duration.ofSeconds(1),
                                    LeaseSettings.DEFAULTS.slice()))
                            .withLifecycle(new LifecycleSettings(
                                    Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofMinutes(10)))
                            .withGarbage(Duration.ofSeconds(1), Duration.ofMillis(300));
            };
        }
    }

    /** @param args JDBC URL, folder of the tier, {@link Pace}, port (0: a free one), proxies that are trusted, with commas between them */
    public static void main(String[] args) throws Exception {
        GatewaySettings settings = Pace.valueOf(args[2])
                .of(GatewaySettings.of(args[0], "postgres", "postgres", new byte[32], List.of("catalogue")));
        TrustedProxies proxies = TrustedProxies.of(args[4].isEmpty() ? List.of() : List.of(args[4].split(",")));
        PosixTier tier = PosixTier.open(Path.of(args[1]), PosixSettings.DEFAULTS, Clock.systemUTC());
        try (Gateway gateway = Gateway.open(settings, tier, tier.uuid(), Clock.systemUTC());
                S3Server server = S3Server.start(
                        service(gateway, settings, proxies),
                        gateway.traffic(),
                        "127.0.0.1",
                        Integer.parseInt(args[3]))) {
            System.out.println("ready " + server.port());
            while (System.in.read() >= 0) {
                // Until the one who started it goes away.
            }
        }
    }

    private static S3Service service(Gateway gateway, GatewaySettings settings, TrustedProxies proxies) {
        return new S3Service(
                gateway.store(),
                gateway.glances(),
                gateway.notebooks(),
                gateway.rights(),
                S3Options.DEFAULTS.withDay(settings.lifecycle().days()).withProxies(proxies),
                Clock.systemUTC());
    }
}
