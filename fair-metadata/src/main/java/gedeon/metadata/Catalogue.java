package gedeon.metadata;

import gedeon.metadata.catalogue.JdbcDatasets;
import gedeon.metadata.catalogue.JdbcThings;
import gedeon.metadata.catalogue.Links;
import gedeon.metadata.catalogue.SealedDatasets;
import gedeon.metadata.extraction.Extraction;
import gedeon.metadata.intake.Codes;
import gedeon.metadata.intake.JdbcAgentOrders;
import gedeon.metadata.intake.JdbcAgentReleases;
import gedeon.metadata.intake.JdbcAgentSettings;
import gedeon.metadata.intake.JdbcAgents;
import gedeon.metadata.intake.JdbcArrivals;
import gedeon.metadata.intake.JdbcBookings;
import gedeon.metadata.intake.JdbcExpectations;
import gedeon.metadata.intake.JdbcFinishRules;
import gedeon.metadata.intake.JdbcInstruments;
import gedeon.metadata.intake.JdbcIntake;
import gedeon.metadata.intake.Readings;
import gedeon.metadata.intake.StoredObjects;
import gedeon.metadata.intake.Workers;
import gedeon.metadata.proof.Receipts;
import gedeon.metadata.proof.ReleaseNotices;
import gedeon.storage.Gateway;
import gedeon.storage.sql.Sql;
import gedeon.storage.sql.Unhurried;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The whole catalogue, assembled without a framework: one per process. Closing stops its threads; what they had taken comes back by itself. */
public final class Catalogue implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Things things;
    private final Datasets datasets;
    private final JdbcInstruments instruments;
    private final FinishRules rules;
    private final AgentSettingsVersions agentSettings;
    private final Agents agents;
    private final AgentOrders agentOrders;
    private final AgentReleases agentReleases;
    private final Bookings bookings;
    private final Expectations expectations;
    private final Intake intake;
    private final Arrivals arrivals;
    private final Workers followers;
    private final Workers readers;
    private final SealedDatasets sealed;

    private Catalogue(DataSource source, Gateway gateway, KeyPair receiptKey, Clock clock) {
        this.followers = new Workers(gateway.traffic());
        this.readers = new Workers(gateway.traffic());
        Sql sql = new Sql(source);
        JdbcThings allThings = new JdbcThings(sql);
        Links links = new Links(sql, allThings);
        Codes codes = new Codes(sql);
        Receipts receipts = new Receipts(receiptKey);
        this.sealed = new SealedDatasets(sql, gateway.seals(), followers::wake);
        this.things = allThings;
        this.datasets = new JdbcDatasets(sql, links, sealed);
        this.rules = new JdbcFinishRules(sql);
        JdbcAgentSettings allSettings = new JdbcAgentSettings(sql, rules, clock);
        this.agentSettings = allSettings;
        this.instruments = new JdbcInstruments(sql, codes, rules, allSettings);
        JdbcAgents allAgents = new JdbcAgents(sql, codes, gateway.notebooks(), gateway.objects(), instruments, clock);
        this.agents = allAgents;
        this.agentOrders = new JdbcAgentOrders(sql, allSettings, clock);
        this.agentReleases = new JdbcAgentReleases(sql, new ReleaseNotices(receiptKey), clock);
        this.bookings = new JdbcBookings(sql, clock);
        this.expectations = new JdbcExpectations(sql, allAgents, clock);
        this.intake = new JdbcIntake(
                sql, gateway.objects(), gateway.seals(), allThings, instruments, receipts, clock, readers::wake);
        this.arrivals = new JdbcArrivals(sql, gateway.objects(), receipts);
    }

    /**
     * Migrates the schema {@code catalogue}, opens, and starts to follow the outbox and to have datasets read.
     *
     * @param source connections in auto-commit
     * @param extraction closed by its owner, after the catalogue
     * @param workers how many datasets are read at a time
     */
    public static Catalogue open(
            DataSource source, Gateway gateway, Extraction extraction, int workers, KeyPair receiptKey, Clock clock) {
        migrate(source);
        Catalogue catalogue = new Catalogue(source, gateway, receiptKey, clock);
        Sql sql = new Sql(source);
        StoredObjects objects = new StoredObjects(sql, gateway.objects(), gateway.seals(), gateway.outbox(), clock);
        catalogue.followers.start("stored-objects", 1, LOOK, () -> {
            boolean some = objects.follow() > 0;
            if (some) {
                catalogue.readers.wake();
            }
            return some;
        });
        catalogue.followers.start("sealed-datasets", 1, LOOK, catalogue.sealed::markOne);
        Readings readings = new Readings(sql, gateway.objects(), extraction);
        catalogue.readers.start("readings", workers, LOOK, readings::readOne);
        return catalogue;
    }

    static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(Unhurried.of(source))
                .schemas("catalogue")
                .locations("classpath:db/catalogue")
                .load()
                .migrate();
    }

    public Things things() {
        return things;
    }

    public Datasets datasets() {
        return datasets;
    }

    public Instruments instruments() {
        return instruments;
    }

    public FinishRules rules() {
        return rules;
    }

    public Agents agents() {
        return agents;
    }

    public AgentSettingsVersions agentSettings() {
        return agentSettings;
    }

    public AgentOrders agentOrders() {
        return agentOrders;
    }

    public AgentReleases agentReleases() {
        return agentReleases;
    }

    public Bookings bookings() {
        return bookings;
    }

    public Expectations expectations() {
        return expectations;
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    public Intake intake() {
        return intake;
    }

    @Override
    public void close() {
        followers.close();
        readers.close();
    }
}
