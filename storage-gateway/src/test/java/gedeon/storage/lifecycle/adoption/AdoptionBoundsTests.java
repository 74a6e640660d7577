package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.adopted.Folder;
import gedeon.storage.tier.jdbc.TierRow;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An adopted folder stands alone: nothing of this installation lies in it or around it, and no link leads out of it. */
class AdoptionBoundsTests extends AdoptedShare {
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
    void aFolderIsNoTierThatAnybodyAddsWithoutANotebook() {
        assertThatThrownBy(() -> gateway.tiers().add("folder", "share", Map.of("root", share.toString()), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gedeon tier adopt");
        assertThat(gateway.tiers().named("share")).isEmpty();
    }
}
