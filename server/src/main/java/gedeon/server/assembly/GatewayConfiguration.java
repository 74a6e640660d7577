package gedeon.server.assembly;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.file.FileKeyProvider;
import gedeon.storage.glance.Glances;
import gedeon.storage.lifecycle.LifecycleSettings;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import gedeon.storage.webhooks.WebhookSettings;
import gedeon.storage.webhooks.Webhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Storage with what an S3 port needs of it, for each process that has one. The gateway closes its parts; they are not closed a second time. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    S3Settings.class,
    RoomSettings.class,
    CareSettings.class,
    BackgroundSettings.class,
    PatienceSettings.class
})
class GatewayConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "")
    PosixTier posixTier(Started started, Clock clock) throws IOException {
        return house(started.home(), clock);
    }

    /** The tier of a home, made where there is none. */
    static PosixTier house(Home home, Clock clock) throws IOException {
        Path root = home.posixTier();
        if (Files.notExists(root)) {
            Files.createDirectories(root);
            PosixTier.create(root);
        }
        return PosixTier.open(root, PosixSettings.DEFAULTS, clock);
    }

    static GatewaySettings settings(Home home, Database database) throws IOException {
        byte[] masterKey = HexFormat.of().parseHex(home.secret("master.key"));
        return GatewaySettings.of(
                database.url(), database.user(), database.password(), masterKey, List.of("catalogue"));
    }

    @Bean
    KeyProvider keyProvider(Started started, Clock clock) {
        return FileKeyProvider.of(started.home().keys(), System.getenv(), clock);
    }

    @Bean(destroyMethod = "close")
    Gateway gateway(
            Started started,
            Opening opening,
            S3Settings s3,
            RoomSettings room,
            CareSettings care,
            BackgroundSettings background,
            PatienceSettings patience,
            PosixTier tier,
            KeyProvider keys,
            Clock clock)
            throws IOException {
        LifecycleSettings lifecycle = new LifecycleSettings(
                s3.lifecycleDay(), s3.abandonedUploadsAfter(), LifecycleSettings.DEFAULTS.completedAfter());
        return opening.open(
                settings(started.home(), started.database())
                        .withDatabase(patience.settings())
                        .withQuota(room.settings())
                        .withLifecycle(lifecycle)
                        .withDisposal(care.settings())
                        .withTiering(background.settings())
                        .withWebhooks(new WebhookSettings(s3.webhooksToPrivateAddresses(), s3.region())),
                tier,
                keys,
                clock);
    }

    @Bean
    Notebooks notebooks(Gateway gateway) {
        return gateway.notebooks();
    }

    @Bean
    Webhooks webhooks(Gateway gateway) {
        return gateway.webhooks();
    }

    @Bean
    Glances glances(Gateway gateway) {
        return gateway.glances();
    }

    @Bean
    Rights rights(Gateway gateway) {
        return gateway.rights();
    }

    @Bean
    ObjectStore objectStore(Gateway gateway) {
        return gateway.store();
    }
}
