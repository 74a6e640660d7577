package gedeon.storage.journal.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.TestGateway;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A database went back in time while the tiers' journals did not. What people do then counts, and a rebuild says so as well. */
class TimelineTests extends SeveralTiers {
    @Test
    void whatCameAfterARestoreStandsAboveWhatTheRestoreForgot() throws Exception {
        put("edited", random(10));
        put("deleted by mistake", random(11));
        put("tagged by mistake", random(12));
        GatewaySettings restored = asItIsNow();
        // What is forgotten, though the tiers were told of it.
        tag("edited", "forgotten");
        tag("tagged by mistake", "forgotten");
        gateway.store()
                .delete(new Deletion(
                        bucket,
                        ObjectKey.of("deleted by mistake"),
                        found("deleted by mistake").version(),
                        false,
                        false,
                        DeleteConditions.NONE));
        Bucket forgotten = gateway.store().createBucket(notebook, "forgotten", false);
        gateway.store().put(TestGateway.aPut(forgotten, "inside", random(13)));
        gateway.journal().flush();
        gateway.close();

        wentBack(restored);
        reopen(restored.withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofMillis(50))));
        tag("edited", "right");
        Bucket made = gateway.store().createBucket(notebook, "made", false);
        assertThat(made.id()).isGreaterThan(forgotten.id());
        gateway.store().put(TestGateway.aPut(made, "own", random(14)));
        gateway.journal().flush();
        Await.until(() -> sql.one(row -> true, "select 1 from timeline where not snapshot_due")
                .isPresent());
        gateway.close();

        rebuild(folder.resolve("house"));
        assertThat(found("edited").tags()).isEqualTo(Map.of("is", "right"));
        assertThat(found("tagged by mistake").tags()).isEmpty();
        assertThat(read(found("deleted by mistake"))).isEqualTo(random(11));
        Bucket again = gateway.store().bucket("made").orElseThrow();
        assertThat(again.id()).isEqualTo(made.id());
        assertThat(gateway.store().find(again, ObjectKey.of("own"), null, false))
                .isPresent();
        assertThat(gateway.store().find(again, ObjectKey.of("inside"), null, false))
                .isEmpty();
        // What was acknowledged and then forgotten is lost by no rebuild.
        assertThat(gateway.store()
                        .find(gateway.store().bucket("forgotten").orElseThrow(), ObjectKey.of("inside"), null, false))
                .isPresent();
    }

    /** A replica takes over, and nobody starts anew. */
    @Test
    void aProcessThatRunsNoticesItAsWell() throws Exception {
        gateway.close();
        reopen(settings.withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofMillis(50))));
        wentBack(settings);
        Await.until(() -> sql.one(row -> true, "select 1 from timeline where seen <> 0 and not snapshot_due")
                .isPresent());
        put("one", random(10));
        assertThat(found("one").version().seq()).isGreaterThan(1L << 40);
    }

    /** A start on a database that went nowhere numbers on, and writes nothing anew. */
    @Test
    void aDatabaseThatStayedIsLeftAlone() throws Exception {
        put("one", random(10));
        assertThat(sql.one(row -> row.getLong(1), "select last_value from seq").orElseThrow())
                .isLessThan(1L << 40);
        assertThat(sql.one(row -> row.getBoolean(1), "select snapshot_due from timeline"))
                .contains(false);
    }

    private void tag(String key, String is) {
        gateway.store().edit(found(key), false, now -> now.withTags(Map.of("is", is)));
    }

    private GatewaySettings asItIsNow() throws Exception {
        gateway.journal().flush();
        gateway.close();
        GatewaySettings copy = TestGateway.copy(settings);
        reopen(settings);
        return copy;
    }

    /** A copy of a database in the same cluster is on the same timeline; a restore's is not. */
    private static void wentBack(GatewaySettings restored) {
        assertThat(TestGateway.database(restored).update("update timeline set seen = 0"))
                .isOne();
    }
}
