package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.QuotaChange;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Reservations;
import gedeon.storage.Reservations.Reserved;
import gedeon.storage.Reservations.Wanted;
import gedeon.storage.RoomRefused;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Room for many objects is there from the first to the last of them, and nobody else takes it. */
class ReservationTests {
    private static final int MIB = 1 << 20;
    private static final Duration WEEK = Duration.ofDays(7);

    private final GatewaySettings settings = TestGateway.settings();
    private final Gateway gateway = TestGateway.open(settings, new MemoryTier());
    private final Sql sql = TestGateway.database(settings);
    private final int notebook = TestGateway.notebook(gateway, "nmr", 32 * MIB).id();
    private final long account =
            gateway.notebooks().account("agent 1", Principal.Kind.AGENT).id();
    private final ObjectStore store = gateway.store();
    private final Bucket bucket = store.createBucket(notebook, "data", true);
    private final Reservations reservations = gateway.reservations();

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private Wanted run(long bytes, long objects) {
        return wanted("run1.d", bytes, objects);
    }

    private Wanted wanted(String name, long bytes, long objects) {
        return new Wanted(notebook, account, "ms", name, new ByteCount(bytes), objects);
    }

    private Claim reserved(long bytes, long objects) {
        return new Claim(reservations.reserve(run(bytes, objects), WEEK).id(), account);
    }

    private void put(String key, int bytes, Claim claim) throws IOException {
        store.put(TestGateway.aPut(bucket, key, new byte[bytes]).within(claim));
    }

    private void put(String key, int bytes) throws IOException {
        store.put(TestGateway.aPut(bucket, key, new byte[bytes]));
    }

    private Upload upload(Claim claim) {
        return store.createUpload(bucket, ObjectKey.of("big"), Attributes.NONE, null, false, -1, claim);
    }

    private PartNamed part(Upload upload, int number, int bytes) throws IOException {
        Part part = store.putPart(upload, number, TestGateway.aPut(bucket, "big", new byte[bytes]));
        return new PartNamed(number, part.etag());
    }

    private Quota quota() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook));
    }

    private long kept(Claim claim) {
        return sql.one(row -> row.getLong(1), "select bytes from reservation where id = ?", claim.reservation())
                .orElse(-1L);
    }

    @Test
    void othersAreRefusedTheRoomAndTheAcquisitionEndsInIt() throws IOException {
        Claim claim = reserved(30 * MIB, 3);
        assertThat(quota().reserved().value()).isGreaterThanOrEqualTo(30 * MIB);
        assertThatThrownBy(() -> put("other", 3 * MIB)).isInstanceOf(QuotaExceeded.class);
        put("a", 10 * MIB, claim);
        Upload upload = upload(claim);
        List<PartNamed> parts = List.of(part(upload, 1, 8 * MIB), part(upload, 2, 8 * MIB));
        assertThatThrownBy(() -> put("other", 3 * MIB)).isInstanceOf(QuotaExceeded.class);
        store.complete(upload, parts, Conditions.NONE, WholeDeclared.NOTHING);
        put("b", 4 * MIB, claim);
        assertThat(quota().used().value()).isEqualTo(30 * MIB);
        assertThat(kept(claim)).isZero();
        put("other", 2 * MIB);
        assertThatThrownBy(() -> put("other", 1)).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void objectsAreReservedAsBytesAre() throws IOException {
        gateway.quotas().change(new Scope.OfNotebook(notebook), QuotaChange.objects(3L));
        Claim claim = reserved(3 * MIB, 3);
        assertThatThrownBy(() -> put("other", 1)).isInstanceOf(QuotaExceeded.class);
        put("a", MIB, claim);
        put("b", MIB, claim);
        Upload upload = upload(claim);
        store.complete(upload, List.of(part(upload, 1, MIB)), Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(quota().objects().used()).isEqualTo(3);
        assertThatThrownBy(() -> reservations.reserve(wanted("run2.d", 0, 1), WEEK))
                .isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void theSameAgainIsTheSameAndFits() throws IOException {
        Reserved first = reservations.reserve(run(20 * MIB, 2), WEEK);
        Claim claim = new Claim(first.id(), account);
        Reserved again = reservations.reserve(run(20 * MIB, 2), WEEK);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.expires()).isAfter(first.expires());
        assertThat(kept(claim)).isEqualTo(20 * MIB);
        reservations.reserve(run(32 * MIB, 9), WEEK);
        assertThat(kept(claim)).isEqualTo(32 * MIB);
        reservations.reserve(run(2 * MIB, 1), WEEK);
        assertThat(kept(claim)).isEqualTo(2 * MIB);
        put("other", 30 * MIB);
        assertThatThrownBy(() -> reservations.reserve(run(3 * MIB, 1), WEEK)).isInstanceOf(QuotaExceeded.class);
        assertThat(kept(claim)).as("what there was stays").isEqualTo(2 * MIB);
    }

    /** After a crash the agent declares what is not stored whole, and half of the last file lies in an open upload. */
    @Test
    void whatOpenUploadsHoldIsNotReservedTwice() throws IOException {
        Claim claim = reserved(32 * MIB, 2);
        put("a", 12 * MIB, claim);
        Upload upload = upload(claim);
        PartNamed first = part(upload, 1, 8 * MIB);
        assertThat(reservations.reserve(run(20 * MIB, 1), WEEK).id()).isEqualTo(claim.reservation());
        assertThat(kept(claim)).isEqualTo(12 * MIB);
        PartNamed second = part(upload, 2, 12 * MIB);
        store.complete(upload, List.of(first, second), Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(quota().used().value()).isEqualTo(32 * MIB);
    }

    @Test
    void aPartThatIsReplacedAndAnAbortGiveTheirRoomBackToIt() throws IOException {
        Claim claim = reserved(32 * MIB, 1);
        Upload upload = upload(claim);
        for (int i = 0; i < 3; i++) {
            part(upload, 1, 20 * MIB);
        }
        part(upload, 1, 6 * MIB);
        assertThat(kept(claim)).isEqualTo(26 * MIB);
        store.abort(upload);
        assertThat(kept(claim)).isEqualTo(32 * MIB);
        assertThatThrownBy(() -> put("other", 1)).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void whoDeclaresTooLittleIsAdmittedLikeAnybodyElse() throws IOException {
        Claim claim = reserved(2 * MIB, 1);
        put("a", 4 * MIB, claim);
        assertThat(kept(claim)).isEqualTo(2 * MIB);
        Upload upload = upload(claim);
        List<PartNamed> parts = List.of(part(upload, 1, 6 * MIB), part(upload, 2, MIB));
        put("b", MIB, claim);
        store.complete(upload, parts, Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(quota().used().value()).isEqualTo(12 * MIB);
        assertThat(quota().objects().used()).isEqualTo(3);
    }

    @Test
    void anothersAndAnEndedOneHaveNoRoom() throws IOException {
        Claim claim = reserved(30 * MIB, 2);
        Claim stranger = new Claim(claim.reservation(), account + 1);
        assertThatThrownBy(() -> put("a", 3 * MIB, stranger)).isInstanceOf(QuotaExceeded.class);
        put("a", 2 * MIB, stranger);
        assertThat(kept(claim)).isEqualTo(30 * MIB);
        reservations.end(account + 1, claim.reservation());
        assertThat(kept(claim)).isEqualTo(30 * MIB);
        int second = TestGateway.notebook(gateway, "other", 2 * MIB).id();
        Bucket elsewhere = store.createBucket(second, "elsewhere", true);
        assertThatThrownBy(() -> store.put(
                        TestGateway.aPut(elsewhere, "a", new byte[3 * MIB]).within(claim)))
                .isInstanceOf(QuotaExceeded.class);
        reservations.end(account, claim.reservation());
        reservations.end(account, claim.reservation());
        put("b", 30 * MIB, claim);
        put("c", 0, new Claim(UUID.randomUUID(), account));
    }

    @Test
    void anUploadGoesOnWhenItsReservationHasEnded() throws IOException {
        Claim claim = reserved(20 * MIB, 1);
        Upload upload = upload(claim);
        PartNamed first = part(upload, 1, 8 * MIB);
        reservations.end(notebook, account, "ms", "run1.d");
        PartNamed second = part(upload, 2, 8 * MIB);
        part(upload, 3, 8 * MIB);
        store.complete(upload, List.of(first, second), Conditions.NONE, WholeDeclared.NOTHING);
        assertThat(quota().used().value()).isEqualTo(16 * MIB);
        store.abort(store.createUpload(bucket, ObjectKey.of("n"), Attributes.NONE, null, false, 16 * MIB, claim));
        put("other", 16 * MIB);
    }

    @Test
    void afterItsLifeItsRoomIsEverybodys() throws IOException {
        Claim claim = reserved(30 * MIB, 2);
        Upload upload = upload(claim);
        part(upload, 1, 6 * MIB);
        assertThat(reservations.endOverdue()).isZero();
        sql.update("update reservation set expires = now() - interval '1 second'");
        assertThat(reservations.endOverdue()).isEqualTo(1);
        put("other", 26 * MIB);
        store.abort(upload);
        put("more", 6 * MIB);
    }

    @Test
    void aReservationOfNothingOrOfTheWholeWorldIsAMistake() {
        assertThatThrownBy(() -> run(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run(Long.MAX_VALUE, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run(1, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> wanted(" ", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        reservations.reserve(wanted("a\0b" + "é".repeat(3000), 1, 1), WEEK);
    }

    private List<RoomRefused> told() {
        List<RoomRefused> told = new ArrayList<>();
        reservations.tellRefused(told::add);
        return told;
    }

    @Test
    void aRefusalIsToldOnceUntilItFits() {
        assertThatThrownBy(() -> reservations.reserve(run(40 * MIB, 3), WEEK)).isInstanceOf(QuotaExceeded.class);
        assertThatThrownBy(() -> reservations.reserve(wanted("run2.d", 50 * MIB, 3), WEEK))
                .isInstanceOf(QuotaExceeded.class);
        assertThat(told()).singleElement().satisfies(one -> {
            assertThat(one.account()).isEqualTo(account);
            assertThat(one.notebookName()).isEqualTo("nmr");
            assertThat(one.source()).isEqualTo("ms");
            assertThat(one.name()).isEqualTo("run1.d");
            assertThat(one.bytes().value()).isEqualTo(40 * MIB);
            assertThat(one.objects()).isEqualTo(3);
            assertThat(one.scope()).isEqualTo(new Scope.OfNotebook(notebook));
            assertThat(one.scopeName()).isEqualTo("nmr");
            assertThat(one.quota().limit().value()).isEqualTo(32 * MIB);
        });
        reservations.reserve(wanted("small", MIB, 1), WEEK);
        assertThatThrownBy(() -> reservations.reserve(run(40 * MIB, 3), WEEK)).isInstanceOf(QuotaExceeded.class);
        assertThat(told()).as("something small fits, this does not").isEmpty();
        gateway.quotas().setLimit(new Scope.OfNotebook(notebook), new ByteCount(64 * MIB));
        reservations.reserve(run(40 * MIB, 3), WEEK);
        assertThatThrownBy(() -> reservations.reserve(wanted("run3.d", 50 * MIB, 1), WEEK))
                .isInstanceOf(QuotaExceeded.class);
        assertThat(told())
                .singleElement()
                .satisfies(one -> assertThat(one.name()).isEqualTo("run3.d"));
    }

    @Test
    void whatNobodyAsksForAnyMoreIsForgottenAfterADay() {
        assertThatThrownBy(() -> reservations.reserve(run(40 * MIB, 3), WEEK)).isInstanceOf(QuotaExceeded.class);
        assertThat(told()).hasSize(1);
        sql.update("update reservation_refused set asked = now() - interval '25 hours'");
        assertThatThrownBy(() -> reservations.reserve(run(40 * MIB, 3), WEEK)).isInstanceOf(QuotaExceeded.class);
        assertThat(told()).hasSize(1);
    }

    /** Who tells is killed, or fails, before it is written down: then it is told again. */
    @Test
    void aRefusalThatCouldNotBeToldIsToldLater() {
        assertThatThrownBy(() -> reservations.reserve(run(40 * MIB, 3), WEEK)).isInstanceOf(QuotaExceeded.class);
        assertThatThrownBy(() -> reservations.tellRefused(one -> {
                    throw new IllegalStateException("no paper");
                }))
                .hasMessage("no paper");
        assertThat(told()).hasSize(1);
        assertThat(told()).isEmpty();
    }

    @Test
    void theUnitThatIsFullIsNamed() {
        int unit = gateway.notebooks().unit("lab").orElseThrow().id();
        gateway.quotas().setLimit(new Scope.OfUnit(unit), new ByteCount(8 * MIB));
        assertThatThrownBy(() -> reservations.reserve(run(9 * MIB, 1), WEEK))
                .isInstanceOfSatisfying(
                        QuotaExceeded.class, e -> assertThat(e.scope()).isEqualTo(new Scope.OfUnit(unit)));
        assertThat(told()).singleElement().satisfies(one -> {
            assertThat(one.scope()).isEqualTo(new Scope.OfUnit(unit));
            assertThat(one.scopeName()).isEqualTo("lab");
        });
    }
}
