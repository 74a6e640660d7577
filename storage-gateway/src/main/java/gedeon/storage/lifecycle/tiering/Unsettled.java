package gedeon.storage.lifecycle.tiering;

import gedeon.storage.StoredVersion;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is still to be done with a version as its notebook's storage policy has it. A tier that is switched off is waited for as one that is away; one that is
 * being emptied is not: nothing comes there any more.
 */
public final class Unsettled {
    private static final int STRETCH = 256;

    private final Candidates candidates;
    private final Policies policies;
    private final JdbcTiers tiers;
    private final Decisions decisions;

    public Unsettled(Candidates candidates, Policies policies, JdbcTiers tiers, Supplier<Transitioned> transitions) {
        this.candidates = candidates;
        this.policies = policies;
        this.tiers = tiers;
        this.decisions = new Decisions(
                candidates, policies, tiers, transitions, Set.of(TierRow.State.ONLINE, TierRow.State.OFF));
    }

    /**
     * A version as it stands.
     *
     * @param sealed whether it is part of a sealed dataset
     * @param awaited names of tiers where its policy wants it and where it is not, or not yet, in order
     */
    public record Standing(boolean sealed, List<String> awaited) {}

    /** Empty where the version is gone. Costs a few rows for each of its parts. */
    public Optional<Standing> of(StoredVersion version) {
        return candidates.of(version).map(content -> new Standing(content.sealed(), awaited(content.blobs())));
    }

    private List<String> awaited(List<Candidates.Blob> blobs) {
        blobs.stream().map(Candidates.Blob::notebook).distinct().forEach(this::askAgain);
        List<Candidates.Blob> ruled = blobs.stream()
                .filter(blob -> decisions.hasPolicy(blob.notebook()))
                .toList();
        Set<Short> missing = new HashSet<>();
        for (int from = 0; from < ruled.size() && missing.isEmpty(); from += STRETCH) {
            for (Candidates.Candidate one :
                    candidates.known(ruled.subList(from, Math.min(ruled.size(), from + STRETCH)))) {
                decisions.of(one).stream()
                        .filter(tier -> !one.tiers().contains(tier))
                        .forEach(missing::add);
            }
        }
        if (missing.isEmpty()) {
            return List.of();
        }
        Map<Short, String> names = tiers.all().stream().collect(Collectors.toMap(TierRow::id, TierRow::name));
        return missing.stream()
                .map(tier -> names.getOrDefault(tier, String.valueOf(tier)))
                .sorted()
                .toList();
    }

    /** A policy that was given a moment ago counts: what is removed does not come back. */
    private void askAgain(int notebook) {
        decisions.require(notebook, policies.of(notebook).orElse(null));
    }

    /** Whether transitions of a notebook's buckets move anything: its policy moves something into an archive. */
    public boolean archives(int notebook) {
        askAgain(notebook);
        return decisions.archives(notebook);
    }
}
