package gedeon.storage.lifecycle.tiering;

import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where blobs are wanted, by policies, tiers, buckets' rules and the time as they were a moment ago: asked for again each two seconds, as tiers are. */
final class Decisions {
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final Candidates candidates;
    private final Policies policies;
    private final JdbcTiers tiers;
    private final Supplier<Transitioned> transitions;
    private final Set<TierRow.State> taking;
    private volatile Known known;

    /** @param taking in which state a tier is wanted for what does not lie there yet */
    Decisions(
            Candidates candidates,
            Policies policies,
            JdbcTiers tiers,
            Supplier<Transitioned> transitions,
            Set<TierRow.State> taking) {
        this.taking = taking;
        this.candidates = candidates;
        this.policies = policies;
        this.tiers = tiers;
        this.transitions = transitions;
        this.known = look();
    }

    private record Known(
            Map<Integer, StoragePolicy> policies, List<Short> anywhere, Wanted wanted, Instant now, long at) {}

    private Known look() {
        long at = System.nanoTime();
        List<TierRow> rows = tiers.all();
        // A folder of somebody else keeps what lies there, and gets nothing.
        List<Short> takes = rows.stream()
                .filter(row -> taking.contains(row.state()) && !tiers.readOnly(row.id()))
                .sorted(Comparator.comparingInt(TierRow::rank).thenComparing(TierRow::id))
                .map(TierRow::id)
                .toList();
        // Into an archive goes what a policy wants there, and nothing else.
        List<Short> anywhere = takes.stream().filter(tier -> !archive(tier)).toList();
        Set<Short> online = Set.copyOf(takes);
        Predicate<Short> archive = this::archive;
        return new Known(
                policies.ofNotebooks(),
                anywhere,
                new Wanted(
                        online::contains, Wanted.keeping(rows)::contains, archive, transitions.get(), new Spread(rows)),
                candidates.now(),
                at);
    }

    private Known known() {
        Known now = known;
        if (System.nanoTime() - now.at() > FRESH_NANOS) {
            now = look();
            known = now;
        }
        return now;
    }

    boolean archive(short tier) {
        return tiers.recall(tier).isPresent();
    }

    /** Where it has another policy than was known a moment ago, all is asked for again. */
    void require(int notebook, @Nullable StoragePolicy policy) {
        if (!Objects.equals(known().policies().get(notebook), policy)) {
            known = look();
        }
    }

    boolean hasPolicy(int notebook) {
        return known().policies().containsKey(notebook);
    }

    /** Whether its policy moves anything into an archive, without which buckets' transitions move nothing either. */
    boolean archives(int notebook) {
        StoragePolicy policy = known().policies().get(notebook);
        return policy != null && policy.rules().stream().map(PolicyRule::to).anyMatch(this::archive);
    }

    Set<Short> of(Candidates.Candidate candidate) {
        Known now = known();
        return now.wanted()
                .of(
                        now.policies().get(candidate.notebook()),
                        candidate.uses(),
                        candidate.tiers(),
                        now.anywhere(),
                        candidate.read(),
                        now.now());
    }
}
