package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.storage.Await;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaChange;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.adopted.Folder;
import gedeon.storage.tier.adopted.RawPaths;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A folder of somebody else is taken in place, proven, watched, and left as it was. */
class AdoptionTests extends SeveralTiers {
    private static final Instant OLD = Instant.parse("2019-03-04T05:06:07.123456789Z");
    /** At which nothing is hashed within a test. */
    private static final long STANDING_STILL = 1;

    private Path share;

    @BeforeEach
    void makeShare() throws IOException {
        share = Files.createDirectories(folder.toRealPath().resolve("nfs/share"));
    }

    @Test
    void aFolderWithOddNamesIsReadThroughTheStoreAndHashed() throws Exception {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            bodies.put("run " + i % 7 + "/scan-" + i + ".raw", random(i * 13));
        }
        bodies.put("été/Größe/测试.d/a", random(300_000));
        bodies.put("what?/#1%20+&=;.txt", random(7));
        bodies.put("line\nbreak", random(8));
        bodies.put(" .. ", random(9));
        bodies.put("large", random(1_000_003));
        bodies.forEach((name, body) -> file(name.getBytes(StandardCharsets.UTF_8), body));
        file(new byte[] {'c', 'a', 'f', (byte) 0xe9}, random(10));
        file(
                ("d".repeat(200) + "/").repeat(5).concat("too-long".repeat(4)).getBytes(StandardCharsets.US_ASCII),
                random(11));
        Files.writeString(share.resolveSibling("secret"), "not yours");
        Files.createSymbolicLink(share.resolve("link"), share.resolveSibling("secret"));
        Files.createSymbolicLink(share.resolve("up"), Path.of(".."));
        new ProcessBuilder("mkfifo", share.resolve("pipe").toString()).start().waitFor();

        Survey survey = gateway.adoptions().survey(asked("data", "in/"));
        assertThat(survey.files()).isEqualTo(bodies.size());
        assertThat(survey.bytes()).isEqualTo(bytes(bodies));
        assertThat(survey.leftOut())
                .containsOnly(
                        Map.entry(LeftOut.LINK, 2L), Map.entry(LeftOut.SPECIAL, 1L), Map.entry(LeftOut.UNNAMEABLE, 2L));
        assertThat(survey.examples()).contains(new Survey.Example(LeftOut.LINK, "up"));
        assertThat(survey.quota()).isNull();
        assertThat(gateway.tiers().all()).hasSize(3);

        Adoption done = adopt("data", "in/", 0);
        assertThat(done.taken()).isEqualTo(bodies.size());
        assertThat(done.takenBytes()).isEqualTo(bytes(bodies));
        assertThat(done.hashed()).isEqualTo(bodies.size());
        assertThat(done.leftOut()).isEqualTo(survey.leftOut());
        for (Map.Entry<String, byte[]> one : bodies.entrySet()) {
            StoredVersion version = found("in/" + one.getKey());
            assertThat(read(version)).isEqualTo(one.getValue());
            assertThat(version.created()).isEqualTo(OLD.truncatedTo(ChronoUnit.MICROS));
            assertThat(version.etag()).matches("[0-9a-f]{32}-1");
            assertThat(version.sha256()).isEqualTo(sha256(one.getValue()));
        }
        StoredVersion large = found("in/large");
        try (InputStream in = gateway.store().read(large, 262_140, 500_000)) {
            assertThat(in.readAllBytes())
                    .isEqualTo(java.util.Arrays.copyOfRange(bodies.get("large"), 262_140, 762_140));
        }
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(bytes(bodies));
        assertThat(gateway.damages().sum().open()).isZero();
        assertThat(gateway.outbox().claim("catalogue", 1000)).hasSize(bodies.size());
    }

    @Test
    void whatIsNotHashedIsServedUntilItChangesAndThenCut() throws Exception {
        file("large", random(9 << 20));
        file("small", random(100));
        TierRow tier = begin("data", "", STANDING_STILL);
        Await.until(() -> adoption(tier).walked());
        StoredVersion large = found("large");
        String etag = large.etag();
        assertThat(large.sha256()).isNull();
        assertThat(read(large)).isEqualTo(random(9 << 20));
        try (InputStream in = gateway.store().read(large, 0, 9 << 20)) {
            in.readNBytes(1 << 20);
            write("large", random(9 << 20));
            // The same bytes, but nobody can know that.
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(DamagedBlock.class)
                    .hasMessageContaining("changed underneath");
        }
        assertThatThrownBy(() -> read(large)).isInstanceOf(DamagedBlock.class);
        assertThat(gateway.damages().sum().lost()).isEqualTo(1);
        assertThat(read(found("small"))).isEqualTo(random(100));
        assertThat(found("large").etag()).isEqualTo(etag);
    }

    @Test
    void theEtagIsTheSameBeforeAndAfterHashing() throws Exception {
        file("one", random(1000));
        TierRow tier = begin("data", "", 0);
        Await.until(() -> adoption(tier).walked());
        String before = found("one").etag();
        Await.until(() -> adoption(tier).ended() != null);
        assertThat(found("one").etag()).isEqualTo(before);
        assertThat(found("one").sha256()).isEqualTo(sha256(random(1000)));
    }

    @Test
    void whatChangesUnderneathIsToldAndOnlyTakenWhenAsked() throws Exception {
        for (int i = 0; i < 10; i++) {
            file("f" + i, random(300_000 + i));
        }
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion first = found("f1");
        byte[] other = random(300_001);
        other[299_000] ^= 1;
        write("f1", other);
        Files.delete(share.resolve("f2"));
        write("f3", random(300_003));
        write("f4", random(5));
        write("new", random(6));

        // A changed block is never handed out, whether or not anybody has looked before.
        assertThatThrownBy(() -> read(first)).isInstanceOf(DamagedBlock.class);
        try (InputStream in = gateway.store().read(first, 0, 262_144)) {
            assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOf(random(300_001), 262_144));
        }
        Adoption compared = again(tier, false);
        assertThat(compared.differs()).isTrue();
        assertThat(compared.changed()).isEqualTo(2);
        assertThat(compared.gone()).isEqualTo(1);
        assertThat(compared.leftOut()).containsOnly(Map.entry(LeftOut.CAME, 1L));
        assertThat(gateway.adoptions().findings(tier.id(), 100))
                .containsExactlyInAnyOrder(
                        new Adoption.Finding("changed", "f1"),
                        new Adoption.Finding("gone", "f2"),
                        new Adoption.Finding("changed", "f4"),
                        new Adoption.Finding("came", "new"));
        assertThat(gateway.damages().sum().lost()).isEqualTo(3);
        assertThat(found("f1").version()).isEqualTo(first.version());
        assertThat(gateway.store().find(bucket, ObjectKey.of("new"), null, false))
                .isEmpty();
        // Touched, and the same bytes: as it was.
        assertThat(read(found("f3"))).isEqualTo(random(300_003));

        Adoption taken = again(tier, true);
        assertThat(taken.changed() + taken.leftOut().size()).isZero();
        assertThat(read(found("f1"))).isEqualTo(other);
        assertThat(read(found("f4"))).isEqualTo(random(5));
        assertThat(read(found("new"))).isEqualTo(random(6));
        assertThat(found("f1").version()).isNotEqualTo(first.version());
        assertThatThrownBy(() -> read(first)).isInstanceOf(DamagedBlock.class);
        assertThatThrownBy(() -> read(found("f2"))).isInstanceOf(NoSuchFileException.class);

        // What comes back is as it was.
        file("f2", random(300_002));
        again(tier, false);
        assertThat(read(found("f2"))).isEqualTo(random(300_002));
        assertThat(adoption(tier).gone()).isZero();
    }

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
    void withoutRoomForAllOfItNothingIsThere() throws Exception {
        for (int i = 0; i < 5; i++) {
            file("f" + i, random(1000));
        }
        Scope scope = new Scope.OfNotebook(notebook);
        gateway.quotas().change(scope, QuotaChange.limit(new ByteCount(4999)));
        Survey survey = gateway.adoptions().survey(asked("data", ""));
        assertThat(survey.quota()).contains("limit 4999 bytes");
        assertThat(survey.lackingBytes()).isEqualTo(1);
        assertThatThrownBy(() -> gateway.adoptions().begin(asked("data", ""), 0, null))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessageContaining("asked 5000");
        assertThat(gateway.tiers().all()).hasSize(3);
        assertThat(gateway.store().find(bucket, ObjectKey.of("f0"), null, false))
                .isEmpty();
        gateway.quotas().change(scope, QuotaChange.limit(new ByteCount(5000)));
        adopt("data", "", 0);
        assertThat(gateway.quotas().quota(scope).used().value()).isEqualTo(5000);
    }

    @Test
    void anObjectThatIsThereIsNotReplaced() throws Exception {
        StoredVersion own = put("f", random(10));
        file("f", random(11));
        file("g", random(12));
        Adoption done = adopt("data", "", 0);
        assertThat(done.leftOut()).containsOnly(Map.entry(LeftOut.TAKEN, 1L));
        assertThat(found("f").version()).isEqualTo(own.version());
        assertThat(read(found("g"))).isEqualTo(random(12));
    }

    @Test
    void foldersOfTheInstallationAreRefused() throws Exception {
        file("f", random(1));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("second"));
        for (Path wrong :
                List.of(folder, folder.resolve("second"), folder.resolve("third/blobs"), link, Path.of("/"))) {
            Files.createDirectories(wrong);
            assertThatThrownBy(() -> gateway.adoptions().survey(asked(wrong, "data", "", folder.resolve("house"))))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one in the other");
        }
        assertThatThrownBy(() -> gateway.adoptions().survey(asked(share.resolve("f"), "data", "")))
                .hasMessageContaining("no folder");
        adopt("data", "", 0);
        assertThatThrownBy(() -> gateway.adoptions().begin(asked("data", ""), 0, null))
                .hasMessageContaining("--again");
        gateway.store().set(bucket, BucketSetting.LIFECYCLE, "<x/>");
        assertThatThrownBy(() ->
                        gateway.adoptions().survey(asked(Files.createDirectories(folder.resolve("nfs/b")), "data", "")))
                .hasMessageContaining("lifecycle");
        gateway.store().set(bucket, BucketSetting.LIFECYCLE, null);
    }

    @Test
    void aLinkThatTakesAFoldersPlaceLeadsNowhere() throws Exception {
        file("sub/f", random(1000));
        adopt("data", "", 0);
        Path outside = Files.createDirectories(share.resolveSibling("outside"));
        Files.write(outside.resolve("f"), random(1000));
        Files.move(share.resolve("sub"), share.resolve("was"));
        Files.createSymbolicLink(share.resolve("sub"), outside);
        assertThatThrownBy(() -> read(found("sub/f"))).isInstanceOf(NoSuchFileException.class);
        Files.delete(share.resolve("sub"));
        Files.createDirectory(share.resolve("sub"));
        Files.createSymbolicLink(share.resolve("sub/f"), outside.resolve("f"));
        assertThatThrownBy(() -> read(found("sub/f"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aMountThatIsGoneIsNoDamage() throws Exception {
        file("f", random(1000));
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        Files.move(share, share.resolveSibling("away"));
        assertThatThrownBy(() -> read(found("f"))).isInstanceOf(TierOffline.class);
        Files.createDirectory(share);
        assertThatThrownBy(() -> read(found("f"))).isInstanceOf(TierOffline.class);
        gateway.adoptions().again(tier, false, 0, null);
        Await.until(() -> job(tier).reason() != null);
        assertThat(gateway.damages().sum().open()).isZero();
        assertThat(adoption(tier).gone()).isZero();
        Files.delete(share);
        Files.move(share.resolveSibling("away"), share);
        gateway.tiering().jobs().now(job(tier).id());
        Await.until(() -> adoption(tier).ended() != null);
        assertThat(read(found("f"))).isEqualTo(random(1000));
    }

    @Test
    void withoutABucketOneIsMade() throws Exception {
        file("f", random(10));
        Adoption done = adopt(null, "", 0);
        assertThat(done.bucket()).isEqualTo("n-share");
        assertThat(gateway.store().bucket("n-share").orElseThrow().versioned()).isTrue();
    }

    @Test
    void aRebuildHasTheFolderAgainAndTakesNothingByItself() throws Exception {
        for (int i = 0; i < 8; i++) {
            file("f" + i, random(300_000 + i));
        }
        adopt("data", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion first = found("f1");
        write("f1", random(17));
        again(tier, true);
        // Touched, and known by its new time; let go; changed so that nobody sees it from outside.
        write("f2", random(300_002));
        again(tier, false);
        StoredVersion gone = found("f3");
        gateway.store().delete(new Deletion(bucket, gone.key(), gone.version(), false, false, DeleteConditions.NONE));
        write("came", random(18));
        gateway.journal().flush();
        gateway.close();
        byte[] other = random(300_004);
        other[7] ^= 1;
        file("f4", other);

        assertThat(rebuild(folder.resolve("house")).missing()).isZero();
        assertThatThrownBy(() -> read(found("f4")))
                .isInstanceOf(DamagedBlock.class)
                .hasMessageContaining("SHA-256");
        assertThat(read(found("f2"))).isEqualTo(random(300_002));
        Await.until(() -> {
            gateway.adoptions().ensureJobs();
            return adoption(tier).ended() != null;
        });
        assertThat(read(found("f1"))).isEqualTo(random(17));
        assertThatThrownBy(() -> read(first)).isInstanceOf(DamagedBlock.class);
        for (int i : new int[] {0, 2, 5, 6, 7}) {
            assertThat(read(found("f" + i))).isEqualTo(random(300_000 + i));
            assertThat(found("f" + i).sha256()).isEqualTo(sha256(random(300_000 + i)));
        }
        for (String none : List.of("f3", "came")) {
            assertThat(gateway.store().find(bucket, ObjectKey.of(none), null, false))
                    .isEmpty();
        }
        Adoption compared = again(tier, false);
        assertThat(compared.changed()).isEqualTo(1);
        assertThat(compared.leftOut()).containsOnly(Map.entry(LeftOut.CAME, 1L));
        again(tier, true);
        assertThat(read(found("came"))).isEqualTo(random(18));
        assertThat(read(found("f4"))).isEqualTo(other);
    }

    @Test
    void aWalkThatWasNotOverIsGoneOnWithAfterARebuild() throws Exception {
        for (int i = 0; i < 1200; i++) {
            file("f" + i, random(i % 7));
        }
        try (Connection held = heldUp()) {
            TierRow tier = begin("data", "", 0);
            Await.until(() -> waits(tier));
            gateway.journal().flush();
            held.rollback();
            Await.until(() -> adoption(tier).taken() >= 500);
            gateway.journal().flush();
            gateway.close();
            rebuild(folder.resolve("house"));
            Await.until(() -> {
                gateway.adoptions().ensureJobs();
                return adoption(tier).ended() != null;
            });
            assertThat(adoption(tier).taken()).isEqualTo(1200);
            assertThat(gateway.quotas()
                            .quota(new Scope.OfNotebook(notebook))
                            .objects()
                            .used())
                    .isEqualTo(1200);
        }
    }

    @Test
    void aMountThatGoesAwayWhileItIsWalkedEndsNoWalk() throws Exception {
        for (int i = 0; i < 1200; i++) {
            file("d" + i / 100 + "/f" + i, random(i % 7));
        }
        TierRow tier;
        try (Connection held = heldUp()) {
            tier = begin("data", "", 0);
            Await.until(() -> waits(tier));
            Files.move(share, share.resolveSibling("away"));
            Files.createDirectory(share);
            held.rollback();
            Await.until(() -> job(tier).reason() != null);
        }
        assertThat(job(tier).reason()).contains("is it mounted?");
        assertThat(adoption(tier).walked()).isFalse();
        Files.delete(share);
        Files.move(share.resolveSibling("away"), share);
        gateway.tiering().jobs().now(job(tier).id());
        Await.until(() -> adoption(tier).ended() != null);
        assertThat(adoption(tier).taken()).isEqualTo(1200);
        assertThat(adoption(tier).leftOut()).isEmpty();
    }

    /** Whoever says how far a walk is waits until this one lets go. */
    private Connection heldUp() throws SQLException {
        sql.update(
                "create or replace function held_up() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(4711); return new; end $$");
        sql.update(
                "create or replace trigger held_up before update of cursor on adoption for each row execute function held_up()");
        Connection held = sql.connection();
        held.setAutoCommit(false);
        Sql.list(held, row -> true, "select pg_advisory_xact_lock(4711)");
        return held;
    }

    private boolean waits(TierRow tier) {
        return adoption(tier).taken() == 0
                && sql.one(
                                row -> true,
                                "select 1 from pg_locks where locktype = 'advisory' and objid = 4711 and not granted")
                        .isPresent();
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

    @Test
    void aLinkThatTakesTheFoldersOwnPlaceLeadsNowhere() throws Exception {
        file("f", random(1000));
        TierRow tier = begin("data", "", STANDING_STILL);
        Await.until(() -> adoption(tier).walked());
        Path outside = Files.createDirectories(folder.toRealPath().resolve("outside/share"));
        Files.write(outside.resolve("f"), random(1000));
        Files.setLastModifiedTime(outside.resolve("f"), FileTime.from(OLD));
        Files.move(share, share.resolveSibling("was"));
        Files.createSymbolicLink(share, outside);
        assertThatThrownBy(() -> read(found("f")))
                .isInstanceOf(TierOffline.class)
                .hasMessageContaining("link");
        Files.delete(share);
        Files.move(share.resolveSibling("was"), share);
        Files.move(share.getParent(), folder.resolve("nfs-was"));
        Files.createSymbolicLink(folder.resolve("nfs"), outside.getParent());
        assertThatThrownBy(() -> read(found("f"))).isInstanceOf(TierOffline.class);
        assertThatThrownBy(() -> new FolderWalk(new Folder(share), null)).isInstanceOf(TierOffline.class);
    }

    @Test
    void ofManyThatAskForOneFolderAtOnceOneGetsIt() throws Exception {
        file("sub/f", random(10));
        List<Path> wanted = List.of(share, share, share.resolve("sub"), share.getParent());
        AtomicInteger begun = new AtomicInteger();
        Queue<Exception> refused = new ConcurrentLinkedQueue<>();
        CyclicBarrier together = new CyclicBarrier(wanted.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Path one : wanted) {
                threads.submit(() -> {
                    try {
                        together.await();
                        gateway.adoptions().begin(asked(one, "data", ""), 0, null);
                        begun.incrementAndGet();
                    } catch (Exception e) {
                        refused.add(e);
                    }
                });
            }
        }
        assertThat(begun).hasValue(1);
        assertThat(refused)
                .hasSize(3)
                .allMatch(IllegalArgumentException.class::isInstance)
                .allMatch(e -> e.getMessage().contains("one in the other")
                        || e.getMessage().contains("adopted already")
                        || e.getMessage().contains("there is a tier"));
        assertThat(gateway.tiers().all()).hasSize(4);
        assertThat(sql.one(row -> row.getLong(1), "select count(*) from adoption"))
                .hasValue(1L);
    }

    @Test
    void whatSomebodyPutInAFilesPlaceIsNotReplaced() throws Exception {
        bucket = gateway.store().createBucket(notebook, "plain", false);
        for (String name : List.of("own", "mine", "left")) {
            file(name, random(100));
        }
        adopt("plain", "", 0);
        TierRow tier = gateway.adoptions().of(share).orElseThrow();
        StoredVersion own = put("own", random(7));
        gateway.store().delete(new Deletion(bucket, ObjectKey.of("left"), null, false, false, DeleteConditions.NONE));
        write("own", random(101));
        write("mine", random(102));
        write("left", random(103));
        again(tier, true);
        assertThat(found("own").version()).isEqualTo(own.version());
        assertThat(read(found("own"))).isEqualTo(random(7));
        assertThat(read(found("mine"))).isEqualTo(random(102));
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(7
                        + sql.one(
                                        row -> row.getLong(1),
                                        "select sum(size) from version where bucket_id = ? and blob_id in (select blob_id from adopted_file)",
                                        bucket.id())
                                .orElseThrow());
    }

    @Test
    void askingWhatAFolderWouldBringLeavesNoTrace() throws Exception {
        file("f", random(1000));
        put("own", random(10));
        String lease = "select (select coalesce(sum(bytes), 0) from lease) + (select sum(leased) from quota)";
        Await.until(() -> sql.one(row -> row.getLong(1), lease).orElseThrow() == 0, Duration.ofMinutes(1));
        assertThat(gateway.adoptions().survey(asked("data", "")).quota()).isNull();
        assertThat(sql.one(row -> row.getLong(1), lease)).hasValue(0L);
        assertThat(gateway.tiers().all()).hasSize(3);
        assertThat(gateway.store().bucket("n-share")).isEmpty();
    }

    @Test
    void aTierThatWritesIsNotPutWhereAFolderIsOnlyRead() throws Exception {
        file("sub/f", random(10));
        adopt("data", "", 0);
        Path link = Files.createSymbolicLink(folder.resolve("link"), share);
        for (Path wrong : List.of(share, share.resolve("sub/new"), share.getParent(), link.resolve("x"))) {
            assertThatThrownBy(() -> gateway.tiers().add("posix", "wrong", Map.of("root", wrong.toString()), 5))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nothing is written there");
        }
        assertThat(Files.exists(share.resolve("gedeon-tier.json"))).isFalse();
    }

    @Test
    void aFileThatWasCutIsNeverServedAsWhole() throws Exception {
        file("f", random(600_000));
        adopt("data", "", 0);
        write("f", java.util.Arrays.copyOf(random(600_000), 400_000));
        assertThatThrownBy(() -> read(found("f"))).isInstanceOf(DamagedBlock.class);
    }

    @Test
    void namesLongerThanTheSystemOpensAreLeftOut() throws Exception {
        file("f", random(10));
        String deep = "d=$(printf 'x%.0s' $(seq 200)); for i in $(seq 25); do mkdir $d && cd $d; done; echo lost > f";
        assertThat(new ProcessBuilder("sh", "-c", deep)
                        .directory(share.toFile())
                        .start()
                        .waitFor())
                .isZero();
        try {
            Adoption done = adopt("data", "", 0);
            assertThat(done.taken()).isEqualTo(1);
            // How deep it came depends on the shell; what it could still write is too long for a key.
            assertThat(done.leftOut()).containsOnlyKeys(LeftOut.UNNAMEABLE);
            assertThat(gateway.adoptions().findings(done.tier(), 10)).isNotEmpty();
        } finally {
            // JUnit opens no such paths either.
            new ProcessBuilder("rm", "-rf", share.toString()).start().waitFor();
        }
    }

    private Adoptions.Asked asked(String into, String prefix) {
        return asked(share, into, prefix);
    }

    private Adoptions.Asked asked(Path what, String into, String prefix, Path... own) {
        return new Adoptions.Asked(what, notebook, "n", into, prefix, List.of(own));
    }

    /** A process may die between the tier's row and its job. */
    @Test
    void whatWasAskedForOutlivesTheProcessThatWasToWriteItsJob() throws Exception {
        file("f", random(10));
        TierRow tier = begin("data", "", 4096);
        sql.update("delete from storage_job where kind = 'ADOPTION'");
        gateway.adoptions().ensureJobs();
        assertThat(job(tier).bandwidth()).isEqualTo(4096);
        assertThat(job(tier).askedBy()).isEqualTo("ada");
    }

    @Test
    void aFolderIsNoTierThatAnybodyAddsWithoutANotebook() {
        assertThatThrownBy(() -> gateway.tiers().add("folder", "share", Map.of("root", share.toString()), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gedeon tier adopt");
        assertThat(gateway.tiers().named("share")).isEmpty();
    }

    private TierRow begin(String into, String prefix, long rate) throws IOException {
        gateway.adoptions().begin(asked(into, prefix), rate, "ada");
        return gateway.adoptions().of(share).orElseThrow();
    }

    private Adoption adopt(String into, String prefix, long rate) throws IOException {
        TierRow tier = begin(into, prefix, rate);
        Await.until(() -> adoption(tier).ended() != null);
        return adoption(tier);
    }

    private Adoption again(TierRow tier, boolean take) {
        gateway.adoptions().again(tier, take, 0, null);
        Await.until(() -> {
            gateway.adoptions().ensureJobs();
            return adoption(tier).ended() != null;
        });
        return adoption(tier);
    }

    private StorageJob job(TierRow tier) {
        return gateway.tiering().jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.ADOPTION
                        && Short.valueOf(tier.id()).equals(job.tier()))
                .findFirst()
                .orElseThrow();
    }

    private Adoption adoption(TierRow tier) {
        return gateway.adoptions().find(tier.id()).orElseThrow();
    }

    private void file(String name, byte[] body) {
        file(name.getBytes(StandardCharsets.UTF_8), body);
    }

    /** As somebody wrote it long ago. */
    private void file(byte[] name, byte[] body) {
        try {
            Path file = RawPaths.under(share, name);
            Files.createDirectories(file.getParent());
            Files.write(file, body);
            Files.setLastModifiedTime(file, FileTime.from(OLD));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As somebody writes it now. */
    private void write(String name, byte[] body) throws IOException {
        Files.write(share.resolve(name), body, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static long bytes(Map<String, byte[]> bodies) {
        return bodies.values().stream().mapToLong(body -> body.length).sum();
    }

    private static Digest sha256(byte[] body) throws Exception {
        return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(body));
    }
}
