package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.namespace.Versions;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.JdbcDamages;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StoppedCopyTests extends SeveralTiers {
    /** An interrupt in the middle of a read closes the file, and stays with the thread: nothing of it may keep the place from whoever comes next. */
    @Test
    void aCopyThatIsStoppedGivesItsPlaceBackAtOnce() throws Exception {
        put("large", random(3 << 20));
        Place place = sql.one(Versions::place, "select * from location").orElseThrow();
        JdbcDamages damages = new JdbcDamages(sql);
        Placing placing = new Placing(
                sql,
                gateway.tiers(),
                new Copies(sql, gateway.tiers(), damages, blob -> {}),
                new Copying(gateway.tiers(), damages),
                Duration.ofMinutes(2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> stays = threads.submit(() -> {
                assertThatThrownBy(() -> placing.bring(
                                place,
                                Set.of(house, second.id()),
                                bytes -> Thread.currentThread().interrupt()))
                        .isInstanceOf(ClosedByInterruptException.class);
                return Thread.interrupted();
            });
            assertThat(stays.get()).isTrue();
        }
        // Whoever takes away what was given up may have been there already, and may be at it.
        assertThat(sql.list(
                        row -> row.getTimestamp(1),
                        "select claimed_until from location where tier_id = ? and state = 'w' and claimed_until is not null",
                        second.id()))
                .isEmpty();
        Await.until(() -> brought(placing, place));
    }

    private boolean brought(Placing placing, Place place) {
        try {
            placing.bring(place, Set.of(house, second.id()), bytes -> {});
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return allIn(house, second.id());
    }
}
