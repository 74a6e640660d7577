package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Disposal by two persons, from the request to the tombstone. */
class DisposalTests extends Lab {
    @Test
    void whatTwoPersonsAgreeOnGoesAndLeavesATombstone() throws Exception {
        StoredVersion first = put(raw, "run/1", "first");
        StoredVersion second = put(raw, "run/1", "second");
        StoredVersion other = put(raw, "other", "stays");
        DisposalRequest asked = disposing().requests().request(contributor, raw, below("run/"), "consent withdrawn");
        assertThat(asked.state()).isEqualTo(State.REQUESTED);
        assertThat(asked.versions()).isEqualTo(2);
        assertThat(asked.bytes()).isEqualTo(new ByteCount(11));
        StoredVersion later = put(raw, "run/1", "came after the request");
        long before = used();

        disposing().requests().approve(asked.id(), owner, true, "yes");
        disposing().round();

        DisposalRequest done = disposing().requests().find(asked.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.disposed()).isEqualTo(2);
        assertThat(done.stayed()).isZero();
        assertThat(Stream.of(first, second)).noneMatch(this::there);
        assertThat(Stream.of(other, later)).allMatch(this::there);
        assertThat(used()).isEqualTo(before - 11);
        Tombstone tombstone = disposing()
                .tombstones()
                .find(raw.id(), first.key(), first.version())
                .orElseThrow();
        assertThat(tombstone.size()).isEqualTo(first.size());
        assertThat(tombstone.sha256()).isEqualTo(first.sha256());
        assertThat(tombstone.contentType()).isEqualTo("text/plain");
        assertThat(tombstone.came()).isEqualTo(first.created());
        assertThat(tombstone.requestedBy()).isEqualTo("carl");
        assertThat(tombstone.approvedBy()).isEqualTo("ada");
        assertThat(tombstone.reason()).isEqualTo("consent withdrawn");
        assertThat(tombstone.disposal()).isEqualTo(asked.id());
        assertThat(disposing().acts().ofDisposal(asked.id()).stream().map(DisposalNotice::act))
                .containsExactly(DisposalNotice.Act.REQUESTED, DisposalNotice.Act.APPROVED, DisposalNotice.Act.DONE);
        assertThat(gateway.outbox().claim("catalogue", 100).stream()
                        .filter(one -> one.event() instanceof gedeon.storage.ObjectDeleted))
                .hasSize(2);
    }

    @Test
    void thoseThatWaitForADecisionOrForTheirTimeAreCountedUpToANumber() throws Exception {
        put(data, "a", "x");
        put(data, "b", "x");
        put(data, "c", "x");
        DisposalRequests requests = disposing().requests();
        assertThat(requests.waiting(notebook, 10)).isZero();
        DisposalRequest first = requests.request(contributor, data, below("a"), "a test");
        DisposalRequest second = requests.request(contributor, data, below("b"), "a test");
        requests.request(contributor, data, below("c"), "a test");
        requests.approve(first.id(), owner, false, "");
        assertThat(requests.waiting(notebook, 10)).isEqualTo(3);
        assertThat(requests.waiting(notebook, 2)).isEqualTo(2);
        assertThat(requests.waiting(notebook + 1, 10)).isZero();
        requests.refuse(second.id(), owner, "no");
        disposing().round();
        assertThat(requests.waiting(notebook, 10)).isEqualTo(1);
    }

    @Test
    void aRequestIsNotApprovedByWhoAsked() throws Exception {
        put(raw, "a", "x");
        DisposalRequest asked = disposing().requests().request(owner, raw, below("a"), "a test");
        assertThatThrownBy(() -> disposing().requests().approve(asked.id(), owner, true, ""))
                .isInstanceOf(NotNow.class)
                .hasMessageContaining("another person");
        assertThatThrownBy(() -> disposing().requests().refuse(asked.id(), owner, "no"))
                .isInstanceOf(NotNow.class);
    }

    @Test
    void whatIsUnderComplianceOrOnHoldIsRefusedByName() throws Exception {
        StoredVersion kept = put(raw, "kept", "x");
        StoredVersion held = put(raw, "held", "x");
        put(raw, "free", "x");
        retain(kept, ObjectLock.Mode.COMPLIANCE, Duration.ofDays(900));
        assertThatThrownBy(() -> disposing().requests().request(contributor, raw, below("kept"), "a test"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("COMPLIANCE")
                .hasMessageContaining("kept (version " + kept.versionText() + ")");
        DisposalRequest asked = disposing().requests().request(contributor, raw, only(held), "a test");
        hold(held, true);
        assertThatThrownBy(() -> disposing().requests().approve(asked.id(), owner, true, ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("legal hold")
                .hasMessageContaining("held (version " + held.versionText() + ")");
        assertThatThrownBy(() -> disposing().requests().request(contributor, raw, below(""), "a test"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("kept")
                .hasMessageContaining("held");
        disposing().round();
        assertThat(Stream.of(kept, held)).allMatch(this::there);
    }

    @Test
    void governanceIsPassedOverByWhoHasTheRightAlone() throws Exception {
        StoredVersion version = put(raw, "a", "x");
        DisposalRequest asked = disposing().requests().request(contributor, raw, only(version), "a test");
        assertThatThrownBy(() -> disposing().requests().approve(asked.id(), director, false, ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("GOVERNANCE");
        disposing().requests().approve(asked.id(), owner, true, "");
        // Who approved it loses the right before it is done.
        gateway.notebooks().revoke(owner, Role.OWNER, new On.Notebook(notebook));
        disposing().round();
        assertThat(there(version)).isTrue();
        DisposalRequest done = disposing().requests().find(asked.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.stayed()).isEqualTo(1);
        assertThat(disposing().requests().stayed(asked.id(), 10))
                .containsExactly(new Preview.Stays("a", version.versionText(), Hindrance.RULED));
    }

    @Test
    void whatWasLockedSinceStaysAndIsReported() throws Exception {
        StoredVersion held = put(raw, "held", "x");
        StoredVersion kept = put(raw, "kept", "x");
        StoredVersion free = put(raw, "free", "x");
        StoredVersion gone = put(raw, "gone", "x");
        DisposalRequest asked = disposing().requests().request(contributor, raw, below(""), "a test");
        disposing().requests().approve(asked.id(), owner, true, "");
        hold(held, true);
        retain(kept, ObjectLock.Mode.COMPLIANCE, Duration.ofDays(900));
        gateway.store().delete(new Deletion(raw, gone.key(), gone.version(), false, true, DeleteConditions.NONE));
        disposing().round();
        assertThat(Stream.of(held, kept)).allMatch(this::there);
        assertThat(there(free)).isFalse();
        assertThat(disposing().requests().stayed(asked.id(), 10))
                .extracting(Preview.Stays::key, Preview.Stays::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("gone", Hindrance.GONE),
                        org.assertj.core.groups.Tuple.tuple("held", Hindrance.HELD),
                        org.assertj.core.groups.Tuple.tuple("kept", Hindrance.COMPLIANCE));
        assertThat(disposing().tombstones().find(raw.id(), gone.key(), gone.version()))
                .isEmpty();
    }

    @Test
    void bytesStayForAWeekAndWhatIsSharedForGood() throws Exception {
        StoredVersion lone = put(data, "lone", "lone");
        StoredVersion shared = put(data, "shared", "shared");
        StoredVersion copy = gateway.store().copy(shared, gedeon.storage.TestGateway.aPut(data, "copy", new byte[0]));
        DisposalRequest asked = disposing().requests().request(contributor, data, only(lone, shared), "a test");
        disposing().requests().approve(asked.id(), owner, false, "");
        disposing().round();
        assertThat(there(lone)).isFalse();
        Collector collector = new Collector(sql, gateway.tiers(), Duration.ofHours(24));
        // As the ordinary grace would have it, and a day short of the longer one.
        sql.update("update garbage set since = since - interval '6 days'");
        assertThat(collector.collect()).isZero();
        // A user that goes later does not bring the end nearer.
        sql.update("update garbage set since = since + interval '6 days'");
        gateway.store().delete(new Deletion(data, copy.key(), null, false, false, DeleteConditions.NONE));
        sql.update("update garbage set since = since - interval '7 days 1 minute'");
        assertThat(collector.collect()).isEqualTo(1);
        try (var in = gateway.store().read(copy, 0, 6)) {
            assertThat(in.readAllBytes()).asString().isEqualTo("shared");
        }
        assertThat(gateway.store().find(data, ObjectKey.of("lone"), null, false))
                .isEmpty();
    }

    @Test
    void whatLiesUnderneathComesUpUnlessItIsAMarker() throws Exception {
        StoredVersion old = put(data, "a", "old");
        StoredVersion top = put(data, "a", "top");
        put(data, "b", "old");
        gateway.store().delete(new Deletion(data, ObjectKey.of("b"), null, false, false, DeleteConditions.NONE));
        StoredVersion above = put(data, "b", "above");
        DisposalRequest asked = disposing().requests().request(contributor, data, only(top, above), "a test");
        disposing().requests().approve(asked.id(), owner, false, "");
        disposing().round();
        assertThat(gateway.store().find(data, ObjectKey.of("a"), null, false)).contains(old);
        assertThat(gateway.store()
                        .list(data, new byte[0], new byte[0], null, 10)
                        .entries())
                .hasSize(1);
    }

    @Test
    void eitherWithdrawsWhileItWaits() throws Exception {
        StoredVersion version = put(data, "a", "x");
        DisposalRequest first = disposing().requests().request(contributor, data, only(version), "a test");
        assertThatThrownBy(() -> disposing().requests().withdraw(first.id(), manager, false, ""))
                .isInstanceOf(NotNow.class);
        disposing().requests().withdraw(first.id(), contributor, false, "a mistake");
        DisposalRequest second = disposing().requests().request(contributor, data, only(version), "a test");
        disposing().requests().approve(second.id(), owner, false, "");
        disposing().requests().withdraw(second.id(), owner, true, "after all");
        disposing().round();
        assertThat(there(version)).isTrue();
        assertThat(disposing().requests().ofNotebook(notebook, 10))
                .extracting(DisposalRequest::state)
                .containsExactly(State.WITHDRAWN, State.WITHDRAWN);
        assertThat(sql.list(row -> true, "select 1 from disposal_item")).isEmpty();
        assertThatThrownBy(() -> disposing().requests().approve(second.id(), owner, false, ""))
                .isInstanceOf(NotNow.class);
    }

    @Test
    void nothingGoesBeforeItsTime() throws Exception {
        StoredVersion version = put(data, "a", "x");
        DisposalRequest asked = disposing().requests().request(contributor, data, only(version), "a test");
        disposing().requests().approve(asked.id(), owner, false, "");
        sql.update("update disposal set due = now() + interval '1 minute'");
        disposing().round();
        assertThat(there(version)).isTrue();
        assertThat(disposing().requests().open(List.of(notebook), 10)).hasSize(1);
        sql.update("update disposal set due = now()");
        disposing().round();
        assertThat(there(version)).isFalse();
    }

    @Test
    void aRequestOfNothingIsNone() {
        assertThatThrownBy(() -> disposing().requests().request(contributor, data, below("none"), "a test"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no such version");
        assertThatThrownBy(() -> disposing().requests().request(contributor, data, below("none"), " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    @Test
    void aTombstoneIsNeitherChangedNorRemoved() throws Exception {
        StoredVersion version = put(data, "a", "x");
        DisposalRequest asked = disposing().requests().request(contributor, data, only(version), "a test");
        disposing().requests().approve(asked.id(), owner, false, "");
        disposing().round();
        assertThatThrownBy(() -> sql.update("delete from tombstone"))
                .hasMessageContaining("neither changed nor removed");
        assertThatThrownBy(() -> sql.update("update tombstone set reason = 'other'"))
                .hasMessageContaining("neither changed nor removed");
    }

    @Test
    void manyVersionsGoPageByPage() throws Exception {
        for (int i = 0; i < 2600; i += 1) {
            if (i % 2 == 0) {
                put(data, "many/" + i, "x");
            } else {
                put(data, "many/versions", "x" + i);
            }
        }
        Preview preview = disposing().requests().preview(data, below("many/"), false);
        assertThat(preview.versions()).isEqualTo(2600);
        assertThat(preview.goes()).isEqualTo(2600);
        DisposalRequest asked = disposing().requests().request(contributor, data, below("many/"), "a test");
        assertThat(asked.versions()).isEqualTo(2600);
        disposing().requests().approve(asked.id(), owner, false, "");
        disposing().round();
        assertThat(disposing().requests().find(asked.id()).orElseThrow().disposed())
                .isEqualTo(2600);
        assertThat(used()).isZero();
        assertThat(disposing().tombstones().ofDisposal(asked.id(), null, 0, 3000))
                .hasSize(2600);
    }
}
