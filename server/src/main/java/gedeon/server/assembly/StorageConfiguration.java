package gedeon.server.assembly;

import gedeon.metadata.DatasetTies;
import gedeon.server.tiers.AdoptableFolders;
import gedeon.server.tiers.JobRates;
import gedeon.server.tiers.TierRooms;
import gedeon.storage.CompleteServer;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Objects;
import gedeon.storage.Outbox;
import gedeon.storage.QuotaPlaces;
import gedeon.storage.QuotaTree;
import gedeon.storage.Quotas;
import gedeon.storage.RoomRequests;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.file.FileKeyProvider;
import gedeon.storage.glance.Glances;
import gedeon.storage.journal.Journal;
import gedeon.storage.keys.NotebookKeys;
import gedeon.storage.lifecycle.LifecycleSettings;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.fixity.LostAndFound;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.operations.StorageOverview;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import gedeon.storage.webhooks.WebhookSettings;
import gedeon.storage.webhooks.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Storage as beans. The gateway closes what it was given; its parts are not closed a second time. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    S3Settings.class,
    RoomSettings.class,
    CareSettings.class,
    BackgroundSettings.class,
    AdoptionSettings.class,
    PatienceSettings.class
})
class StorageConfiguration {
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

    /** Before anything is done with the database, and given back after all else. */
    @Bean(destroyMethod = "close")
    CompleteServer completeServer(
            Started started, PosixTier tier, PatienceSettings patience, ConfigurableApplicationContext context)
            throws IOException, InterruptedException {
        return ServerPlace.claim(
                started.home(),
                started.options(),
                settings(started.home(), started.database()).withDatabase(patience.settings()),
                tier.uuid(),
                false,
                () -> Thread.ofPlatform().name("stop").start(context::close));
    }

    /** @param place taken before */
    @Bean(destroyMethod = "close")
    Gateway gateway(
            Started started,
            CompleteServer place,
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
        return Gateway.open(
                settings(started.home(), started.database())
                        .withDatabase(patience.settings())
                        .withQuota(room.settings())
                        .withLifecycle(lifecycle)
                        .withDisposal(care.settings())
                        .withTiering(background.settings())
                        .withWebhooks(new WebhookSettings(s3.webhooksToPrivateAddresses(), s3.region())),
                tier,
                tier.uuid(),
                keys,
                new DatasetTies(),
                clock);
    }

    @Bean
    Notebooks notebooks(Gateway gateway) {
        return gateway.notebooks();
    }

    @Bean(destroyMethod = "")
    NotebookKeys notebookKeys(Gateway gateway) {
        return gateway.keys();
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
    Quotas quotas(Gateway gateway) {
        return gateway.quotas();
    }

    @Bean
    QuotaNotices quotaNotices(Gateway gateway, ApplicationEventPublisher listeners, MeterRegistry meters) {
        return new QuotaNotices(gateway.quotaWatch(), listeners, meters);
    }

    @Bean(destroyMethod = "")
    Disposing disposing(Gateway gateway) {
        return gateway.disposing();
    }

    @Bean
    DisposalNotices disposalNotices(Disposing disposing, ApplicationEventPublisher listeners) {
        return new DisposalNotices(disposing.acts(), listeners);
    }

    @Bean
    TierRooms tierRooms(Gateway gateway) {
        return new TierRooms(gateway.tiers());
    }

    @Bean
    JobRates jobRates(Clock clock) {
        return new JobRates(clock);
    }

    @Bean
    StorageMeters storageMeters(Gateway gateway, TierRooms rooms, JobRates rates, MeterRegistry meters) {
        return new StorageMeters(gateway, rooms, rates, meters);
    }

    @Bean(destroyMethod = "")
    Journal journal(Gateway gateway) {
        return gateway.journal();
    }

    @Bean
    StorageOverview storageOverview(Gateway gateway) {
        return gateway.overview();
    }

    @Bean
    RoomRequests roomRequests(Gateway gateway) {
        return gateway.roomRequests();
    }

    @Bean
    QuotaPlaces quotaPlaces(Gateway gateway) {
        return gateway.quotaPlaces();
    }

    @Bean
    QuotaTree quotaTree(Gateway gateway) {
        return gateway.quotaTree();
    }

    @Bean
    Outbox outbox(Gateway gateway) {
        return gateway.outbox();
    }

    @Bean
    Objects objects(Gateway gateway) {
        return gateway.objects();
    }

    @Bean
    ObjectStore objectStore(Gateway gateway) {
        return gateway.store();
    }

    @Bean(destroyMethod = "")
    JdbcTiers tiers(Gateway gateway) {
        return gateway.tiers();
    }

    @Bean
    Adoptions adoptions(Gateway gateway) {
        return gateway.adoptions();
    }

    @Bean
    AdoptableFolders adoptableFolders(AdoptionSettings settings, Started started) {
        List<Path> own = new ArrayList<>(started.options().backup().folders());
        own.add(started.home().root());
        return new AdoptableFolders(settings.from(), own);
    }

    @Bean(destroyMethod = "")
    Tiering tiering(Gateway gateway) {
        return gateway.tiering();
    }

    @Bean
    LostAndFound lostAndFound(Gateway gateway) {
        return gateway.lostAndFound();
    }

    @Bean
    Damages damages(Gateway gateway) {
        return gateway.damages();
    }
}
