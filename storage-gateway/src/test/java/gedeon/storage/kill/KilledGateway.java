package gedeon.storage.kill;

import gedeon.kernel.ByteCount;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.QuotaChange;
import gedeon.storage.Scope;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bare gateway process that is killed: clients, jobs, and people who change limits and policies, all at once; one line on standard output for each act that
 * was acknowledged.
 */
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

    /** The limit of a notebook to begin with. */
    static final long ROOM = 1L << 40;

    private static final int CLIENTS = 6;
    private static final long JOB_BYTES_PER_SECOND = 256L << 20;

    private KilledGateway() {}

    /** @param args JDBC URL, folder of the tier, seed; then, where blobs move meanwhile, the names of policies between which it changes */
    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[2]);
        PosixTier tier = PosixTier.open(Path.of(args[1]), PosixSettings.DEFAULTS, Clock.systemUTC());
        Gateway gateway = Gateway.open(settings(args[0]), tier, tier.uuid(), Clock.systemUTC());
        AtomicLong names = new AtomicLong();
        for (int i = 0; i < CLIENTS; i++) {
            MixedLoad load = new MixedLoad(gateway, new Random(seed * 31 + i), seed, names);
            Thread.ofPlatform().start(load::run);
        }
        List<Integer> notebooks = List.of(notebook(gateway, "n"), notebook(gateway, "m"));
        again(20, 280, new Random(seed * 31 + 7), random -> changeLimit(gateway, notebooks.getFirst(), random));
        again(100, 400, new Random(seed * 31 + 8), random -> askForAJob(gateway.tiering(), gateway, random));
        if (args.length > 3) {
            List<String> policies = List.of(args).subList(3, args.length);
            again(200, 800, new Random(seed), random -> changePolicy(gateway, notebooks, policies, random));
        }
        System.out.println("ready");
        Thread.sleep(Duration.ofMinutes(5));
    }

    private static int notebook(Gateway gateway, String name) {
        return gateway.notebooks().notebook(name).orElseThrow().id();
    }

    /** Content that nothing names goes after two seconds, so that packs get holes and deletions are cut as well. */
    static GatewaySettings settings(String url) {
        return GatewaySettings.of(url, "postgres", "postgres", new byte[32], List.of("catalogue"))
                .withLease(LEASE)
                .withTiering(TIERING)
                .withGarbage(Duration.ofSeconds(2), Duration.ofMillis(300));
    }

    /** The bytes of a name follow from it, so that whoever reads them back knows what they must be. */
    static byte[] content(String name) {
        Random random = new Random(name.hashCode());
        int size = random.nextInt(10) == 0 ? (1 << 20) + random.nextInt(3 << 20) : 1 + random.nextInt(60_000);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @FunctionalInterface
    private interface Act {
        void act(Random random) throws Exception;
    }

    private static void again(int least, int more, Random random, Act act) {
        Thread.ofPlatform().start(() -> {
            while (true) {
                try {
                    act.act(random);
                    Thread.sleep(least + random.nextInt(more));
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) {
                    System.out.println("refused " + e);
                }
            }
        });
    }

    /** What moves one way is called back before it has ended. */
    private static void changePolicy(Gateway gateway, List<Integer> notebooks, List<String> names, Random random) {
        String name = names.get(random.nextInt(names.size()));
        gateway.tiering()
                .policies()
                .named(name)
                .ifPresent(policy -> notebooks.forEach(
                        notebook -> gateway.tiering().policies().assign(notebook, policy)));
    }

    /** Of the unit, of objects, of bytes; now and then below what is used, for a moment in which nothing is admitted. */
    private static void changeLimit(Gateway gateway, int notebook, Random random) throws InterruptedException {
        Scope.OfNotebook scope = new Scope.OfNotebook(notebook);
        long limit = ROOM - random.nextInt(1 << 30);
        switch (random.nextInt(6)) {
            case 0 ->
                gateway.quotas()
                        .setLimit(
                                new Scope.OfUnit(gateway.notebooks()
                                        .unit("lab")
                                        .orElseThrow()
                                        .id()),
                                new ByteCount(4 * ROOM - random.nextInt(1 << 30)));
            case 1 -> gateway.quotas().change(scope, QuotaChange.objects(random.nextBoolean() ? null : limit));
            case 2 -> {
                limit(gateway, scope, 1);
                Thread.sleep(10);
                limit(gateway, scope, limit);
            }
            default -> limit(gateway, scope, limit);
        }
    }

    private static void limit(Gateway gateway, Scope.OfNotebook scope, long limit) {
        System.out.println("limiting " + limit + " .");
        gateway.quotas().setLimit(scope, new ByteCount(limit));
        System.out.println("limited " + limit + " .");
    }

    /** Reading copies again, comparing a tier with its rows, writing packs anew: now, and quickly. */
    private static void askForAJob(Tiering tiering, Gateway gateway, Random random) {
        List<TierRow> tiers = gateway.tiers().all();
        if (random.nextInt(3) == 0) {
            tiering.audit(tiers.get(random.nextInt(tiers.size())), null);
            return;
        }
        tiering.ensureJobs();
        List<StorageJob> jobs = tiering.jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.FIXITY || job.kind() == StorageJob.Kind.COMPACTION)
                .toList();
        StorageJob job = jobs.get(random.nextInt(jobs.size()));
        tiering.jobs().limit(job.id(), JOB_BYTES_PER_SECOND);
        tiering.jobs().now(job.id());
    }
}
