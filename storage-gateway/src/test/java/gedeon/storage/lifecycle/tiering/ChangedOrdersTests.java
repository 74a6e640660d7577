package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.objects.Copies;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator orders while a round is under way holds for the rest of that round. No job runs here but what a test looks at by hand. */
class ChangedOrdersTests extends SeveralTiers {
    private static final BlobId FIRST = new BlobId(0, 0);

    private Placing placing;

    @BeforeEach
    void place() {
        Copies copies = new Copies(sql, gateway.tiers(), (place, how) -> {}, blob -> {});
        placing = new Placing(sql, gateway.tiers(), copies, gateway.tiering().copying(), Duration.ofMinutes(2));
    }

    /** Without jobs. */
    private void ordered(List<Short> copies) {
        Policies policies = gateway.tiering().policies();
        policies.assign(notebook, policies.save(new StoragePolicy(0, "p", List.of(house), copies, List.of(), 90)));
    }

    private PlacingRound round() {
        return PlacingRound.all(
                new Candidates(sql),
                placing,
                gateway.tiering().policies(),
                gateway.tiers(),
                () -> (use, now) -> false,
                Duration.ofHours(1));
    }

    private static void look(Round.Stretch stretch) throws IOException, InterruptedException {
        for (Round.Look look : stretch.looks()) {
            look.look(bytes -> {});
        }
    }

    @Test
    void aTierThatIsBeingEmptiedGetsNothingFromARoundThatBeganBefore() throws Exception {
        StoredVersion version = put("large", random(200_000));
        ordered(List.of(second.id()));
        Round.Stretch stretch = round().after(FIRST, 256);
        assertThat(stretch.looks()).hasSize(1);
        gateway.tiers().setState(second.id(), TierRow.State.DRAINING);
        Await.until(() -> gateway.tiers().draining(second.id()));
        assertThatThrownBy(() -> look(stretch))
                .isInstanceOf(DestinationAway.class)
                .hasMessageContaining("emptied");
        assertThat(in(version)).containsExactly(house);
    }

    @Test
    void aRoundKeepsWhatIsWantedSinceItBegan() throws Exception {
        put("large", random(200_000));
        ordered(List.of());
        PlacingRound round = round();
        assertThat(round.after(FIRST, 256).looks()).isEmpty();
        ordered(List.of(third.id()));
        Await.until(() -> !round.after(FIRST, 256).looks().isEmpty());
        look(round.after(FIRST, 256));
        assertThat(allIn(house, third.id())).isTrue();
    }

    @Test
    void aBlobThatWaitedInAStretchGoesWhereItIsWantedThen() throws Exception {
        StoredVersion version = put("large", random(200_000));
        ordered(List.of(second.id()));
        PlacingRound round = round();
        Round.Stretch stretch = round.after(FIRST, 256);
        ordered(List.of(third.id()));
        Await.until(() -> {
            try {
                look(stretch);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return in(version).contains(third.id());
        });
    }

    @Test
    void aCopyThatWasUnderWayDoesNotComeToLifeInATierThatIsBeingEmptied() throws Exception {
        StoredVersion version = put("large", random(200_000));
        UUID id = sql.one(
                        row -> row.getObject(1, UUID.class),
                        "select blob_id from version where seq = ?",
                        version.version().seq())
                .orElseThrow();
        BlobId blob = new BlobId(id.getMostSignificantBits(), id.getLeastSignificantBits());
        PlaceRows rows = new PlaceRows(sql, Duration.ofMinutes(2), tier -> false);
        PlaceRows.Claimed claimed = rows.claim(blob, second.id()).orElseThrow();
        Location made = new Location(blob, null, 0, 200_000);
        gateway.tiers().setState(second.id(), TierRow.State.DRAINING);
        assertThat(rows.live(claimed, made)).isFalse();
        gateway.tiers().setState(second.id(), TierRow.State.ONLINE);
        assertThat(rows.live(claimed, made)).isTrue();
        sql.update("delete from location where tier_id = ?", second.id());
    }
}
