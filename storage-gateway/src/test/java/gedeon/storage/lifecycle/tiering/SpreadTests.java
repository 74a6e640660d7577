package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.jdbc.Demands;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Copies that are counted and not named, in different places, and only where they may be. */
class SpreadTests extends SeveralTiers {
    private void describe(short tier, int rank, @Nullable String place, @Nullable String country, boolean health) {
        gateway.tiers()
                .describe(tier, rank, new TierTraits(null, null, country, health ? true : null, null, null, place));
    }

    private StoragePolicy policy(Demands demands, PolicyRule... rules) {
        StoragePolicy saved = gateway.tiering()
                .policies()
                .save(new StoragePolicy(0, "p", List.of(house), List.of(), List.of(rules), 90, demands));
        gateway.tiering().policies().assign(notebook, saved);
        gateway.tiering().ensureJobs();
        return saved;
    }

    private List<String> unmet(StoragePolicy policy) {
        return new Unmet(gateway.tiers().all(), tier -> true).of(policy);
    }

    @Test
    void copiesAreCountedInTiersByTheirRank() throws IOException {
        describe(second.id(), 9, null, null, false);
        describe(third.id(), 5, null, null, false);
        assertThat(unmet(policy(new Demands(2, false, null, false)))).isEmpty();
        StoredVersion version = put("1", random(100_000));
        Await.until(() -> in(version).equals(List.of(house, third.id())));
        // One that lies somewhere stays there, whatever would be chosen now.
        describe(second.id(), 1, null, null, false);
        awaitRounds();
        assertThat(in(version)).containsExactly(house, third.id());
        policy(new Demands(3, false, null, false));
        Await.until(() -> in(version).equals(List.of(house, second.id(), third.id())));
        assertThat(unmet(policy(new Demands(4, false, null, false))))
                .singleElement()
                .asString()
                .contains("4 copies cannot be kept");
    }

    @Test
    void copiesLieInDifferentPlacesAndMoveWhereATierIsEmptied() throws IOException {
        TierRow fourth = tier("fourth");
        describe(house, 0, "Lyon", null, false);
        describe(second.id(), 1, "Lyon", null, false);
        describe(third.id(), 2, "Paris", null, false);
        describe(fourth.id(), 3, "Nantes", null, false);
        assertThat(unmet(policy(new Demands(2, true, null, false)))).isEmpty();
        StoredVersion version = put("1", random(100_000));
        Await.until(() -> in(version).equals(List.of(house, third.id())));
        gateway.tiering().drain(third, null);
        Await.until(() -> in(version).equals(List.of(house, fourth.id())));
        assertThat(read(version)).isEqualTo(random(100_000));
    }

    @Test
    void whatTiersCannotKeepIsSaidByName() {
        describe(house, 0, "Lyon", "FR", true);
        describe(second.id(), 1, "Lyon", "DE", false);
        String house = gateway.tiers().all().getFirst().name();
        assertThat(unmet(policy(new Demands(2, true, null, false))))
                .containsExactly("2 copies in different places cannot be kept of what lies in tier " + house
                        + "; tiers that may hold one: " + house
                        + " (Lyon), third (its place is not known), second (Lyon)");
        assertThat(unmet(policy(new Demands(1, false, "FR", true), to(second.id(), "x/"), to(third.id(), "y/"))))
                .containsExactly(
                        "tier second is in DE, and \"onlyCountry\" is FR",
                        "tier third is in a country that is not known, and \"onlyCountry\" is FR");
        assertThat(unmet(policy(new Demands(1, false, null, true), to(second.id(), "x/"))))
                .containsExactly("tier second is not known to be certified to hold health data");
    }

    @Test
    void copiesAreChosenOnlyWhereTheyMayLie() throws IOException {
        describe(house, 0, null, "FR", true);
        describe(second.id(), 1, null, "FR", false);
        describe(third.id(), 2, null, "FR", true);
        policy(new Demands(2, false, "FR", true));
        StoredVersion version = put("1", random(1000));
        Await.until(() -> in(version).equals(List.of(house, third.id())));
        awaitRounds();
        assertThat(in(version)).containsExactly(house, third.id());
    }

    @Test
    void whatMayLieNowhereElseIsRefusedRatherThanStoredThere() throws IOException {
        describe(house, 0, null, null, true);
        policy(new Demands(1, false, null, true));
        put("before", random(10));
        gateway.tiers().setState(house, TierRow.State.OFF);
        Await.until(() -> gateway.tiers().landing(notebook).equals(List.of(house)));
        assertThatThrownBy(() -> put("1", random(10))).isInstanceOf(TierOffline.class);
        describe(third.id(), 2, null, null, true);
        Await.until(() -> gateway.tiers().landing(notebook).equals(List.of(third.id())));
        assertThat(in(put("1", random(10)))).containsExactly(third.id());
        gateway.tiers().setState(house, TierRow.State.ONLINE);
    }
}
