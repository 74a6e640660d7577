package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.RoomOf;
import gedeon.storage.Scope;
import org.junit.jupiter.api.Test;

/** The promise of {@link QuotaLedger}; every implementation takes it. */
public abstract class QuotaLedgerContract {
    protected abstract QuotaLedger ledger();

    /** A notebook of its own with this limit of bytes, in a unit without one. */
    protected abstract int notebook(long limit);

    /** From now on the notebook holds so many objects at most. */
    protected abstract void limitObjects(int notebook, long objects);

    protected abstract Quota quota(int notebook);

    /** Settles in a transaction of its own, and commits it. */
    protected abstract void settle(int notebook, Room added, Room removed);

    private void settle(int notebook, long added, long removed) {
        settle(notebook, Room.ofBytes(added), Room.ofBytes(removed));
    }

    private void store(int notebook, long bytes) {
        try (QuotaLedger.Reservation room = ledger().reserve(notebook, bytes)) {
            settle(notebook, bytes, 0);
            room.settled(Room.ofBytes(bytes));
        }
    }

    @Test
    void theLastByteIsPromisedAndNotOneMore() {
        int notebook = notebook(1000);
        try (QuotaLedger.Reservation most = ledger().reserve(notebook, 999);
                QuotaLedger.Reservation last = ledger().reserve(notebook, 1)) {
            assertThat(most.bytes() + last.bytes()).isEqualTo(1000);
            assertThatThrownBy(() -> ledger().reserve(notebook, 1)).isInstanceOfSatisfying(QuotaExceeded.class, e -> {
                assertThat(e.scope()).isEqualTo(new Scope.OfNotebook(notebook));
                assertThat(e.quota().limit().value()).isEqualTo(1000);
                assertThat(e.asked()).isEqualTo(1);
            });
        }
        ledger().reserve(notebook, 1000).close();
    }

    @Test
    void whatIsSettledIsUsedAndTheRestComesBack() {
        int notebook = notebook(1000);
        try (QuotaLedger.Reservation room = ledger().reserve(notebook, 800)) {
            settle(notebook, 300, 0);
            room.settled(Room.ofBytes(300));
        }
        assertThat(quota(notebook).used().value()).isEqualTo(300);
        ledger().reserve(notebook, 700).close();
        assertThatThrownBy(() -> ledger().reserve(notebook, 701)).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void onRefusalOfMoreWhatWasPromisedStays() {
        int notebook = notebook(1000);
        try (QuotaLedger.Reservation room = ledger().reserve(notebook, 600)) {
            assertThatThrownBy(() -> room.grow(401)).isInstanceOf(QuotaExceeded.class);
            assertThat(room.bytes()).isEqualTo(600);
            room.grow(400);
            assertThat(room.bytes()).isEqualTo(1000);
        }
    }

    @Test
    void whatIsRemovedCanBePromisedAgain() {
        int notebook = notebook(1000);
        store(notebook, 1000);
        assertThatThrownBy(() -> ledger().reserve(notebook, 1)).isInstanceOf(QuotaExceeded.class);
        settle(notebook, 0, 400);
        ledger().credited(notebook, Room.ofBytes(400));
        assertThat(quota(notebook).used().value()).isEqualTo(600);
        ledger().reserve(notebook, 400).close();
        assertThatThrownBy(() -> ledger().reserve(notebook, 401)).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void nothingIsAlwaysAdmittedAndLessIsAMistake() {
        int notebook = notebook(0);
        ledger().reserve(notebook, 0).close();
        assertThatThrownBy(() -> ledger().reserve(notebook, 1)).isInstanceOf(QuotaExceeded.class);
        assertThatThrownBy(() -> ledger().reserve(notebook, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasNotPromisedCannotBeSettled() {
        int notebook = notebook(1000);
        assertThatThrownBy(() -> settle(notebook, 1, 0)).isInstanceOf(QuotaLedger.LeaseLost.class);
        assertThat(quota(notebook).used().value()).isZero();
    }

    @Test
    void theLastObjectIsPromisedAndNotOneMore() {
        int notebook = notebook(1000);
        limitObjects(notebook, 3);
        try (QuotaLedger.Reservation two = ledger().reserve(notebook, new Room(10, 2));
                QuotaLedger.Reservation last = ledger().reserve(notebook, Room.ofObject(0))) {
            assertThat(two.room().plus(last.room())).isEqualTo(new Room(10, 3));
            assertThatThrownBy(() -> ledger().reserve(notebook, Room.ofObject(0)))
                    .isInstanceOfSatisfying(QuotaExceeded.class, e -> {
                        assertThat(e.of()).isEqualTo(RoomOf.OBJECTS);
                        assertThat(e.asked()).isEqualTo(1);
                        assertThat(e).hasMessageContaining("limit 3 objects");
                    });
            ledger().reserve(notebook, 990).close();
        }
        ledger().reserve(notebook, new Room(1000, 3)).close();
    }

    @Test
    void whatReplacesTakesNoObject() {
        int notebook = notebook(1000);
        limitObjects(notebook, 2);
        try (QuotaLedger.Reservation room = ledger().reserve(notebook, Room.ofObject(100))) {
            settle(notebook, Room.ofObject(100), Room.NONE);
            room.settled(Room.ofObject(100));
        }
        try (QuotaLedger.Reservation room = ledger().reserve(notebook, Room.ofObject(30))) {
            settle(notebook, Room.ofObject(30), Room.ofObject(100));
            room.settled(Room.ofObject(30));
            ledger().credited(notebook, Room.ofObject(100));
        }
        assertThat(quota(notebook).used().value()).isEqualTo(30);
        assertThat(quota(notebook).objects().used()).isEqualTo(1);
        ledger().reserve(notebook, new Room(970, 1)).close();
        assertThatThrownBy(() -> ledger().reserve(notebook, new Room(0, 2))).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void anObjectThatWasNotPromisedCannotBeSettled() {
        int notebook = notebook(1000);
        try (QuotaLedger.Reservation room = ledger().reserve(notebook, 100)) {
            assertThatThrownBy(() -> settle(notebook, Room.ofObject(100), Room.NONE))
                    .isInstanceOf(QuotaLedger.LeaseLost.class);
        }
        assertThat(quota(notebook).objects().used()).isZero();
    }
}
