package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says beforehand what a policy or a drain would move, by the rules that the jobs follow and without moving anything. Up to {@value #MOST} blobs are looked at:
 * all where there are no more, else a sample by pages of the table.
 */
public final class Previews {
    static final int MOST = 20_000;
    private static final int STRETCH = 500;

    private final Candidates candidates;
    private final Policies policies;
    private final JdbcTiers tiers;
    private final Transitioned transitioned;

    public Previews(Candidates candidates, Policies policies, JdbcTiers tiers, Transitioned transitioned) {
        this.transitioned = transitioned;
        this.candidates = candidates;
        this.policies = policies;
        this.tiers = tiers;
    }

    /**
     * If these notebooks had that policy.
     *
     * @param policy need not be saved yet
     */
    public Preview placing(StoragePolicy policy, Set<Integer> notebooks) {
        if (notebooks.isEmpty()) {
            return new Preview(true, 0, Map.of());
        }
        Look look = new Look(new HashSet<>(online()), Wanted.keeping(tiers.all()), online(), notebook -> policy);
        long estimate = candidates.estimate();
        if (estimate <= MOST) {
            BlobId last = new BlobId(0, 0);
            long passed = 0;
            while (passed < MOST) {
                List<Candidates.Blob> next = candidates.after(last, STRETCH);
                if (next.isEmpty()) {
                    return look.result(true, 1);
                }
                look.at(next.stream()
                        .filter(blob -> notebooks.contains(blob.notebook()))
                        .toList());
                passed += next.size();
                last = id(next.getLast());
            }
        }
        double percent = Math.min(100, 100.0 * MOST / Math.max(estimate, MOST));
        Look sampled = new Look(new HashSet<>(online()), Wanted.keeping(tiers.all()), online(), notebook -> policy);
        List<Candidates.Blob> sample = candidates.sample(percent, notebooks, 2 * MOST);
        for (int i = 0; i < sample.size(); i += STRETCH) {
            sampled.at(sample.subList(i, Math.min(sample.size(), i + STRETCH)));
        }
        return sampled.result(false, 100 / percent);
    }

    /** If the tier were emptied: where what lives there would go. The first {@value #MOST} by age stand for all where there are more. */
    public Preview drain(TierRow tier) {
        List<Short> others = online().stream().filter(id -> id != tier.id()).toList();
        Set<Short> keeping = new HashSet<>(Wanted.keeping(tiers.all()));
        keeping.remove(tier.id());
        Map<Integer, StoragePolicy> of = policies.ofNotebooks();
        Look look = new Look(new HashSet<>(others), keeping, others, of::get);
        BlobId last = new BlobId(0, 0);
        long passed = 0;
        while (passed < MOST) {
            List<Candidates.Blob> next = candidates.in(tier.id(), last, STRETCH);
            if (next.isEmpty()) {
                return look.result(true, 1);
            }
            look.at(next);
            passed += next.size();
            last = id(next.getLast());
        }
        return look.result(false, (double) candidates.living(tier.id()) / passed);
    }

    /** That take what comes: a folder of somebody else takes nothing. */
    private List<Short> online() {
        return tiers.all().stream()
                .filter(row -> row.state() == TierRow.State.ONLINE && !tiers.readOnly(row.id()))
                .sorted(Comparator.comparingInt(TierRow::rank).thenComparing(TierRow::id))
                .map(TierRow::id)
                .toList();
    }

    private static BlobId id(Candidates.Blob blob) {
        return new BlobId(blob.id().getMostSignificantBits(), blob.id().getLeastSignificantBits());
    }

    private interface PolicyOf {
        @org.jspecify.annotations.Nullable StoragePolicy of(int notebook);
    }

    private final class Look {
        private final Wanted wanted;
        private final List<Short> anywhere;
        private final PolicyOf policy;
        private final Instant now = candidates.now();
        private final Map<Short, Preview.Flow> flows = new HashMap<>();
        private long looked;

        Look(Set<Short> takes, Set<Short> keeps, List<Short> anywhere, PolicyOf policy) {
            this.wanted = new Wanted(
                    takes::contains,
                    keeps::contains,
                    tier -> tiers.recall(tier).isPresent(),
                    transitioned,
                    new Spread(tiers.all()));
            // Into an archive goes what a policy wants there, and nothing else.
            this.anywhere = anywhere.stream()
                    .filter(tier -> tiers.recall(tier).isEmpty())
                    .toList();
            this.policy = policy;
        }

        void at(List<Candidates.Blob> blobs) {
            if (blobs.isEmpty()) {
                return;
            }
            looked += blobs.size();
            for (Candidates.Candidate one : candidates.known(blobs)) {
                Set<Short> there = Set.copyOf(one.tiers());
                Set<Short> then =
                        wanted.of(policy.of(one.notebook()), one.uses(), one.tiers(), anywhere, one.read(), now);
                long bytes = one.living().getFirst().at().length();
                each(then, there, new Preview.Flow(1, bytes, 0, 0));
                each(there, then, new Preview.Flow(0, 0, 1, bytes));
            }
        }

        private void each(Set<Short> in, Set<Short> notIn, Preview.Flow flow) {
            for (short tier : in) {
                if (!notIn.contains(tier)) {
                    flows.merge(tier, flow, Preview.Flow::plus);
                }
            }
        }

        Preview result(boolean exact, double factor) {
            Map<Short, Preview.Flow> raised = new HashMap<>();
            flows.forEach((tier, flow) -> raised.put(tier, flow.times(factor)));
            return new Preview(exact, looked, Map.copyOf(raised));
        }
    }
}
