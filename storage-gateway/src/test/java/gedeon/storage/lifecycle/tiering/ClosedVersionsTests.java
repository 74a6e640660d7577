package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.ObjectLock;
import gedeon.storage.Seals;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.VersionId;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules that ask whether a version is sealed, or how long it is retained. */
class ClosedVersionsTests extends SeveralTiers {
    private PolicyRule rule(boolean sealed, @Nullable Boolean retained, @Nullable Duration retainedFor) {
        return new PolicyRule(
                third.id(), null, null, null, null, null, null, false, Map.of(), sealed, retained, retainedFor);
    }

    private static Seals.Part part(StoredVersion version) {
        return new Seals.Part(version.key(), version.isNull() ? null : version.version());
    }

    @Test
    void whatIsSealedGoesWhereItsRuleSays() throws IOException {
        StoredVersion open = put("open", random(100_000));
        StoredVersion small = put("small", random(10));
        StoredVersion parts = multipart("parts", random(5 << 20), random(1000));
        policy(List.of(), rule(true, null, null));
        awaitRounds();
        assertThat(in(small)).containsExactly(house);
        gateway.seals().mark(notebook, "data", List.of(part(small), part(parts)));
        Await.until(() -> in(small).equals(List.of(third.id())) && partsIn(parts, third.id()));
        assertThat(in(open)).containsExactly(house);
        assertThat(read(small)).isEqualTo(random(10));
    }

    private boolean partsIn(StoredVersion version, short tier) {
        return sql
                .list(
                        row -> row.getShort(1),
                        "select l.tier_id from version v join part p on p.content_id = v.content_id join location l on l.blob_id = p.blob_id where v.seq = ?",
                        version.version().seq())
                .stream()
                .allMatch(one -> one == tier);
    }

    @Test
    void onlyTheVersionThatIsNamedIsMarked() throws IOException {
        Bucket plain = gateway.store().createBucket(notebook, "plain", false);
        StoredVersion old = put("1", random(1));
        StoredVersion next = put("1", random(2));
        StoredVersion other = put("2", random(3));
        StoredVersion none = gateway.store().put(TestGateway.aPut(plain, "1", random(4)));
        gateway.seals().mark(notebook, "data", List.of(part(next)));
        gateway.seals().mark(notebook, "plain", List.of(part(none)));
        gateway.seals().mark(notebook, "plain", List.of(part(none)));
        gateway.seals().mark(notebook + 1, "data", List.of(part(other)));
        assertThat(sealed())
                .containsExactlyInAnyOrder(next.version().seq(), none.version().seq());
        assertThat(sealed()).doesNotContain(old.version().seq());
        // What takes its place is another one.
        gateway.store().put(TestGateway.aPut(plain, "1", random(5)));
        assertThat(sealed()).containsExactly(next.version().seq());
    }

    private List<Long> sealed() {
        return sql.list(row -> row.getLong(1), "select seq from version where sealed");
    }

    @Test
    void whatWasSealedSinceItWasJudgedStays() throws IOException {
        StoredVersion judged = put("1", random(10));
        gateway.seals().mark(notebook, "data", List.of(part(judged)));
        for (VersionId named : Arrays.asList(judged.version(), null)) {
            Deletion deletion =
                    new Deletion(bucket, judged.key(), named, false, false, DeleteConditions.unchanged(judged));
            assertThatThrownBy(() -> gateway.store().delete(deletion)).isInstanceOf(Refusal.class);
        }
        assertThat(read(found("1"))).isEqualTo(random(10));
    }

    @Test
    void aRebuildKnowsWhatIsSealed() throws IOException {
        StoredVersion sealed = put("sealed", random(10));
        put("open", random(10));
        gateway.seals().mark(notebook, "data", List.of(part(sealed)));
        gateway.close();
        rebuild(folder.resolve("house"));
        assertThat(sealed()).containsExactly(sealed.version().seq());
    }

    @Test
    void whatIsDueIsDoneOnceAndNotForgottenWhenItComesAgain() {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        Seals seals = gateway.seals();
        due(one);
        due(two);
        Seals.Due first = seals.next().orElseThrow();
        assertThat(first.dataset()).isEqualTo(one);
        due(one);
        seals.done(first);
        Seals.Due second = seals.next().orElseThrow();
        assertThat(second.dataset()).isEqualTo(two);
        seals.later(second);
        assertThat(seals.next().orElseThrow().dataset()).isEqualTo(one);
        seals.done(seals.next().orElseThrow());
        seals.done(seals.next().orElseThrow());
        assertThat(seals.next()).isEmpty();
    }

    private void due(UUID dataset) {
        sql.inTransaction(c -> {
            gateway.seals().due(c, dataset);
            return true;
        });
    }

    @Test
    void whatIsRetainedForLongGoesAndComesBackWhenItIsNot() throws IOException {
        gateway.store().lock(bucket, null);
        bucket = gateway.store().bucket("data").orElseThrow();
        StoredVersion longer = retained("longer", Duration.ofDays(800));
        StoredVersion held = put("held", random(10));
        gateway.store().edit(held, false, now -> now.withLock(now.lock().held(true)));
        StoredVersion shorter = retained("shorter", Duration.ofDays(30));
        StoredVersion free = put("free", random(10));
        policy(List.of(), rule(false, null, Duration.ofDays(365)));
        Await.until(() -> in(longer).equals(List.of(third.id())) && in(held).equals(List.of(third.id())));
        awaitRounds();
        assertThat(in(shorter)).containsExactly(house);
        assertThat(in(free)).containsExactly(house);
        policy(List.of(), rule(false, false, null));
        Await.until(() -> in(free).equals(List.of(third.id())) && in(longer).equals(List.of(house)));
        policy(List.of(), rule(false, true, null));
        Await.until(() -> in(free).equals(List.of(house)) && in(shorter).equals(List.of(third.id())));
        gateway.store().edit(held, false, now -> now.withLock(now.lock().held(false)));
        Await.until(() -> in(held).equals(List.of(house)));
    }

    private StoredVersion retained(String key, Duration lasting) throws IOException {
        StoredVersion version = put(key, random(10));
        gateway.store()
                .edit(
                        version,
                        false,
                        now -> now.withLock(now.lock()
                                .retained(
                                        ObjectLock.Mode.GOVERNANCE,
                                        Instant.now().plus(lasting))));
        return version;
    }

    @Test
    void aPolicyIsReadAsItWasSaved() {
        PolicyRule rule = rule(true, false, Duration.ofDays(400));
        policy(List.of(), rule, rule(false, true, null), to(third.id(), "x/"));
        assertThat(gateway.tiering().policies().named("p").orElseThrow().rules())
                .containsExactly(rule, rule(false, true, null), to(third.id(), "x/"));
    }
}
