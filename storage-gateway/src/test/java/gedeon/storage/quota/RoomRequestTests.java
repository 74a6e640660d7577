package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Gateway;
import gedeon.storage.OverAllocated;
import gedeon.storage.QuotaChange;
import gedeon.storage.RoomRequests;
import gedeon.storage.RoomRequests.NoPart;
import gedeon.storage.RoomRequests.NotNow;
import gedeon.storage.RoomRequests.Part;
import gedeon.storage.RoomRequests.RoomRequest;
import gedeon.storage.RoomRequests.State;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Principal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asking for room is one act and deciding another; a grant sets the limit and closes the request, or does neither. */
class RoomRequestTests {
    private final Gateway gateway = TestGateway.open();
    private final RoomRequests requests = gateway.roomRequests();
    private final int notebook = TestGateway.notebook(gateway, "nmr", 1000).id();
    private final int lab = gateway.notebooks().unit("lab").orElseThrow().id();
    private final long ada =
            gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
    private final long director =
            gateway.notebooks().account("emmy", Principal.Kind.PERSON).id();

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    private RoomRequest ask(long more) {
        return requests.ask(ada, notebook, new ByteCount(more), 0, "two more runs");
    }

    private long limit() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook)).limit().value();
    }

    @Test
    void aGrantSetsTheLimitAndSaysWhoAndWhy() {
        RoomRequest asked = ask(500);
        assertThat(requests.open(List.of(notebook))).containsExactly(asked);
        assertThat(requests.open(List.of(notebook + 1))).isEmpty();
        RoomRequest granted = requests.grant(asked.id(), director, Part.WHOLE, "until spring");
        assertThat(granted.state()).isEqualTo(State.GRANTED);
        assertThat(granted.decider()).isEqualTo("emmy");
        assertThat(granted.words()).isEqualTo("until spring");
        assertThat(granted.limit()).isEqualTo(new ByteCount(1500));
        assertThat(granted.granted()).isEqualTo(new ByteCount(500));
        assertThat(granted.grantedObjects())
                .as("the notebook has no limit of objects")
                .isNull();
        assertThat(limit()).isEqualTo(1500);
        assertThat(requests.open(List.of(notebook))).isEmpty();
        assertThat(requests.ofNotebook(notebook, 10)).containsExactly(granted);
    }

    @Test
    void aRefusalHasWordsAndChangesNothing() {
        RoomRequest asked = ask(500);
        assertThatThrownBy(() -> requests.refuse(asked.id(), director, " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(requests.refuse(asked.id(), director, "dispose of waste first")
                        .state())
                .isEqualTo(State.REFUSED);
        assertThat(limit()).isEqualTo(1000);
        assertThatThrownBy(() -> requests.grant(asked.id(), director, Part.WHOLE, ""))
                .isInstanceOf(NotNow.class);
    }

    @Test
    void oneIsOpenAtATime() {
        RoomRequest first = ask(1);
        assertThatThrownBy(() -> ask(2)).isInstanceOf(NotNow.class);
        requests.refuse(first.id(), director, "no");
        ask(2);
    }

    @Test
    void noGrantPassesWhatTheUnitsAboveHaveOrMayPromise() {
        gateway.quotas().setLimit(new Scope.OfUnit(lab), new ByteCount(1400));
        RoomRequest asked = ask(500);
        assertThatThrownBy(() -> requests.grant(asked.id(), director, Part.WHOLE, ""))
                .isInstanceOf(OverAllocated.class)
                .hasMessageContaining("unit lab has 1400");
        TestGateway.notebook(gateway, "other", 300);
        gateway.quotas().change(new Scope.OfUnit(lab), QuotaChange.NOTHING.withOverallocation(0));
        assertThatThrownBy(() -> requests.grant(asked.id(), director, Part.limit(new ByteCount(1200)), ""))
                .isInstanceOf(OverAllocated.class);
        assertThat(requests.find(asked.id()).orElseThrow().state()).isEqualTo(State.OPEN);
        assertThat(limit()).isEqualTo(1000);
        requests.grant(asked.id(), director, Part.limit(new ByteCount(1100)), "a part");
        assertThat(limit()).isEqualTo(1100);
    }

    @Test
    void objectsAreGrantedWithTheBytes() {
        gateway.quotas().setObjectLimit(new Scope.OfNotebook(notebook), 10L);
        RoomRequest asked = requests.ask(ada, notebook, ByteCount.ZERO, 5, "small files");
        requests.grant(asked.id(), director, Part.WHOLE, "");
        assertThat(gateway.quotas()
                        .quota(new Scope.OfNotebook(notebook))
                        .objects()
                        .limit())
                .isEqualTo(15);
        assertThat(limit()).isEqualTo(1000);
        assertThatThrownBy(() -> requests.ask(ada, notebook, ByteCount.ZERO, 0, "nothing"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartIsGrantedAndWrittenDownBesideWhatWasAsked() {
        gateway.quotas().setObjectLimit(new Scope.OfNotebook(notebook), 10L);
        RoomRequest asked = requests.ask(ada, notebook, new ByteCount(500), 50, "many files");
        // What is granted is added to the limit as it is then, not as it was when somebody asked.
        gateway.quotas().setLimit(new Scope.OfNotebook(notebook), new ByteCount(2000));
        RoomRequest granted =
                requests.grant(asked.id(), director, new Part(null, new ByteCount(200), 20L), "the rest in spring");
        assertThat(granted.more()).isEqualTo(new ByteCount(500));
        assertThat(granted.granted()).isEqualTo(new ByteCount(200));
        assertThat(granted.limit()).isEqualTo(new ByteCount(2200));
        assertThat(granted.moreObjects()).isEqualTo(50);
        assertThat(granted.grantedObjects()).isEqualTo(20);
        assertThat(granted.limitObjects()).isEqualTo(30);
        assertThat(limit()).isEqualTo(2200);
        assertThat(objectLimit()).isEqualTo(30);
        assertThat(requests.ofNotebook(notebook, 10)).containsExactly(granted);
    }

    private @Nullable Long objectLimit() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook)).objects().limit();
    }

    @Test
    void ofObjectsOrBytesAloneAPartIsGrantedAndOfTheOtherAll() {
        gateway.quotas().setObjectLimit(new Scope.OfNotebook(notebook), 10L);
        RoomRequest first = requests.ask(ada, notebook, new ByteCount(500), 50, "many files");
        RoomRequest fewer = requests.grant(first.id(), director, new Part(null, null, 0L), "");
        assertThat(fewer.granted()).isEqualTo(new ByteCount(500));
        assertThat(fewer.grantedObjects()).isZero();
        assertThat(objectLimit()).isEqualTo(10);
        RoomRequest second = requests.ask(ada, notebook, new ByteCount(500), 50, "many files");
        RoomRequest smaller = requests.grant(second.id(), director, new Part(null, ByteCount.ZERO, null), "");
        assertThat(smaller.granted()).isEqualTo(ByteCount.ZERO);
        assertThat(smaller.grantedObjects()).isEqualTo(50);
        assertThat(limit()).isEqualTo(1500);
        assertThat(objectLimit()).isEqualTo(60);
    }

    @Test
    void whatIsGrantedIsSomeOfWhatWasAskedFor() {
        gateway.quotas().setObjectLimit(new Scope.OfNotebook(notebook), 10L);
        RoomRequest asked = requests.ask(ada, notebook, new ByteCount(500), 50, "many files");
        for (Part part : List.of(
                new Part(null, new ByteCount(501), null),
                new Part(null, null, 51L),
                new Part(null, ByteCount.ZERO, 0L))) {
            assertThatThrownBy(() -> requests.grant(asked.id(), director, part, ""))
                    .isInstanceOf(NoPart.class);
        }
        assertThatThrownBy(() -> new Part(new ByteCount(1), new ByteCount(1), null))
                .isInstanceOf(NoPart.class);
        assertThatThrownBy(() -> new Part(null, null, -1L)).isInstanceOf(NoPart.class);
        assertThat(requests.find(asked.id())).contains(asked);
        assertThat(limit()).isEqualTo(1000);
        assertThat(objectLimit()).isEqualTo(10);
        RoomRequest granted = requests.grant(asked.id(), director, Part.limit(new ByteCount(3000)), "once for all");
        assertThat(granted.granted()).as("a limit may pass what was asked for").isEqualTo(new ByteCount(2000));
    }

    @Test
    void aNotebookWithoutALimitOfObjectsKeepsNone() {
        RoomRequest asked = requests.ask(ada, notebook, ByteCount.ZERO, 50, "many files");
        RoomRequest granted = requests.grant(asked.id(), director, new Part(null, null, 20L), "");
        assertThat(granted.grantedObjects()).isNull();
        assertThat(granted.limitObjects()).isNull();
        assertThat(objectLimit()).isNull();
    }

    @Test
    void ofManyWhoGrantOneDoes() throws Exception {
        RoomRequest asked = ask(500);
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> grants = all.invokeAll(IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            requests.grant(asked.id(), director, Part.WHOLE, "");
                            return true;
                        } catch (NotNow e) {
                            return false;
                        }
                    })
                    .toList());
            assertThat(grants.stream().filter(Future::resultNow)).hasSize(1);
        }
        assertThat(limit()).isEqualTo(1500);
    }
}
