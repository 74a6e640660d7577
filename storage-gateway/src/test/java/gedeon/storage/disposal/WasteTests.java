package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import gedeon.kernel.ByteCount;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Aborted and test acquisitions: marked by who works there, disposed of by the manager alone. */
class WasteTests extends Lab {
    @Test
    void markedVersionsGoByTheManagerAlone() throws Exception {
        StoredVersion first = put(data, "test/1", "one");
        StoredVersion second = put(data, "test/2", "two!");
        StoredVersion other = put(data, "run/1", "stays");
        assertThat(disposing().waste().mark(contributor, data, below("test/"), "detector was off"))
                .isEqualTo(new Waste.Count(2, new ByteCount(7)));
        assertThat(disposing().waste().mark(contributor, data, below("test/"), "again"))
                .isEqualTo(Waste.Count.NONE);
        assertThat(disposing().waste().list(data, new byte[0], null, 0, 10))
                .extracting(Waste.Marked::reason)
                .containsExactly("detector was off", "detector was off");
        DisposalRequest done = disposing().waste().dispose(manager, data, below(""), false);
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.disposed()).isEqualTo(2);
        assertThat(Stream.of(first, second)).noneMatch(this::there);
        assertThat(there(other)).isTrue();
        Tombstone tombstone = disposing()
                .tombstones()
                .find(data.id(), first.key(), first.version())
                .orElseThrow();
        assertThat(tombstone.requestedBy()).isEqualTo("carl");
        assertThat(tombstone.approvedBy()).isEqualTo("max");
        assertThat(tombstone.reason()).isEqualTo("detector was off");
        assertThat(sql.list(row -> true, "select 1 from waste")).isEmpty();
    }

    @Test
    void whatIsTiedSealedOldOrNotMarkedStays() throws Exception {
        StoredVersion tied = put(data, "a/tied", "x");
        StoredVersion sealed = put(data, "a/sealed", "x");
        StoredVersion old = put(data, "a/old", "x");
        StoredVersion unmarked = put(data, "a/unmarked", "x");
        StoredVersion free = put(data, "a/free", "x");
        ties.put(tied.version(), Ties.Tie.TIED);
        ties.put(sealed.version(), Ties.Tie.SEALED);
        sql.update(
                "update version set created = now() - interval '31 days' where seq = ?",
                old.version().seq());
        disposing().waste().mark(contributor, data, below("a/"), "a test");
        assertThat(disposing().waste().unmark(contributor, data, only(unmarked)).versions())
                .isEqualTo(1);
        Preview preview = disposing().waste().preview(data, below("a/"), false);
        assertThat(preview.versions()).isEqualTo(4);
        assertThat(preview.goes()).isEqualTo(1);
        assertThat(preview.count(Hindrance.TIED)).isEqualTo(1);
        assertThat(preview.count(Hindrance.LATE)).isEqualTo(1);
        assertThat(there(free)).as("a preview changes nothing").isTrue();
        DisposalRequest done = disposing().waste().dispose(manager, data, below(""), false);
        assertThat(done.disposed()).isEqualTo(1);
        assertThat(done.stayed()).isEqualTo(3);
        assertThat(disposing().requests().stayed(done.id(), 10))
                .extracting(Preview.Stays::key, Preview.Stays::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a/old", Hindrance.LATE),
                        org.assertj.core.groups.Tuple.tuple("a/sealed", Hindrance.SEALED),
                        org.assertj.core.groups.Tuple.tuple("a/tied", Hindrance.TIED));
        assertThat(Stream.of(tied, sealed, old, unmarked)).allMatch(this::there);
        assertThat(there(free)).isFalse();
        assertThat(disposing().waste().list(data, new byte[0], null, 0, 10)).hasSize(3);
    }

    @Test
    void newRawDataUnderItsBucketsRuleGoesAsWasteByTheManagerAlone() throws Exception {
        StoredVersion version = put(raw, "test", "x");
        StoredVersion other = put(raw, "run", "x");
        disposing().waste().mark(contributor, raw, only(version), "a test");
        assertThat(disposing().waste().preview(raw, below(""), false).goes()).isEqualTo(1);
        DisposalRequest done = disposing().waste().dispose(manager, raw, below(""), false);
        assertThat(done.disposed()).isEqualTo(1);
        assertThat(there(version)).isFalse();
        assertThat(there(other)).isTrue();
        assertThatThrownBy(() -> {
                    long asked = disposing()
                            .requests()
                            .request(contributor, raw, only(other), "not needed")
                            .id();
                    disposing().requests().approve(asked, owner, false, "");
                })
                .as("what is no waste stays under it")
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("GOVERNANCE");
    }

    @Test
    void rawDataThatSomebodyPutUnderGovernanceGoesByWhoMayBypassItAlone() throws Exception {
        StoredVersion version = put(raw, "test", "x");
        sql.update(
                "update version set retain_until = retain_until + interval '10 days' where seq = ?",
                version.version().seq());
        disposing().waste().mark(contributor, raw, only(version), "a test");
        DisposalRequest stayed = disposing().waste().dispose(manager, raw, below(""), true);
        assertThat(stayed.stayed()).isEqualTo(1);
        assertThat(there(version)).isTrue();
        disposing().waste().dispose(owner, raw, below(""), false);
        assertThat(there(version)).isTrue();
        disposing().waste().dispose(owner, raw, below(""), true);
        assertThat(there(version)).isFalse();
    }

    @Test
    void whoAsksAboutSomeVersionsLearnsWhichOfThoseAreMarked() throws Exception {
        StoredVersion old = put(data, "run/1", "first");
        StoredVersion now = put(data, "run/1", "second");
        StoredVersion other = put(data, "run/2", "x");
        Bucket plain = gateway.store().createBucket(notebook, "plain", false);
        put(plain, "run/1", "y");
        disposing().waste().mark(contributor, data, only(old, other), "detector was off");
        disposing().waste().mark(manager, plain, below("run/"), "a test");
        Marks marks = disposing().marks();
        assertThat(marks.of(data, List.of(named(old), named(now), named(other))))
                .extracting(Waste.Marked::version, Waste.Marked::by, Waste.Marked::reason, Waste.Marked::came)
                .containsExactly(
                        tuple(old.versionText(), "carl", "detector was off", old.created()),
                        tuple(other.versionText(), "carl", "detector was off", other.created()));
        assertThat(marks.of(data, List.of(new Chosen.Named(now.key(), null))))
                .as("the current version is not the one that is marked")
                .isEmpty();
        assertThat(marks.of(data, List.of(new Chosen.Named(other.key(), null)))).hasSize(1);
        assertThat(marks.of(plain, List.of(new Chosen.Named(now.key(), "null"))))
                .extracting(Waste.Marked::by)
                .containsExactly("max");
        assertThat(marks.of(data, List.of(new Chosen.Named(now.key(), "null")))).isEmpty();
        assertThat(marks.of(data, List.of(new Chosen.Named(now.key(), "no version"))))
                .isEmpty();
        assertThat(marks.of(data, List.of())).isEmpty();
    }

    private static Chosen.Named named(StoredVersion version) {
        return new Chosen.Named(version.key(), version.versionText());
    }

    @Test
    void marksOfANotebookAreCountedUpToANumber() throws Exception {
        Bucket plain = gateway.store().createBucket(notebook, "plain", false);
        for (int i = 0; i < 5; i++) {
            put(data, "run/" + i, "x");
            put(plain, "run/" + i, "x");
        }
        Marks marks = disposing().marks();
        assertThat(marks.ofNotebook(notebook, 3)).isEqualTo(new Marks.Found(List.of(), false));
        disposing().waste().mark(contributor, data, below("run/"), "a test");
        disposing().waste().mark(contributor, plain, below("run/4"), "a test");
        assertThat(marks.ofNotebook(notebook, 3).keys())
                .extracting(one -> one.bucket() + " " + one.key())
                .containsExactly("data run/0", "data run/1", "data run/2");
        assertThat(marks.ofNotebook(notebook, 3).more()).isTrue();
        assertThat(marks.ofNotebook(notebook, 6).keys()).hasSize(6);
        assertThat(marks.ofNotebook(notebook, 6).more()).isFalse();
        gateway.store().delete(new Deletion(plain, ObjectKey.of("run/4"), null, true, false, DeleteConditions.NONE));
        assertThat(marks.ofNotebook(notebook, 6).keys())
                .as("what was deleted otherwise is waste no more")
                .hasSize(5);
        assertThat(marks.ofNotebook(notebook + 1, 6).keys()).isEmpty();
    }

    @Test
    void whatIsNotMarkedIsNoWaste() throws Exception {
        StoredVersion version = put(data, "a", "x");
        assertThatThrownBy(() -> disposing().waste().dispose(manager, data, below(""), false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing of that is marked");
        DisposalRequest done = disposing().waste().dispose(manager, data, only(version), false);
        assertThat(done.stayed()).isEqualTo(1);
        assertThat(there(version)).isTrue();
        assertThatThrownBy(() -> disposing().waste().mark(contributor, data, below("a"), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
