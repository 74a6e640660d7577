package gedeon.storage.tier.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.tier.TierOffline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TierStateTests extends SeveralTiers {
    /** Whoever looks at the rows meanwhile began before they were changed, and may end after. */
    @Test
    void whatThisProcessHasSwitchedOffItDoesNotUseAnyMore() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> looking = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                looking.add(threads.submit(() -> {
                    while (!over.get()) {
                        gateway.tiers().all();
                    }
                }));
            }
            try {
                for (int i = 0; i < 100; i++) {
                    gateway.tiers().setState(second.id(), TierRow.State.OFF);
                    for (int look = 0; look < 5; look++) {
                        assertThatThrownBy(() -> gateway.tiers().of(second.id()))
                                .isInstanceOf(TierOffline.class);
                        Thread.sleep(0, 200_000);
                    }
                    gateway.tiers().setState(second.id(), TierRow.State.ONLINE);
                    assertThat(gateway.tiers().of(second.id())).isNotNull();
                }
            } finally {
                over.set(true);
            }
            for (Future<?> one : looking) {
                one.get();
            }
        }
    }
}
