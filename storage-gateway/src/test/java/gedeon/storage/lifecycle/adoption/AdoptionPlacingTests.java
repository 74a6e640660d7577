package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.ObjectKey;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.jdbc.Demands;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was adopted moves and goes as policies and people say, and the folder stays as it was. */
class AdoptionPlacingTests extends AdoptedShare {
    private static final TierTraits FRENCH = new TierTraits(null, null, "FR", true, null, null, null);

    @Test
    void aPolicyMovesItToATierOfOurOwnAndTheFolderStaysAsItIs() throws Exception {
        Map<String, byte[]> bodies = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            bodies.put("f" + i, random(i * 20_011));
        }
        bodies.forEach((name, body) -> file(name.getBytes(StandardCharsets.UTF_8), body));
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        policy(List.of(second.id()));
        Await.until(() -> allIn(house, second.id()));
        Files.move(share, share.resolveSibling("moved"));
        for (Map.Entry<String, byte[]> one : bodies.entrySet()) {
            assertThat(read(found(one.getKey()))).isEqualTo(one.getValue());
            assertThat(Files.readAllBytes(share.resolveSibling("moved").resolve(one.getKey())))
                    .isEqualTo(one.getValue());
        }
        assertThat(adoption(tier).left()).isEqualTo(20);
        Files.move(share.resolveSibling("moved"), share);
        assertThat(again(tier, false).differs()).isFalse();
    }

    @Test
    void whereThePolicyAsksForACountryAFolderOfWhichThatIsNotKnownIsNotAdopted() throws Exception {
        file("one", random(1000));
        gateway.tiers().describe(house, 0, FRENCH);
        StoragePolicy saved = gateway.tiering()
                .policies()
                .save(new StoragePolicy(
                        0, "health", List.of(house), List.of(), List.of(), 90, new Demands(1, false, "FR", true)));
        gateway.tiering().policies().assign(notebook, saved);
        int tiers = gateway.tiers().all().size();
        assertThatThrownBy(() -> gateway.adoptions().survey(asked("data", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the folder " + share + " is in a country that is not known")
                .hasMessageContaining("--country");
        assertThatThrownBy(() -> gateway.adoptions().begin(asked("data", ""), 0, null))
                .isInstanceOf(IllegalArgumentException.class);
        TierTraits uncertified = new TierTraits(null, null, "FR", null, null, null, null);
        assertThatThrownBy(() -> gateway.adoptions().begin(described(uncertified), 0, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certified to hold health data");
        assertThat(gateway.tiers().all()).hasSize(tiers);
        gateway.adoptions().begin(described(FRENCH), 0, null);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        assertThat(tier.traits()).isEqualTo(FRENCH);
        Await.until(() -> adoption(tier).ended() != null);
        assertThat(read(found("one"))).isEqualTo(random(1000));
    }

    private Adoptions.Asked described(TierTraits traits) {
        return new Adoptions.Asked(share, notebook, "n", "data", "", List.of(), traits);
    }

    @Test
    void whatNobodyHasReadYetIsHashedOnItsWay() throws Exception {
        file("one", random(300_000));
        file("changed", random(1000));
        TierRow tier = begin("data", "", STANDING_STILL);
        Await.until(() -> adoption(tier).walked());
        write("changed", random(1000));
        policy(List.of());
        Await.until(() -> in(found("one")).equals(List.of(house)), Duration.ofMinutes(2));
        assertThat(read(found("one"))).isEqualTo(random(300_000));
        assertThat(found("one").sha256()).isEqualTo(sha256(random(300_000)));
        Await.until(() -> gateway.damages().sum().lost() == 1);
        assertThatThrownBy(() -> read(found("changed"))).isInstanceOf(DamagedBlock.class);
    }

    @Test
    void aPolicyThatNamesTheFolderLeavesItThereUntilARuleMovesIt() throws Exception {
        file("stays/1", random(1000));
        file("goes/1", random(1001));
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoragePolicy saved = gateway.tiering()
                .policies()
                .save(new StoragePolicy(
                        0, "p", List.of(tier.id(), house), List.of(), List.of(to(third.id(), "goes/")), 90));
        gateway.tiering().policies().assign(notebook, saved);
        gateway.tiering().ensureJobs();
        Await.until(() -> in(found("goes/1")).equals(List.of(third.id())));
        assertThat(in(found("stays/1"))).containsExactly(tier.id());
        // What is new does not land there.
        assertThat(in(put("new", random(10)))).containsExactly(house);
        assertThat(Files.exists(share.resolve("new"))).isFalse();
        assertThat(in(found("stays/1"))).containsExactly(tier.id());
    }

    @Test
    void deletingAnObjectTakesAwayRowsAndNeverTheFile() throws Exception {
        file("one", random(1000));
        file("two", random(1001));
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion gone = found("one");
        gateway.store().delete(new Deletion(bucket, gone.key(), gone.version(), false, false, DeleteConditions.NONE));
        assertThat(new Collector(sql, gateway.tiers(), Duration.ZERO).collect()).isEqualTo(1);
        assertThat(Files.readAllBytes(share.resolve("one"))).isEqualTo(random(1000));
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(1001);
        // It was let go: nobody is told of it again, and nothing brings it back by itself.
        assertThat(again(tier, true).differs()).isFalse();
        assertThat(gateway.store().find(bucket, ObjectKey.of("one"), null, false))
                .isEmpty();
    }

    @Test
    void drainingAuditingAndCollectingLeaveTheFolderAsItWas() throws Exception {
        for (int i = 0; i < 6; i++) {
            file("sub/f" + i, random(100_000 * i));
        }
        Files.createLink(share.resolve("twin"), share.resolve("sub/f1"));
        Files.setLastModifiedTime(share.resolve("sub"), FileTime.from(OLD));
        Map<String, String> before = tree();
        Adoption done = adopt("data", "", 0);
        // Two names are two objects, each counted.
        assertThat(done.taken()).isEqualTo(7);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion gone = found("sub/f5");
        gateway.store().delete(new Deletion(bucket, gone.key(), gone.version(), false, false, DeleteConditions.NONE));
        new Collector(sql, gateway.tiers(), Duration.ZERO).collect();
        long audit = gateway.tiering()
                .jobs()
                .ensure(StorageJob.Kind.AUDIT, tier.id(), null, Duration.ZERO)
                .id();
        Await.until(() -> gateway.tiering().jobs().find(audit).orElseThrow().state() == StorageJob.State.FINISHED);
        gateway.tiers().setState(tier.id(), TierRow.State.DRAINING);
        gateway.tiering().jobs().ensure(StorageJob.Kind.DRAIN, tier.id(), null, Duration.ZERO);
        Await.until(() -> sql.one(row -> true, "select 1 from location where tier_id = ?", tier.id())
                .isEmpty());
        assertThat(tree()).isEqualTo(before);
        assertThat(gateway.damages().sum().open()).isZero();
        assertThat(read(found("twin"))).isEqualTo(random(100_000));
        assertThat(read(found("sub/f4"))).isEqualTo(random(400_000));
        assertThat(in(found("sub/f4"))).doesNotContain(tier.id());
    }

    private Map<String, String> tree() throws Exception {
        Map<String, String> tree = new HashMap<>();
        try (Stream<Path> all = Files.walk(share)) {
            for (Path one : all.toList()) {
                tree.put(
                        share.relativize(one).toString(),
                        Files.getLastModifiedTime(one) + " "
                                + (Files.isRegularFile(one) ? sha256(Files.readAllBytes(one)) : ""));
            }
        }
        return tree;
    }
}
