package gedeon.storage.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.ObjectLock.Mode;
import gedeon.storage.Seals;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.KeptBack.Why;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Holds, retention and seals beat everything, then the notebook's storage policy, then a bucket's lifecycle; what was overruled is shown. */
class OverruledTests extends SeveralTiers {
    private static final String EXPIRE = "<Expiration><Days>1</Days></Expiration>";
    private static final String OLD =
            "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>";

    @Override
    protected GatewaySettings adjusted(GatewaySettings usual) {
        return usual.withLifecycle(
                new LifecycleSettings(Duration.ofMillis(50), Duration.ofHours(3), Duration.ofHours(3)));
    }

    private void rule(Bucket of, String rule) {
        gateway.store()
                .set(
                        of,
                        BucketSetting.LIFECYCLE,
                        "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter></Filter>" + rule
                                + "</Rule></LifecycleConfiguration>");
    }

    private Bucket plain() {
        return gateway.store().createBucket(notebook, "plain", false);
    }

    private StoredVersion put(Bucket in, String key) throws IOException {
        return gateway.store().put(TestGateway.aPut(in, key, random(100_000)));
    }

    private boolean there(Bucket in, String key) {
        return gateway.store()
                .find(in, ObjectKey.of(key), null, false)
                .filter(one -> !one.deleteMarker())
                .isPresent();
    }

    private Map<Why, KeptBack.Kept> kept(Bucket of) {
        return gateway.lifecycles()
                .of(of.id())
                .map(LifecycleReports.Report::kept)
                .orElse(KeptBack.NONE)
                .reasons();
    }

    private long kept(Bucket of, Why why) {
        KeptBack.Kept kept = kept(of).get(why);
        return kept == null ? 0 : kept.versions();
    }

    /** Until two whole walks have ended. */
    private void awaitWalks(Bucket of) {
        for (int i = 0; i < 3; i++) {
            Instant before = walked(of);
            Await.until(() -> walked(of).isAfter(before));
        }
    }

    private Instant walked(Bucket of) {
        Instant walked = gateway.lifecycles()
                .of(of.id())
                .map(LifecycleReports.Report::walked)
                .orElse(null);
        return walked == null ? Instant.EPOCH : walked;
    }

    @Test
    void expiryWaitsForAMoveThatFailedAndSaysSo() throws IOException {
        Bucket plain = plain();
        Files.move(folder.resolve("third"), folder.resolve("away"));
        policy(List.of(), to(third.id(), "there/"));
        put(plain, "there/1");
        put(plain, "here/1");
        rule(plain, EXPIRE);
        Await.until(() -> !there(plain, "here/1") && kept(plain, Why.POLICY) == 1);
        awaitWalks(plain);
        assertThat(there(plain, "there/1")).isTrue();
        assertThat(kept(plain)).containsOnlyKeys(Why.POLICY);
        assertThat(kept(plain).get(Why.POLICY).bytes()).isEqualTo(100_000);
        assertThat(kept(plain).get(Why.POLICY).examples())
                .containsExactly(new KeptBack.Example("there/1", "null", "third"));
        Files.move(folder.resolve("away"), folder.resolve("third"));
        Await.until(() -> !there(plain, "there/1") && kept(plain).isEmpty());
    }

    @Test
    void expiryWaitsForACopyWhoseTierIsSwitchedOff() throws IOException {
        policy(List.of(second.id()));
        gateway.tiers().setState(second.id(), TierRow.State.OFF);
        StoredVersion old = put("1", random(5));
        put("1", random(6));
        rule(bucket, OLD);
        Await.until(() -> kept(bucket, Why.POLICY) == 1);
        assertThat(in(old)).containsExactly(house);
        gateway.tiers().setState(second.id(), TierRow.State.ONLINE);
        Await.until(() -> gateway.store()
                .find(bucket, ObjectKey.of("1"), old.version(), false)
                .isEmpty());
    }

    @Test
    void withoutAWishThatStandsNothingWaits() throws IOException {
        Bucket plain = plain();
        Files.move(folder.resolve("third"), folder.resolve("away"));
        policy(List.of(), to(third.id(), "there/"));
        put(plain, "there/1");
        rule(plain, EXPIRE);
        Await.until(() -> kept(plain, Why.POLICY) == 1);
        policy(List.of());
        Await.until(() -> !there(plain, "there/1"));
        Files.move(folder.resolve("away"), folder.resolve("third"));
    }

    private StoredVersion locked(String key, UnaryOperator<ObjectLock> lock) throws IOException {
        StoredVersion old = put(key, random(10));
        gateway.store().edit(old, false, now -> now.withLock(lock.apply(now.lock())));
        put(key, random(11));
        return old;
    }

    @Test
    void whatLocksAndSealsKeepIsCountedByReason() throws IOException {
        gateway.store().lock(bucket, null);
        bucket = gateway.store().bucket("data").orElseThrow();
        Instant until = Instant.parse("2100-01-01T00:00:00Z");
        locked("held", lock -> lock.held(true));
        locked("retained", lock -> lock.retained(Mode.GOVERNANCE, until));
        StoredVersion sealed = locked("sealed", UnaryOperator.identity());
        gateway.seals().mark(notebook, "data", List.of(new Seals.Part(sealed.key(), sealed.version())));
        StoredVersion goes = locked("goes", UnaryOperator.identity());
        rule(bucket, OLD);
        Await.until(() -> kept(bucket).size() == 3
                && gateway.store()
                        .find(bucket, goes.key(), goes.version(), false)
                        .isEmpty());
        assertThat(kept(bucket, Why.HOLD)).isEqualTo(1);
        assertThat(kept(bucket).get(Why.RETENTION).examples())
                .extracting(KeptBack.Example::key, KeptBack.Example::said)
                .containsExactly(tuple("retained", until.toString()));
        assertThat(kept(bucket).get(Why.SEALED).examples())
                .extracting(KeptBack.Example::version)
                .containsExactly(sealed.version().toString());
    }

    @Test
    void whatIsSealedIsNotHiddenEither() throws IOException {
        StoredVersion sealed = put("sealed", random(10));
        put("goes", random(10));
        gateway.seals().mark(notebook, "data", List.of(new Seals.Part(sealed.key(), sealed.version())));
        rule(bucket, EXPIRE);
        Await.until(() -> !there(bucket, "goes"));
        awaitWalks(bucket);
        assertThat(there(bucket, "sealed")).isTrue();
        assertThat(kept(bucket, Why.SEALED)).isEqualTo(1);
    }

    @Test
    void aTransitionThatThePolicyOverrulesIsCounted() throws IOException {
        TierRow archive = gateway.tiers()
                .add(
                        "archive",
                        "archive",
                        Map.of("root", folder.resolve("archive").toString(), "floor", "0"),
                        0);
        put("1", random(10));
        put("2", random(10));
        rule(bucket, "<Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition>");
        Await.until(() -> kept(bucket, Why.TRANSITION) == 2);
        assertThat(kept(bucket).get(Why.TRANSITION).examples())
                .extracting(KeptBack.Example::said)
                .containsOnly("r");
        policy(List.of(), to(archive.id(), "nothing/"));
        Await.until(() -> kept(bucket).isEmpty() && walked(bucket).isAfter(Instant.EPOCH));
        Await.until(() -> found("1").archived() && found("2").archived());
    }
}
