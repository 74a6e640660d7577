package gedeon.storage.lifecycle.tiering;

import gedeon.storage.tier.jdbc.Demands;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a policy asks of tiers, as they are described now, and they are not: sentences that name the tiers. A tier that is switched off counts as there. */
public final class Unmet {
    private final List<TierRow> tiers;
    private final Predicate<Short> takesCopies;
    private final Spread spread;

    /** @param takesCopies whether a tier may be chosen for a copy: neither an archive nor read only */
    public Unmet(List<TierRow> tiers, Predicate<Short> takesCopies) {
        this.tiers = tiers.stream()
                .sorted(Comparator.comparingInt(TierRow::rank).thenComparing(TierRow::id))
                .toList();
        this.takesCopies = takesCopies;
        this.spread = new Spread(tiers);
    }

    /** Empty where all is as asked. */
    public List<String> of(StoragePolicy policy) {
        Demands demands = policy.demands();
        Map<Short, TierRow> byId = tiers.stream().collect(Collectors.toMap(TierRow::id, row -> row));
        Set<Short> named = new LinkedHashSet<>(policy.landing());
        named.addAll(policy.copies());
        policy.rules().forEach(rule -> named.add(rule.to()));
        List<String> unmet = new ArrayList<>();
        for (short id : named) {
            TierRow row = byId.get(id);
            if (row != null) {
                against("tier " + row.name(), row.traits(), demands).ifPresent(unmet::add);
            }
        }
        Set<Short> firsts = new LinkedHashSet<>(policy.landing());
        policy.rules().forEach(rule -> firsts.add(rule.to()));
        firsts.stream()
                .map(byId::get)
                .map(row -> row == null ? Optional.<String>empty() : tooFew(row, policy))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(unmet::add);
        return unmet;
    }

    /** Why what has these demands may not lie in a place of which this is known: a sentence that begins with what the place is called. */
    public static Optional<String> against(String place, TierTraits traits, Demands demands) {
        String only = demands.onlyCountry();
        if (only != null && !only.equals(traits.country())) {
            return Optional.of(place + " is "
                    + (traits.country() == null ? "in a country that is not known" : "in " + traits.country())
                    + ", and \"onlyCountry\" is " + only);
        }
        return demands.healthData() && !Boolean.TRUE.equals(traits.healthData())
                ? Optional.of(place + " is not known to be certified to hold health data")
                : Optional.empty();
    }

    private Optional<String> tooFew(TierRow first, StoragePolicy policy) {
        Demands demands = policy.demands();
        Set<Short> given = new LinkedHashSet<>(List.of(first.id()));
        given.addAll(policy.copies());
        List<Short> others = tiers.stream()
                .filter(row -> row.state() != TierRow.State.DRAINING && takesCopies.test(row.id()))
                .map(TierRow::id)
                .toList();
        Set<Short> reached = spread.over(demands, given, others);
        if (spread.count(demands, reached) >= demands.copies()) {
            return Optional.empty();
        }
        return Optional.of(demands.copies() + " copies" + (demands.differentPlaces() ? " in different places" : "")
                + " cannot be kept of what lies in tier " + first.name() + "; tiers that may hold one: "
                + tiers.stream()
                        .filter(row -> given.contains(row.id())
                                || others.contains(row.id()) && spread.allows(demands, row.id()))
                        .map(row -> row.name() + place(row.traits().place(), demands))
                        .collect(Collectors.joining(", ")));
    }

    private static String place(@Nullable String place, Demands demands) {
        return !demands.differentPlaces() ? "" : place == null ? " (its place is not known)" : " (" + place + ")";
    }
}
