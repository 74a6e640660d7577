package gedeon.storage;

import com.zaxxer.hikari.HikariDataSource;
import gedeon.kernel.ByteCount;
import gedeon.storage.disposal.DisposalActs;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.Ties;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.NoKeys;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.events.JdbcLetters;
import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.glance.Glances;
import gedeon.storage.glance.JdbcGlances;
import gedeon.storage.journal.Journal;
import gedeon.storage.journal.JournalKeeper;
import gedeon.storage.journal.Timeline;
import gedeon.storage.journal.rebuild.Rebuild;
import gedeon.storage.journal.rebuild.RebuildReport;
import gedeon.storage.journal.rebuild.Recovery;
import gedeon.storage.keys.NotebookKeys;
import gedeon.storage.lifecycle.LifecycleJob;
import gedeon.storage.lifecycle.LifecycleReports;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.Turn;
import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.adoption.JdbcAdoptedFiles;
import gedeon.storage.lifecycle.fixity.DamageWatch;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.fixity.FixityRounds;
import gedeon.storage.lifecycle.fixity.LostAndFound;
import gedeon.storage.lifecycle.jobs.Bandwidth;
import gedeon.storage.lifecycle.restore.JdbcRestores;
import gedeon.storage.lifecycle.tiering.Reads;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.Committer;
import gedeon.storage.namespace.JdbcSeals;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.Uploads;
import gedeon.storage.namespace.Versions;
import gedeon.storage.notebooks.Addresses;
import gedeon.storage.notebooks.JdbcNotebooks;
import gedeon.storage.notebooks.JdbcRights;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.notebooks.Secrets;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.JdbcDamages;
import gedeon.storage.objects.JdbcObjectStore;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.Readmission;
import gedeon.storage.objects.Rereading;
import gedeon.storage.objects.Rewriting;
import gedeon.storage.operations.StorageOverview;
import gedeon.storage.quota.jdbc.Allocations;
import gedeon.storage.quota.jdbc.JdbcQuotaLedger;
import gedeon.storage.quota.jdbc.JdbcQuotaPlaces;
import gedeon.storage.quota.jdbc.JdbcQuotaTree;
import gedeon.storage.quota.jdbc.JdbcQuotaWatch;
import gedeon.storage.quota.jdbc.JdbcQuotas;
import gedeon.storage.quota.jdbc.JdbcReservations;
import gedeon.storage.quota.jdbc.JdbcRoomRequests;
import gedeon.storage.s3.lifecycle.LifecycleXml;
import gedeon.storage.s3.notifications.BucketWatchers;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import gedeon.storage.tier.adopted.FolderKind;
import gedeon.storage.tier.archive.ArchiveKind;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.posix.PosixKind;
import gedeon.storage.tier.s3.S3Kind;
import gedeon.storage.webhooks.Bell;
import gedeon.storage.webhooks.Deliveries;
import gedeon.storage.webhooks.Notifications;
import gedeon.storage.webhooks.Webhooks;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole of storage, assembled without a framework: one per process. Closing returns leased room and seals what its tiers have open. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final HikariDataSource pool;
    private final Sql sql;
    private final Tier house;
    private final JdbcTiers tiers;
    private final Journal journal;
    private final JournalKeeper keeper;
    private final Recovery recovery;
    private final LostAndFound lost;
    private final JdbcQuotaWatch watch;
    private final JdbcQuotaLedger ledger;
    private final Committer committer;
    private final JdbcObjectStore store;
    private final JdbcOutbox outbox;
    private final JdbcQuotas quotas;
    private final QuotaTree tree;
    private final RoomRequests requests;
    private final Reservations reservations;
    private final JdbcNotebooks notebooks;
    private final JdbcRights rights;
    private final Glances glances;
    private final Traffic traffic = new Traffic();
    private final Versions versions;
    private final Collector collector;
    private final NotebookKeys keys;
    private final LifecycleJob lifecycle;
    private final Seals seals;
    private final Verifications verifications;
    private final Adoptions adoptions;
    private final Tiering tiering;
    private final Disposing disposing;
    private final Damages damages;
    private final DamageWatch damageWatch;
    private final Turn damageTurn;
    private final FixityRounds fixityRounds;
    private final Webhooks webhooks;
    private final Notifications notifications;
    private final Housekeeping housekeeping;

    private Gateway(
            GatewaySettings settings,
            Tier tier,
            UUID tierUuid,
            KeyProvider keys,
            Ties ties,
            Clock clock,
            HikariDataSource pool,
            boolean beside) {
        this.pool = pool;
        this.house = tier;
        this.sql = new Sql(pool, settings.database().longest());
        Sql unhurried = sql.unhurried();
        StorageDatabase.requireDurable(sql);
        new Timeline(sql).follow();
        UUID writer = tier.writer().orElseGet(UUID::randomUUID);
        this.tiers = new JdbcTiers(sql, kinds(sql, clock), house(tierUuid, tier), tier, writer, !beside);
        List<String> consumers = new ArrayList<>(settings.consumers());
        consumers.add(Deliveries.CONSUMER);
        consumers.add(JdbcQuotaWatch.CONSUMER);
        consumers.add(JdbcRoomRequests.CONSUMER);
        consumers.add(DisposalActs.CONSUMER);
        consumers.add(DamageWatch.CONSUMER);
        consumers.add(FixityRounds.CONSUMER);
        consumers.add(Letters.CONSUMER);
        this.outbox = new JdbcOutbox(sql, consumers);
        this.watch = new JdbcQuotaWatch(sql, settings.quota(), outbox);
        this.ledger =
                new JdbcQuotaLedger(sql, settings.lease(), writer, settings.identity(), settings.quota(), watch::ring);
        this.journal = new Journal(sql, tiers, keys, writer, settings.journal(), clock);
        this.keeper = new JournalKeeper(unhurried, tiers, keys, settings.journal(), clock);
        Sql told = sql.followedBy(journal::flush);
        Allocations allocations = new Allocations(settings.quota().overallocation(), this::free);
        Sealing sealing = new Sealing(keys);
        Bell bell = new Bell();
        Namespace namespace = new Namespace(
                ledger, new Announcements(settings.consumers(), new BucketWatchers(clock, bell::ring)), sealing::alive);
        this.committer = new Committer(sql, namespace);
        Copies.Damages found = new JdbcDamages(sql);
        Reads reads = new Reads(sql);
        Restores restores = new JdbcRestores(sql, tiers, settings.lifecycle().days(), namespace.announcements());
        Copies copies = new Copies(sql, tiers, found, reads::of);
        this.store = new JdbcObjectStore(
                sql, ledger, tiers, copies, namespace, committer, sealing, restores, clock, journal::flush);
        Readmission readmission = new Readmission(sql, ledger, tiers, committer, sealing, clock);
        this.recovery = new Recovery(unhurried, readmission, settings.journal());
        this.lost = new LostAndFound(sql, tiers, readmission);
        this.quotas = new JdbcQuotas(told, allocations, settings.quota());
        this.tree = new JdbcQuotaTree(told, allocations);
        this.requests = new JdbcRoomRequests(told, allocations, settings.quota(), outbox);
        this.reservations = new JdbcReservations(sql, ledger, quotas);
        Secrets secrets = new Secrets(settings.masterKey());
        this.notebooks = new JdbcNotebooks(told, secrets, allocations);
        this.glances = new JdbcGlances(sql, secrets);
        this.webhooks = new Webhooks(sql, secrets, settings.webhooks());
        this.rights = new JdbcRights(sql);
        this.versions = new Versions(sql);
        this.damages = new Damages(sql);
        this.damageWatch = new DamageWatch(sql, damages, outbox);
        this.damageTurn = new Turn("damage watch", settings.tiering().pause().multipliedBy(6), damageWatch::look);
        this.fixityRounds = new FixityRounds(sql, outbox);
        this.collector = new Collector(sql, tiers, settings.grace());
        Bandwidth background = new Bandwidth(settings.tiering().bandwidth(), traffic);
        Bandwidth rereading = background.share(0);
        this.verifications =
                new Rereading(sql, tiers, copies, sealing, namespace.announcements(), rereading::used, journal::flush);
        this.keys = new NotebookKeys(
                sql,
                keys,
                new Rewriting(sql, tiers, copies.fromArchives(), namespace, sealing, clock),
                background.share(0)::used,
                settings.tiering().claim(),
                clock);
        this.adoptions = new Adoptions(
                sql, tiers, store, namespace, ledger, found, settings.tiering().claim(), clock);
        this.tiering = new Tiering(
                sql,
                tiers,
                copies,
                found,
                reads,
                background,
                settings.tiering(),
                settings.lifecycle().days(),
                LifecycleXml::kept,
                namespace.announcements(),
                adoptions,
                clock);
        this.seals = new JdbcSeals(told);
        this.lifecycle = new LifecycleJob(
                sql,
                store,
                new Uploads(sql, namespace, ledger),
                settings.lifecycle(),
                tiering.unsettled(),
                LifecycleXml::kept);
        this.disposing =
                new Disposing(sql, told, ledger, namespace, outbox, ties, settings.disposal(), settings.grace());
        this.notifications = new Notifications(new Deliveries(sql, outbox), webhooks, settings.webhooks(), bell);
        this.housekeeping =
                new Housekeeping(sql, collector, notebooks, this.keys, tiers, reservations, settings.collectEvery());
    }

    /**
     * As {@link #open(GatewaySettings, Tier, UUID, KeyProvider, Clock)} without keys: whoever asks for encryption is refused.
     */
    public static Gateway open(GatewaySettings settings, Tier tier, UUID tierUuid, Clock clock) {
        return open(settings, tier, tierUuid, new NoKeys(), clock);
    }

    /**
     * Migrates the database, checks that it keeps what it acknowledges, and opens.
     *
     * @param keys of the notebooks; closed by nobody
     * @throws IllegalStateException where the database does not sync: fsync, synchronous_commit, full_page_writes
     */
    public static Gateway open(GatewaySettings settings, Tier tier, UUID tierUuid, KeyProvider keys, Clock clock) {
        return open(settings, tier, tierUuid, keys, Ties.NONE, clock);
    }

    /**
     * As {@link #open(GatewaySettings, Tier, UUID, KeyProvider, Clock)}.
     *
     * @param ties what else knows of versions, asked before any is disposed of as waste
     */
    public static Gateway open(
            GatewaySettings settings, Tier tier, UUID tierUuid, KeyProvider keys, Ties ties, Clock clock) {
        StorageDatabase.migrate(settings);
        return opened(settings, tier, tierUuid, keys, ties, clock, false);
    }

    /**
     * Opens on tables as a complete server of this release left them, and changes none: for a process beside that server.
     *
     * @throws IllegalStateException where the tables are of an older or a newer release, or the database does not sync
     */
    public static Gateway beside(
            GatewaySettings settings, Tier tier, UUID tierUuid, KeyProvider keys, Ties ties, Clock clock) {
        return StorageDatabase.asItIs(settings, () -> opened(settings, tier, tierUuid, keys, ties, clock, true));
    }

    private static Gateway opened(
            GatewaySettings settings,
            Tier tier,
            UUID tierUuid,
            KeyProvider keys,
            Ties ties,
            Clock clock,
            boolean beside) {
        HikariDataSource pool = StorageDatabase.pool(settings);
        try {
            return new Gateway(settings, tier, tierUuid, keys, ties, clock, pool, beside);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /**
     * Makes the namespace again in a database that has none, before anybody serves on it: docs/storage.md, "Journal and rebuild". {@link #recovery} does the
     * rest once it is open.
     *
     * @param others see {@link Rebuild#run}
     * @param over whether a namespace that came from a backup is replaced
     */
    public static RebuildReport rebuild(
            GatewaySettings settings,
            Tier tier,
            UUID tierUuid,
            KeyProvider keys,
            Clock clock,
            List<Rebuild.Source> others,
            boolean over,
            Consumer<String> progress)
            throws IOException {
        StorageDatabase.migrate(settings);
        Sql own = StorageDatabase.unhurried(settings);
        return new Rebuild(own, keys, kinds(own, clock), progress).run(tierUuid, tier, others, over);
    }

    private static List<TierKind> kinds(Sql sql, Clock clock) {
        return List.of(
                new PosixKind(clock),
                new S3Kind(clock, System.getenv()),
                new ArchiveKind(clock, System.getenv()),
                new FolderKind(tier -> new JdbcAdoptedFiles(sql, tier)));
    }

    private static TierRow house(UUID uuid, Tier tier) {
        return new TierRow(
                (short) 0,
                uuid,
                "posix",
                "tier-" + uuid.toString().substring(0, 8),
                tier.reopening(),
                TierRow.State.ONLINE,
                0);
    }

    public ObjectStore store() {
        return store;
    }

    /** As people are to see where this process listens. */
    public void serves(String address) {
        ledger.serves(address);
    }

    /** Told by the S3 port; who works in the background asks it. */
    public Traffic traffic() {
        return traffic;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Quotas quotas() {
        return quotas;
    }

    /** Bytes that all tiers can still take; those that cannot be asked now have none. */
    private ByteCount free() {
        long sum = 0;
        for (TierRow row : tiers.all()) {
            try {
                // A bucket's end is mostly unknown: then there is room without end.
                long free = Math.max(0, tiers.free(row.id()));
                sum = free > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + free;
            } catch (IOException e) {
                LOG.debug("the free bytes of tier {} are not known: {}", row.name(), e.getMessage());
            }
        }
        return new ByteCount(sum);
    }

    /** What people are to be told by mail. */
    public Letters letters() {
        return new JdbcLetters(sql, outbox);
    }

    /** Where people get it. */
    public Addresses addresses() {
        return new Addresses(sql);
    }

    public QuotaWatch quotaWatch() {
        return watch;
    }

    /** Asked by people, now and then. */
    public QuotaPlaces quotaPlaces() {
        return new JdbcQuotaPlaces(sql);
    }

    public Reservations reservations() {
        return reservations;
    }

    public RoomRequests roomRequests() {
        return requests;
    }

    public QuotaTree quotaTree() {
        return tree;
    }

    public Notebooks notebooks() {
        return notebooks;
    }

    public Glances glances() {
        return glances;
    }

    public NotebookKeys keys() {
        return keys;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    public Rights rights() {
        return rights;
    }

    /** The tier of this installation's home. */
    public Tier tier() {
        return house;
    }

    /** Which versions are part of a sealed dataset. */
    public Seals seals() {
        return seals;
    }

    /** What is stored, read again. */
    public Verifications verifications() {
        return verifications;
    }

    /** What became of buckets' lifecycles. */
    public LifecycleReports lifecycles() {
        return new LifecycleReports(sql, LifecycleXml::kept);
    }

    public Tiering tiering() {
        return tiering;
    }

    /** Waste, disposals and what is kept of them. */
    public Disposing disposing() {
        return disposing;
    }

    /** Folders of others, taken in place. */
    public Adoptions adoptions() {
        return adoptions;
    }

    /** What tiers are told of the namespace. */
    public Journal journal() {
        return journal;
    }

    /** Takes back blobs that a rebuild found and no journal names. */
    public Recovery recovery() {
        return recovery;
    }

    /** What audits put aside. */
    public LostAndFound lostAndFound() {
        return lost;
    }

    /** What was found by each round of fixity that ended. */
    public FixityRounds fixityRounds() {
        return fixityRounds;
    }

    /** What was found damaged. */
    public Damages damages() {
        return damages;
    }

    /** Tells when there is more or less of it. */
    public DamageWatch damageWatch() {
        return damageWatch;
    }

    /** What waits and what stands still. */
    public StorageOverview overview() {
        return new StorageOverview(sql);
    }

    public JdbcTiers tiers() {
        return tiers;
    }

    /** What the other modules may read. */
    public Objects objects() {
        return new PublishedObjects(store, versions);
    }

    @Override
    public void close() throws IOException {
        housekeeping.close();
        keys.close();
        lifecycle.close();
        damageTurn.close();
        tiering.close();
        disposing.close();
        notifications.close();
        committer.close();
        ledger.close();
        watch.close();
        keeper.close();
        journal.close();
        pool.close();
        tiers.close();
    }
}
