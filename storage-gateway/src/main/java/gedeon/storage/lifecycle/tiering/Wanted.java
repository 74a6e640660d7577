package gedeon.storage.lifecycle.tiering;

import gedeon.storage.tier.jdbc.Demands;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** In which tiers a blob should lie. Deciding reads no row and moves no byte. */
final class Wanted {
    private final Predicate<Short> takes;
    private final Predicate<Short> keeps;
    private final Predicate<Short> archive;
    private final Transitioned transitioned;
    private final Spread spread;

    /**
     * @param takes whether a tier may get what is new to it
     * @param keeps whether what lies in a tier may stay there: also where it takes nothing now, as while it is switched off; a draining one keeps nothing
     * @param archive whether a tier gets only what a rule or a copy wants there: nothing lands in it
     * @param transitioned what buckets want there of themselves
     * @param spread of copies that are counted and not named
     */
    Wanted(
            Predicate<Short> takes,
            Predicate<Short> keeps,
            Predicate<Short> archive,
            Transitioned transitioned,
            Spread spread) {
        this.spread = spread;
        this.archive = archive;
        this.keeps = keeps;
        this.transitioned = transitioned;
        this.takes = takes;
    }

    /** What was switched off for a while comes back as it was: nothing is moved away from there. */
    static Set<Short> keeping(List<TierRow> tiers) {
        return tiers.stream()
                .filter(row -> row.state() != TierRow.State.DRAINING)
                .map(TierRow::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The tiers that are to hold it; never empty. A blob that several versions use lies where the one wants it that fewest rules move: whoever still needs it near
     * finds it near.
     *
     * @param policy null where its notebook has none: it stays where it is
     * @param uses none: nobody names it, it stays where it is
     * @param present where it lies live
     * @param anywhere tiers that take what has to go and is wanted nowhere, best first
     */
    Set<Short> of(
            @Nullable StoragePolicy policy,
            List<PolicyRule.Use> uses,
            List<Short> present,
            List<Short> anywhere,
            Instant read,
            Instant now) {
        if (policy == null || uses.isEmpty()) {
            return staying(present, anywhere);
        }
        Demands demands = policy.demands();
        List<Short> allowed =
                anywhere.stream().filter(tier -> spread.allows(demands, tier)).toList();
        List<PolicyRule> rules = policy.rules();
        Optional<Short> deepest =
                rules.stream().map(PolicyRule::to).filter(archive).findFirst();
        int fewest = Integer.MAX_VALUE;
        for (PolicyRule.Use use : uses) {
            // What its bucket says counts behind all rules, where one of them moves something there at all.
            boolean moved = deepest.isPresent() && fewest >= rules.size() && transitioned.wanted(use, now);
            fewest = Math.min(fewest, moved ? rules.size() : last(policy, use, read, now));
        }
        Set<Short> wanted = new LinkedHashSet<>();
        if (fewest < 0) {
            wanted.add(landed(policy.landing(), present, allowed));
        } else {
            short to = fewest < rules.size() ? rules.get(fewest).to() : deepest.orElseThrow();
            wanted.add(mayHold(to, present) ? to : landed(policy.landing(), present, allowed));
        }
        for (short copy : policy.copies()) {
            if (mayHold(copy, present)) {
                wanted.add(copy);
            }
        }
        // Where one lies already first: nothing moves for the sake of an order.
        List<Short> others = new ArrayList<>();
        present.stream()
                .filter(tier -> !archive.test(tier) && mayHold(tier, present))
                .forEach(others::add);
        others.addAll(allowed);
        return spread.over(demands, wanted, others);
    }

    private boolean mayHold(short tier, List<Short> present) {
        return takes.test(tier) || keeps.test(tier) && present.contains(tier);
    }

    /** The last rule that fits, or -1. */
    private static int last(StoragePolicy policy, PolicyRule.Use use, Instant read, Instant now) {
        for (int i = policy.rules().size() - 1; i >= 0; i--) {
            if (policy.rules().get(i).fits(use, read, now)) {
                return i;
            }
        }
        return -1;
    }

    /** Where it landed, if that is one of the landing tiers; else the first of them that takes it. */
    private short landed(List<Short> landing, List<Short> present, List<Short> anywhere) {
        List<Short> candidates = new ArrayList<>();
        landing.stream().filter(present::contains).forEach(candidates::add);
        candidates.addAll(landing);
        return candidates.stream()
                .filter(tier -> !archive.test(tier) && mayHold(tier, present))
                .findFirst()
                .orElseGet(() -> staying(present, anywhere).iterator().next());
    }

    private Set<Short> staying(List<Short> present, List<Short> anywhere) {
        Set<Short> staying = new LinkedHashSet<>();
        present.stream().filter(keeps).forEach(staying::add);
        if (staying.isEmpty()) {
            staying.add(anywhere.isEmpty() ? present.getFirst() : anywhere.getFirst());
        }
        return staying;
    }
}
