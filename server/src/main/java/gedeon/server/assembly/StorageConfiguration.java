package gedeon.server.assembly;

import gedeon.metadata.DatasetTies;
import gedeon.server.tiers.AdoptableFolders;
import gedeon.server.tiers.JobRates;
import gedeon.server.tiers.TierRooms;
import gedeon.storage.CompleteServer;
import gedeon.storage.Gateway;
import gedeon.storage.Objects;
import gedeon.storage.Outbox;
import gedeon.storage.ProcessIdentity;
import gedeon.storage.QuotaPlaces;
import gedeon.storage.QuotaTree;
import gedeon.storage.Quotas;
import gedeon.storage.Reservations;
import gedeon.storage.RoomRequests;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.journal.Journal;
import gedeon.storage.keys.NotebookKeys;
import gedeon.storage.lifecycle.LifecycleReports;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.fixity.FixityRounds;
import gedeon.storage.lifecycle.fixity.LostAndFound;
import gedeon.storage.operations.StorageOverview;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.posix.PosixTier;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of storage the complete server alone serves. The gateway closes its parts; they are not closed a second time. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdoptionSettings.class)
class StorageConfiguration {
    @Bean
    Opening opening(CompleteServer place) {
        // The place is taken before.
        return (settings, house, keys, clock) -> Gateway.open(
                settings.withIdentity(ProcessIdentity.of(ProcessIdentity.Role.COMPLETE)),
                house,
                house.uuid(),
                keys,
                new DatasetTies(),
                clock);
    }

    /** Before anything is done with the database, and given back after all else. */
    @Bean(destroyMethod = "close")
    CompleteServer completeServer(
            Started started, PosixTier tier, PatienceSettings patience, ConfigurableApplicationContext context)
            throws IOException, InterruptedException {
        return ServerPlace.claim(
                started.home(),
                started.options(),
                GatewayConfiguration.settings(started.home(), started.database())
                        .withDatabase(patience.settings()),
                tier.uuid(),
                false,
                () -> Thread.ofPlatform().name("stop").start(context::close));
    }

    @Bean(destroyMethod = "")
    NotebookKeys notebookKeys(Gateway gateway) {
        return gateway.keys();
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
    DamageNotices damageNotices(Gateway gateway, ApplicationEventPublisher listeners) {
        return new DamageNotices(gateway.damageWatch(), listeners);
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
    Reservations reservations(Gateway gateway) {
        return gateway.reservations();
    }

    @Bean
    RoomNotices roomNotices(RoomRequests requests, ApplicationEventPublisher listeners) {
        return new RoomNotices(requests, listeners);
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
    LifecycleReports lifecycleReports(Gateway gateway) {
        return gateway.lifecycles();
    }

    @Bean
    LostAndFound lostAndFound(Gateway gateway) {
        return gateway.lostAndFound();
    }

    @Bean
    FixityRounds fixityRounds(Gateway gateway) {
        return gateway.fixityRounds();
    }

    @Bean
    FixityNotices fixityNotices(FixityRounds rounds, ApplicationEventPublisher listeners) {
        return new FixityNotices(rounds, listeners);
    }

    @Bean
    Damages damages(Gateway gateway) {
        return gateway.damages();
    }
}
