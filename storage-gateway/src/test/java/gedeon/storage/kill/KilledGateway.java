package gedeon.storage.kill;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A bare gateway process that is killed: puts under load, one line on standard output for each version that was acknowledged. */
public final class KilledGateway {
    static final LeaseSettings LEASE = new LeaseSettings(
            Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1), 64 << 20);

    /** So quick that many copies are under way at any moment; what a killed one had begun is taken up after two seconds. */
    static final TieringSettings TIERING = new TieringSettings(
            4,
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            0.3,
            Duration.ofDays(1));

    private KilledGateway() {}

    /** @param args JDBC URL, folder of the tier, seed; then, where blobs move meanwhile, the names of policies between which it changes */
    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[2]);
        PosixTier tier = PosixTier.open(Path.of(args[1]), PosixSettings.DEFAULTS, Clock.systemUTC());
        Gateway gateway = Gateway.open(settings(args[0]), tier, tier.uuid(), Clock.systemUTC());
        Bucket versioned = gateway.store().bucket("kill").orElseThrow();
        Bucket plain = gateway.store().bucket("plain").orElseThrow();
        AtomicLong names = new AtomicLong();
        for (int i = 0; i < 6; i++) {
            Random random = new Random(seed * 31 + i);
            Thread.ofPlatform().start(() -> load(gateway.store(), versioned, plain, random, seed, names));
        }
        if (args.length > 3) {
            List<String> policies = List.of(args).subList(3, args.length);
            int notebook = gateway.notebooks().notebook("n").orElseThrow().id();
            Thread.ofPlatform().start(() -> changePolicies(gateway, notebook, policies, new Random(seed)));
        }
        System.out.println("ready");
        Thread.sleep(Duration.ofMinutes(5));
    }

    static GatewaySettings settings(String url) {
        return GatewaySettings.of(url, "postgres", "postgres", new byte[32], List.of("catalogue"))
                .withLease(LEASE)
                .withTiering(TIERING);
    }

    /** The bytes of a key follow from its name, so that whoever reads them back knows what they must be. */
    static byte[] content(String key) {
        Random random = new Random(key.hashCode());
        int size = random.nextInt(10) == 0 ? (1 << 20) + random.nextInt(3 << 20) : 1 + random.nextInt(60_000);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What moves one way is called back before it has ended. */
    private static void changePolicies(Gateway gateway, int notebook, List<String> names, Random random) {
        while (true) {
            try {
                gateway.tiering()
                        .policies()
                        .named(names.get(random.nextInt(names.size())))
                        .ifPresent(policy -> gateway.tiering().policies().assign(notebook, policy));
                Thread.sleep(200 + random.nextInt(800));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                System.out.println("refused " + e);
            }
        }
    }

    private static void load(
            ObjectStore store, Bucket versioned, Bucket plain, Random random, long seed, AtomicLong names) {
        while (true) {
            String key = "s" + seed + "/k" + names.incrementAndGet();
            try {
                switch (random.nextInt(12)) {
                    case 0 -> multipart(store, versioned, key);
                    case 1 -> removed(store, plain, key);
                    default -> acknowledged(store.put(put(versioned, key, content(key))), key);
                }
            } catch (Exception e) {
                System.out.println("refused " + e);
            }
        }
    }

    private static void acknowledged(StoredVersion version, String key) {
        System.out.println("stored " + key + " " + version.version());
    }

    private static void removed(ObjectStore store, Bucket plain, String key) throws Exception {
        store.put(put(plain, key, content(key)));
        store.delete(plain, ObjectKey.of(key), null, false);
        System.out.println("removed " + key);
    }

    private static void multipart(ObjectStore store, Bucket bucket, String key) throws Exception {
        byte[] whole = content(key);
        Upload upload = store.createUpload(bucket, ObjectKey.of(key), Attributes.NONE, null, false);
        Part part = store.putPart(upload, 7, put(bucket, key, whole));
        acknowledged(
                store.complete(
                        upload,
                        List.of(new PartNamed(7, part.etag())),
                        Conditions.NONE,
                        ObjectStore.WholeDeclared.NOTHING),
                key);
    }

    private static Put put(Bucket bucket, String key, byte[] body) {
        return new Put(
                bucket,
                ObjectKey.of(key),
                new ByteArrayInputStream(body),
                body.length,
                Attributes.NONE,
                Set.of(),
                List::of,
                Conditions.NONE);
    }
}
