package gedeon.server.tiers;

import gedeon.client.wire.DamageBody;
import gedeon.client.wire.FixityBody;
import gedeon.client.wire.FixityRoundsBody;
import gedeon.client.wire.TierFixity;
import gedeon.server.security.Access;
import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.fixity.Damage;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.fixity.EndedRound;
import gedeon.storage.lifecycle.fixity.FixityRounds;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How sound the copies are. Names of objects are told only to who may list them. */
@Component
public class FixityBodies {
    private static final int SHOWN = 100;
    private static final int VERSIONS = 10;

    private final JdbcTiers tiers;
    private final Tiering tiering;
    private final Damages damages;
    private final FixityRounds rounds;
    private final Notebooks notebooks;
    private final Access access;

    FixityBodies(
            JdbcTiers tiers,
            Tiering tiering,
            Damages damages,
            FixityRounds rounds,
            Notebooks notebooks,
            Access access) {
        this.tiers = tiers;
        this.tiering = tiering;
        this.damages = damages;
        this.rounds = rounds;
        this.notebooks = notebooks;
        this.access = access;
    }

    public FixityBody body(Principal who) {
        List<TierRow> rows = tiers.all();
        Map<Short, StorageJob> jobs = new HashMap<>();
        tiering.jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.FIXITY && job.tier() != null)
                .forEach(job -> jobs.putIfAbsent(job.tier(), job));
        Map<Short, Damages.Sum> byTier = damages.byTier();
        Damages.Sum sum = Damages.Sum.of(byTier.values());
        return new FixityBody(
                sum.open(),
                sum.lost(),
                sum.repaired(),
                rows.stream()
                        .map(row -> tier(row, jobs.get(row.id()), byTier.get(row.id())))
                        .toList(),
                bodies(who, damages.list(SHOWN), rows));
    }

    /** What rounds that ended have found, each digest made again. */
    public FixityRoundsBody rounds() {
        Map<UUID, String> names = new HashMap<>();
        tiers.all().forEach(row -> names.put(row.uuid(), row.name()));
        List<FixityRounds.Chain> chains = rounds.chains();
        return new FixityRoundsBody(
                chains.stream().allMatch(chain -> chain.broken() == null),
                chains.stream()
                        .map(chain ->
                                new FixityRoundsBody.Chain(name(names, chain.tier()), chain.rounds(), chain.broken()))
                        .toList(),
                rounds.newest(SHOWN).stream()
                        .map(one -> round(name(names, one.tier()), one))
                        .toList());
    }

    private static String name(Map<UUID, String> names, UUID tier) {
        return names.getOrDefault(tier, tier.toString());
    }

    private static FixityRoundsBody.Round round(String tier, EndedRound one) {
        return new FixityRoundsBody.Round(
                tier,
                one.number(),
                one.job(),
                one.began(),
                one.ended(),
                one.copies(),
                one.bytes(),
                one.damaged(),
                one.missing(),
                one.repaired(),
                one.lost(),
                one.digest(),
                one.text());
    }

    /** What is not repaired: what is lost first. */
    public List<DamageBody> worst(Principal who, int limit) {
        return bodies(who, damages.worst(limit), tiers.all());
    }

    private static TierFixity tier(
            TierRow row,
            @org.jspecify.annotations.Nullable StorageJob job,
            Damages.@org.jspecify.annotations.Nullable Sum sum) {
        return new TierFixity(
                row.name(),
                job == null ? null : job.id(),
                job == null ? null : job.state().name().toLowerCase(java.util.Locale.ROOT),
                job == null ? null : job.roundEnded(),
                job == null ? null : job.roundBegan(),
                job == null ? 0 : job.blobs(),
                job == null ? 0 : job.done(),
                sum == null ? 0 : sum.open(),
                sum == null ? 0 : sum.lost(),
                sum == null ? 0 : sum.repaired());
    }

    private List<DamageBody> bodies(Principal who, List<Damage> found, List<TierRow> rows) {
        Map<Short, String> names = new HashMap<>();
        rows.forEach(row -> names.put(row.id(), row.name()));
        Map<BlobId, List<DamageBody.Use>> uses = new HashMap<>();
        damages.uses(found.stream().map(Damage::blob).toList(), VERSIONS)
                .forEach(use -> uses.computeIfAbsent(use.blob(), blob -> new ArrayList<>())
                        .add(masked(who, use)));
        return found.stream()
                .map(one -> new DamageBody(
                        one.blob().toString(),
                        names.getOrDefault(one.tier(), String.valueOf(one.tier())),
                        one.found(),
                        one.reason(),
                        one.repaired(),
                        one.otherCopies(),
                        one.repaired() == null && one.otherCopies() == 0,
                        uses.getOrDefault(one.blob(), List.of())))
                .toList();
    }

    private DamageBody.Use masked(Principal who, Damages.Use use) {
        return access.may(who, Act.LIST_OBJECTS, new On.Notebook(use.notebook()))
                ? new DamageBody.Use(
                        notebooks
                                .notebook(use.notebook())
                                .map(Notebooks.NotebookRow::name)
                                .orElse(null),
                        use.bucket(),
                        use.key().toString(),
                        use.version().toString())
                : new DamageBody.Use(null, null, null, null);
    }
}
