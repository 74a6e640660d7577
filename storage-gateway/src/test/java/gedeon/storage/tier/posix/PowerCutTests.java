package gedeon.storage.tier.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.VersionId;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.journal.rebuild.RebuildReport;
import gedeon.storage.lifecycle.Audits;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.jdbc.LeaseSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut at random moments under load, and the tier's disk forgets what was not forced: what was acknowledged is there byte for byte, what was
 * removed is gone, nothing is counted that is not there. (PostgreSQL's own disk forgets nothing here: it says itself what its log is worth.)
 */
class PowerCutTests {
    private static final int CUTS = Integer.getInteger("gedeon.cuts", 8);
    private static final int WRITERS = 6;
    /** A machine that stands still for a while refuses nobody. */
    private static final LeaseSettings LEASE = new LeaseSettings(
            Duration.ofSeconds(40), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(1), 64 << 20);

    private final long seed = Long.getLong("gedeon.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final GatewaySettings settings = TestGateway.settings().withLease(LEASE);
    private final MemoryKeys keys = new MemoryKeys();
    private final AtomicInteger names = new AtomicInteger();

    /** By key: the version, or nothing where it was removed. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @Test
    void aPowerCutLosesNothingThatWasAcknowledged() throws Exception {
        Path root = begin();
        for (int cut = 0; cut < CUTS; cut++) {
            root = loadAndCut(root, new CutDisk(root, true));
            try (Gateway gateway = open(root, Disk.REAL)) {
                for (Map.Entry<String, String> one : acknowledged.entrySet()) {
                    check(gateway, one.getKey(), one.getValue());
                }
            }
        }
        assertThat(acknowledged).as("seed %s", seed).hasSizeGreaterThan(CUTS * 30);
        try (Gateway gateway = open(root, Disk.REAL)) {
            Scope notebook = new Scope.OfNotebook(
                    gateway.notebooks().notebook("n").orElseThrow().id());
            Await.until(() -> gateway.quotas().quota(notebook).reserved().value() == 0);
            assertThat(gateway.quotas().verify())
                    .as("ledger drift, seed %s", seed)
                    .isEmpty();
            Audits.run(gateway, Duration.ofMinutes(2));
            assertThat(gateway.damages().sum().open())
                    .as("missing, seed %s", seed)
                    .isZero();
        }
        // And without the database: what the journal has of it is on that disk as well.
        PosixTier tier = PosixTier.open(root, small(), Clock.systemUTC(), Disk.REAL);
        GatewaySettings empty = TestGateway.settings().withLease(LEASE);
        RebuildReport report =
                Gateway.rebuild(empty, tier, tier.uuid(), keys, Clock.systemUTC(), List.of(), false, text -> {});
        try (Gateway gateway = Gateway.open(empty, tier, tier.uuid(), keys, Clock.systemUTC())) {
            report = gateway.recovery().run(report);
            assertThat(report.missing()).as("seed %s", seed).isZero();
            for (Map.Entry<String, String> one : acknowledged.entrySet()) {
                if (!one.getValue().isEmpty()) {
                    check(gateway, one.getKey(), one.getValue());
                }
            }
        }
        System.out.println(
                "power cuts=" + CUTS + " acknowledged=" + acknowledged.size() + " lost=0 drift=0 seed=" + seed);
    }

    /** The control: of a disk that says that it forced its folders and did not, this finds that something is lost. */
    @Test
    void aDiskThatDoesNotForceItsFoldersIsFoundOut() throws Exception {
        Path root = begin();
        Path left = loadAndCut(root, new CutDisk(root, false));
        try (Gateway gateway = open(left, Disk.REAL)) {
            assertThatThrownBy(() -> {
                        for (Map.Entry<String, String> one : acknowledged.entrySet()) {
                            check(gateway, one.getKey(), one.getValue());
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private Path begin() throws IOException {
        Path root = folder.resolve("tier-0");
        PosixTier.create(root);
        try (Gateway gateway = open(root, Disk.REAL)) {
            int notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
            gateway.store().createBucket(notebook, "kept", true);
            gateway.store().createBucket(notebook, "plain", false);
        }
        return root;
    }

    private static PosixSettings small() {
        return new PosixSettings(64 << 10, 4 << 20, 0);
    }

    private Gateway open(Path root, Disk disk) throws IOException {
        PosixTier tier = PosixTier.open(root, small(), Clock.systemUTC(), disk);
        return Gateway.open(settings, tier, tier.uuid(), keys, Clock.systemUTC());
    }

    /** Returns the folder with what is left. */
    private Path loadAndCut(Path root, CutDisk disk) throws Exception {
        Path left = folder.resolve("tier-" + names.incrementAndGet());
        Gateway gateway = open(root, disk);
        Queue<String> early = new ConcurrentLinkedQueue<>();
        AtomicBoolean on = new AtomicBoolean(true);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                Random own = new Random(random.nextLong());
                writers.submit(() -> {
                    while (on.get()) {
                        try {
                            one(gateway.store(), own);
                        } catch (IOException | RuntimeException e) {
                            if (on.get()) {
                                early.add(e.toString());
                            }
                        }
                    }
                });
            }
            int enough = acknowledged.size() + 30 + random.nextInt(60);
            Await.until(() -> acknowledged.size() >= enough || !early.isEmpty());
            // Any moment after that one.
            Thread.sleep(random.nextInt(30));
            on.set(false);
            disk.cut(left, random);
        }
        assertThat(early).as("refused before the cut, seed %s", seed).isEmpty();
        try {
            gateway.close();
        } catch (IOException e) {
            assertThat(e).hasStackTraceContaining("the power is off");
        }
        return left;
    }

    private void one(ObjectStore store, Random own) throws IOException {
        String key = "k" + names.incrementAndGet();
        Bucket kept = store.bucket("kept").orElseThrow();
        switch (own.nextInt(9)) {
            case 0 -> {
                Bucket plain = store.bucket("plain").orElseThrow();
                store.put(TestGateway.aPut(plain, key, content(key)));
                store.delete(plain, ObjectKey.of(key), null, false);
                acknowledged.put(key, "");
            }
            case 1 -> {
                Upload upload = store.createUpload(kept, ObjectKey.of(key), Attributes.NONE, null, false);
                String etag = store.putPart(upload, 3, TestGateway.aPut(kept, "part", content(key)))
                        .etag();
                keep(
                        key,
                        store.complete(
                                upload,
                                List.of(new PartNamed(3, etag, List.of())),
                                Conditions.NONE,
                                WholeDeclared.NOTHING));
            }
            case 2 -> {
                // Refused when its bytes are in a pack already, beside others': they are taken back.
                InputStream late = new SequenceInputStream(new ByteArrayInputStream(new byte[500]), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        keep(key, store.put(TestGateway.aPut(kept, key, content(key))));
                        return -1;
                    }
                });
                try {
                    store.put(new ObjectStore.Put(
                            kept,
                            ObjectKey.of(key),
                            late,
                            500,
                            Attributes.NONE,
                            Set.of(),
                            List::of,
                            new Conditions(null, "*")));
                } catch (Refusal e) {
                    if (e.reason() != Refusal.Reason.PRECONDITION_FAILED) {
                        throw e;
                    }
                }
            }
            default -> keep(key, store.put(TestGateway.aPut(kept, key, content(key))));
        }
    }

    private void keep(String key, StoredVersion version) {
        acknowledged.put(key, version.version().toString());
    }

    /** Most share a pack, some have a file of their own. */
    private static byte[] content(String key) {
        Random of = new Random(key.hashCode());
        byte[] bytes = new byte[of.nextInt(3) == 0 ? 70_000 + of.nextInt(300_000) : 1 + of.nextInt(40_000)];
        of.nextBytes(bytes);
        return bytes;
    }

    private void check(Gateway gateway, String key, String version) throws IOException {
        if (version.isEmpty()) {
            assertThat(gateway.store()
                            .find(gateway.store().bucket("plain").orElseThrow(), ObjectKey.of(key), null, false))
                    .as("removed: %s, seed %s", key, seed)
                    .isEmpty();
            return;
        }
        StoredVersion found = gateway.store()
                .find(
                        gateway.store().bucket("kept").orElseThrow(),
                        ObjectKey.of(key),
                        VersionId.parse(version).orElseThrow(),
                        false)
                .orElseThrow(() -> new AssertionError("lost: " + key + ", seed " + seed));
        try (InputStream in = gateway.store().read(found, 0, found.size().value())) {
            assertThat(in.readAllBytes()).as("%s, seed %s", key, seed).isEqualTo(content(key));
        }
    }
}
