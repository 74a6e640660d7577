package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Allocation;
import gedeon.storage.Gateway;
import gedeon.storage.OverAllocated;
import gedeon.storage.QuotaChange;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookKind;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A unit promises more than it has only as far as its director allows. */
class AllocationTests {
    private final Gateway gateway = TestGateway.open();
    private final Notebooks notebooks = gateway.notebooks();
    private final int house =
            notebooks.createUnit("house", null, new ByteCount(1000)).id();

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    private void allow(int unit, int percent) {
        gateway.quotas().change(new Scope.OfUnit(unit), QuotaChange.NOTHING.withOverallocation(percent));
    }

    private int notebook(String name, String unit, long limit) {
        return notebooks
                .createNotebook(name, unit, new ByteCount(limit), NotebookKind.RESEARCH_GROUP)
                .id();
    }

    private void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOf(OverAllocated.class)
                .hasMessageContaining("unit house")
                .hasMessageContaining("--overallocation");
    }

    private long allocated() {
        return gateway.quotas().allocation(house).allocated().value();
    }

    @Test
    void aUnitIsFreeUntilItIsBound() {
        notebook("a", "house", 900);
        int b = notebook("b", "house", 900);
        assertThat(gateway.quotas().allocation(house).overallocation()).isNull();
        allow(house, 20);
        refused(() -> notebook("c", "house", 1));
        refused(() -> gateway.quotas().setLimit(new Scope.OfNotebook(b), new ByteCount(901)));
        gateway.quotas().setLimit(new Scope.OfNotebook(b), new ByteCount(200));
        notebook("c", "house", 100);
        assertThat(allocated()).isEqualTo(1200);
        refused(() -> notebook("d", "house", 1));
        refused(() -> gateway.quotas().setLimit(new Scope.OfUnit(house), new ByteCount(999)));
        allow(house, -1);
        notebook("d", "house", 5000);
    }

    @Test
    void aNewUnitIsAsFreeAsTheOneAbove() {
        allow(house, 0);
        int inner = notebooks.createUnit("inner", "house", new ByteCount(400)).id();
        assertThat(gateway.quotas().allocation(inner).overallocation()).isZero();
        refused(() -> notebooks.createUnit("second", "house", null));
        notebook("a", "inner", 400);
        assertThatThrownBy(() -> notebook("b", "inner", 1)).isInstanceOf(OverAllocated.class);
        assertThat(notebooks.notebook("b")).isEmpty();
    }

    @Test
    void whatIsMovedInIsPromisedToo() {
        allow(house, 0);
        notebook("a", "house", 700);
        notebooks.createUnit("other", null, new ByteCount(1000));
        int b = notebook("b", "other", 301);
        refused(() -> gateway.quotaTree().moveNotebook(b, house, true));
        gateway.quotas().setLimit(new Scope.OfNotebook(b), new ByteCount(300));
        gateway.quotaTree().moveNotebook(b, house, false);
        assertThat(allocated()).isEqualTo(1000);
    }

    @Test
    void manyAtOncePromiseNoMoreThanOne() throws Exception {
        allow(house, 0);
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> made = all.invokeAll(IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            notebook("n" + i, "house", 300);
                            return true;
                        } catch (OverAllocated e) {
                            return false;
                        }
                    })
                    .toList());
            assertThat(made.stream().filter(Future::resultNow)).hasSize(3);
        }
        assertThat(allocated()).isEqualTo(900);
    }

    @Test
    void unitsThatStandAloneAreBoundByTheTiersWhereTheInstitutionSaysSo() throws Exception {
        try (Gateway strict =
                TestGateway.open(TestGateway.settings().withQuota(new QuotaSettings(80, 90, 0)), new MemoryTier())) {
            long free = strict.tier().free();
            Allocation first = strict.quotas()
                    .allocation(strict.notebooks()
                            .createUnit("first", null, new ByteCount(free - 10))
                            .id());
            assertThat(first.capacity()).isEqualTo(new ByteCount(free));
            assertThatThrownBy(() -> strict.notebooks().createUnit("second", null, new ByteCount(11)))
                    .isInstanceOf(OverAllocated.class)
                    .hasMessageContaining("the tiers have " + free);
            strict.notebooks().createUnit("second", null, new ByteCount(10));
        }
    }
}
