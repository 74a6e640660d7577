package gedeon.storage.lifecycle;

import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.archive.Sealing;
import gedeon.storage.lifecycle.archive.SealingWaits;
import gedeon.storage.lifecycle.fixity.AuditRound;
import gedeon.storage.lifecycle.fixity.FixityRound;
import gedeon.storage.lifecycle.fixity.Repairs;
import gedeon.storage.lifecycle.jobs.Bandwidth;
import gedeon.storage.lifecycle.jobs.JobRunner;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.jobs.StorageJobs;
import gedeon.storage.lifecycle.restore.Restoring;
import gedeon.storage.lifecycle.tiering.Candidates;
import gedeon.storage.lifecycle.tiering.CompactionRound;
import gedeon.storage.lifecycle.tiering.Copying;
import gedeon.storage.lifecycle.tiering.Placing;
import gedeon.storage.lifecycle.tiering.PlacingRound;
import gedeon.storage.lifecycle.tiering.Policies;
import gedeon.storage.lifecycle.tiering.Previews;
import gedeon.storage.lifecycle.tiering.Reads;
import gedeon.storage.lifecycle.tiering.Retired;
import gedeon.storage.lifecycle.tiering.Transitioned;
import gedeon.storage.lifecycle.tiering.Unsettled;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.objects.Copies;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.archive.ArchiveKind;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that moves, copies, checks and repairs blobs in this process, beside other processes that do the same. */
public final class Tiering implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tiering.class);

    /** A process that starts is not disturbed by it at once, and neither is what was just stored. */
    private static final Duration FIRST_FIXITY = Duration.ofHours(1);

    private static final int RESTORES_AT_ONCE = 2;

    private final Sql sql;
    private final JdbcTiers tiers;
    private final Policies policies;
    private final StorageJobs jobs;
    private final Copies.Damages damages;
    private final Copying copying;
    private final Placing placing;
    private final Candidates candidates;
    private final TieringSettings settings;
    private final Days days;
    private final Function<String, LifecycleRules> reader;
    private final JobRunner runner;
    private final Adoptions adoptions;
    private final Clock clock;
    private final List<Turn> turns = new ArrayList<>();

    /** @param background what all work of this process may read together, whoever does it */
    public Tiering(
            Sql sql,
            JdbcTiers tiers,
            Copies copies,
            Copies.Damages damages,
            Reads reads,
            Bandwidth background,
            TieringSettings settings,
            Days days,
            Function<String, LifecycleRules> reader,
            Announcements announcements,
            Adoptions adoptions,
            Clock clock) {
        this.adoptions = adoptions;
        this.clock = clock;
        this.sql = sql;
        this.tiers = tiers;
        this.damages = damages;
        this.settings = settings;
        this.days = days;
        this.reader = reader;
        this.policies = new Policies(sql);
        this.jobs = new StorageJobs(sql, settings.claim());
        this.copying = new Copying(tiers, damages);
        this.placing = new Placing(sql, tiers, copies, copying, settings.claim());
        this.candidates = new Candidates(sql);
        ensureJobs();
        this.runner =
                new JobRunner(jobs, this::round, background, settings.claim(), settings.slice(), settings.jobsAtOnce());
        for (int i = 1; i <= settings.jobsAtOnce(); i++) {
            turns.add(new Turn("storage job " + i, settings.pause(), runner::run));
        }
        Bandwidth gentle = background.share(0);
        turns.add(new Turn(
                "retired copies",
                settings.pause(),
                new Retired(sql, tiers, settings.retiredFor(), settings.claim())::run));
        turns.add(new Turn("retired packs", settings.pause(), this::removeRetiredPacks));
        turns.add(new Turn(
                "repairs",
                settings.pause(),
                new Repairs(
                        sql.unhurried(), placing, gentle::used, settings.pause().multipliedBy(12))::run));
        turns.add(new Turn(
                "sealing of archives",
                settings.pause(),
                new Sealing(sql, tiers, copying, damages, gentle::used, clock, settings.claim())::run));
        Restoring restoring =
                new Restoring(sql, tiers, placing, days, announcements, background::usedForPeople, settings.claim());
        for (int i = 1; i <= RESTORES_AT_ONCE; i++) {
            turns.add(new Turn("restores " + i, settings.pause(), restoring::run));
        }
        turns.add(new Turn("ends of restored copies", settings.pause(), restoring::expire));
        turns.add(new Turn("adoptions", Duration.ofMinutes(1), adoptions::ensureJobs));
        turns.add(new Turn("days of reading", Duration.ofMinutes(1), reads::tell));
    }

    private Round round(StorageJob job) {
        return switch (job.kind()) {
            case PLACING ->
                PlacingRound.all(candidates, placing, policies, tiers, this::transitions, settings.placingEvery());
            case ARRIVALS ->
                PlacingRound.arrivals(
                        candidates, placing, policies, tiers, this::transitions, settings.arrivalsEvery());
            case DRAIN -> PlacingRound.drain(candidates, placing, policies, tiers, this::transitions, tierOf(job));
            case ADOPTION -> adoptions.round(tierOf(job));
            case AUDIT ->
                new AuditRound(
                        sql.unhurried(),
                        opened(job),
                        tierOf(job),
                        tiers.recall(tierOf(job)).isPresent(),
                        damages);
            case COMPACTION ->
                new CompactionRound(
                        sql.unhurried(), opened(job).packed().orElseThrow(), placing, tierOf(job), settings.holes());
            case FIXITY ->
                new FixityRound(
                        sql.unhurried(),
                        tiers,
                        copying,
                        placing,
                        damages,
                        tierOf(job),
                        tiers.recall(tierOf(job)).isPresent(),
                        fixityPeriod(tierOf(job)),
                        clock);
        };
    }

    /** As the buckets' rules are now. */
    private Transitioned transitions() {
        return new Transitions(sql, days, reader);
    }

    private Tier opened(StorageJob job) {
        try {
            return tiers.of(tierOf(job));
        } catch (TierOffline e) {
            throw new UncheckedIOException(e);
        }
    }

    private static short tierOf(StorageJob job) {
        return Objects.requireNonNull(job.tier(), "the tier of a " + job.kind() + " job");
    }

    /** Within which each copy there is read again: the shortest of the policies that put blobs there. */
    public Duration fixityPeriod(short tier) {
        TierTraits traits = tiers.all().stream()
                .filter(row -> row.id() == tier)
                .map(TierRow::traits)
                .findFirst()
                .orElse(TierTraits.UNKNOWN);
        return policies.all().stream()
                .filter(policy -> policy.landing().contains(tier)
                        || policy.copies().contains(tier)
                        || policy.rules().stream().anyMatch(rule -> rule.to() == tier)
                        || policy.demands().copies() > 1 && policy.demands().allow(traits))
                .map(policy -> Duration.ofDays(policy.fixityDays()))
                .min(Comparator.naturalOrder())
                .orElse(settings.fixityEvery());
    }

    /**
     * A job of fixity for each tier, of placing once there is a policy, and an audit of each tier that was away when the namespace was made again: it waits until
     * the tier answers. Called again when a tier or a policy comes.
     */
    public void ensureJobs() {
        for (short unseen :
                sql.list(row -> row.getShort(1), "select id from tier where unseen and state <> 'off' order by id")) {
            jobs.ensure(StorageJob.Kind.AUDIT, unseen, null, Duration.ZERO);
        }
        for (TierRow row : tiers.all()) {
            jobs.ensure(StorageJob.Kind.FIXITY, row.id(), null, FIRST_FIXITY);
            if (row.kind().equals("posix") || row.kind().equals(ArchiveKind.NAME)) {
                jobs.ensure(StorageJob.Kind.COMPACTION, row.id(), null, FIRST_FIXITY);
            }
        }
        if (!policies.all().isEmpty()) {
            jobs.ensure(StorageJob.Kind.PLACING, null, null, Duration.ZERO);
            jobs.ensure(StorageJob.Kind.ARRIVALS, null, null, Duration.ZERO);
        }
    }

    /** Begins to empty a tier: nothing new comes into it from now on. */
    public StorageJob drain(TierRow tier, @Nullable String askedBy) {
        tiers.setState(tier.id(), TierRow.State.DRAINING);
        return jobs.ensure(StorageJob.Kind.DRAIN, tier.id(), askedBy, Duration.ZERO);
    }

    /** Begins to compare a tier with what is known of it, or returns the one that is under way. */
    public StorageJob audit(TierRow tier, @Nullable String askedBy) {
        return jobs.ensure(StorageJob.Kind.AUDIT, tier.id(), askedBy, Duration.ZERO);
    }

    /** Takes away packs of which nothing is named any more. */
    private void removeRetiredPacks() {
        for (TierRow row : tiers.all()) {
            if (row.state() != TierRow.State.OFF) {
                try {
                    Optional<Packed> packed = tiers.of(row.id()).packed();
                    if (packed.isPresent()) {
                        CompactionRound.removeRetired(sql, row.id(), packed.get(), settings.retiredFor());
                    }
                } catch (IOException e) {
                    LOG.warn("retired packs of tier {} stay for now: {}", row.name(), e.getMessage());
                }
            }
        }
    }

    /** What could not be sealed in an archive and waits; empty of other tiers. */
    public Optional<SealingWaits.Waiting> waiting(short tier) {
        return new SealingWaits(sql, tier).now();
    }

    /** How many copies live in a tier: counted, which takes seconds where there are millions. */
    public long living(short tier) {
        return candidates.living(tier);
    }

    /** What a change would move. */
    public Previews previews() {
        return new Previews(candidates, policies, tiers, transitions());
    }

    /** What storage policies still want of versions. */
    public Unsettled unsettled() {
        return new Unsettled(candidates, policies, tiers, this::transitions);
    }

    public Policies policies() {
        return policies;
    }

    public StorageJobs jobs() {
        return jobs;
    }

    public Copying copying() {
        return copying;
    }

    @Override
    public void close() {
        runner.stop();
        turns.forEach(Turn::close);
        runner.close();
    }
}
