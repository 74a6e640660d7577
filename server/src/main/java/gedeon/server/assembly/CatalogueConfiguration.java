package gedeon.server.assembly;

import gedeon.metadata.Bookings;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Crates;
import gedeon.metadata.Instruments;
import gedeon.metadata.Things;
import gedeon.metadata.exchange.rocrate.NotebookCrates;
import gedeon.metadata.extraction.Extraction;
import gedeon.metadata.extraction.ExtractionProcesses;
import gedeon.metadata.extraction.ExtractionSettings;
import gedeon.metadata.search.DatasetSearch;
import gedeon.storage.Gateway;
import gedeon.storage.Reservations;
import gedeon.storage.sql.Unhurried;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The catalogue as a bean: closed before the storage that it reads, and before its readers' processes. */
@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {
    private static final int WORKERS = 2;

    @Bean(destroyMethod = "close")
    Extraction extraction() {
        return new ExtractionProcesses(ExtractionSettings.standard().withWorkers(WORKERS));
    }

    @Bean
    Things things(Catalogue catalogue) {
        return catalogue.things();
    }

    @Bean
    Instruments instruments(Catalogue catalogue) {
        return catalogue.instruments();
    }

    @Bean
    Bookings bookings(Catalogue catalogue) {
        return catalogue.bookings();
    }

    @Bean
    MissingNotices missingNotices(Catalogue catalogue, ApplicationEventPublisher listeners) {
        return new MissingNotices(catalogue.expectations(), listeners);
    }

    @Bean
    AgentNotices agentNotices(Catalogue catalogue, ApplicationEventPublisher listeners) {
        return new AgentNotices(catalogue.agents(), listeners);
    }

    @Bean
    ReceiptNotices receiptNotices(Catalogue catalogue, ApplicationEventPublisher listeners, MeterRegistry meters) {
        return new ReceiptNotices(catalogue.intake(), listeners, meters);
    }

    @Bean
    ReservationNotices reservationNotices(
            Reservations reservations, Catalogue catalogue, ApplicationEventPublisher listeners) {
        return new ReservationNotices(reservations, catalogue.agents(), listeners);
    }

    /** Opened after the catalogue, whose tables it reads. */
    @Bean(destroyMethod = "close")
    DatasetSearch search(Catalogue catalogue, DataSource source, Started started, Gateway gateway, Clock clock) {
        return DatasetSearch.open(source, started.home().index(), gateway.traffic(), clock);
    }

    @Bean
    Crates crates(DataSource source, PatienceSettings patience, Clock clock) {
        return new NotebookCrates(Unhurried.of(source, patience.longest()), clock);
    }

    @Bean(destroyMethod = "close")
    Catalogue catalogue(Started started, DataSource source, Gateway gateway, Extraction extraction, Clock clock)
            throws IOException {
        return Catalogue.open(
                source, gateway, extraction, WORKERS, started.home().keyPair("receipt"), clock);
    }
}
