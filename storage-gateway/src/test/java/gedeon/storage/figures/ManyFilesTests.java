package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.adoption.Adoption;
import gedeon.storage.lifecycle.adoption.Adoption.Finding;
import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.adoption.LeftOut;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder of a million small files is adopted at one go, though who walks is killed and who hashes is stopped, and is compared and taken again when some of it
 * changed. For figures: {@code -Dgedeon.figures=true -Dgedeon.adopted.files=1000000}, which needs 8 GB in {@code -Dgedeon.adopted.folder=}, else in the system's
 * folder for temporary files; otherwise with a few.
 */
class ManyFilesTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final int FILES = Integer.getInteger("gedeon.adopted.files", 500);
    private static final Duration LONGEST = FIGURES ? Duration.ofHours(4) : Duration.ofMinutes(2);
    private static final int DEAREST = 20;

    /** Tables with a row a file, or more. */
    private static final List<String> GROWING = List.of(
            "adopted_file", "adopted_blocks", "version", "current", "blob", "location", "damage", "outbox", "garbage");

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private AdoptedTree tree = new AdoptedTree(folder, 0);
    private AdoptingGateway worker;
    private long most;

    @BeforeEach
    void place() throws IOException {
        String asked = System.getProperty("gedeon.adopted.folder");
        folder = (asked == null ? temporary : Path.of(asked)).toRealPath().resolve("gedeon-adopted");
        remove();
        tree = new AdoptedTree(Files.createDirectories(folder.resolve("share")), FILES);
    }

    @AfterEach
    void remove() throws IOException {
        if (worker != null) {
            worker.kill();
        }
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void aFolderOfManyFilesIsAdoptedThoughWhoDoesItIsKilledAndStopped() throws Exception {
        long making = System.nanoTime();
        tree.make();
        told("made", FILES, making);
        Path root = folder.resolve("house");
        PosixTier.create(root);
        try (DiskDatabase database = new DiskDatabase(folder.resolve("postgres"), StatementCosts.SERVER);
                Gateway gateway = AdoptingGateway.open(AdoptingGateway.watching(database.url()), root);
                StatementCosts costs = new StatementCosts(database.url())) {
            Adopted adopted = begin(gateway, database);
            costs.begin();
            adopt(adopted, root);
            say(
                    "at most %,d MB resident of a gateway with -Xmx512m, %,d MB of PostgreSQL with shared_buffers of %,d MB",
                    most >> 20, Space.resident(folder.resolve("postgres")) >> 20, DiskDatabase.BUFFERS >> 20);
            told(costs);
            requireAll(adopted);

            Changes changes = new Changes(tree);
            changes.make();
            costs.begin();
            requireTold(adopted, changes, again(adopted, root, false));
            told(costs);
            costs.begin();
            requireTaken(adopted, changes, again(adopted, root, true));
            told(costs);
        }
    }

    /** What was adopted, as somebody sees it who does not work at it. */
    private record Adopted(Gateway gateway, String url, int notebook, Bucket bucket, TierRow tier) {
        Adoption now() {
            return gateway.adoptions().find(tier.id()).orElseThrow();
        }

        Quota quota() {
            return gateway.quotas().quota(new Scope.OfNotebook(notebook));
        }

        StoredVersion found(String key) {
            return gateway.store().find(bucket, ObjectKey.of(key), null, false).orElseThrow();
        }

        byte[] read(StoredVersion version) throws IOException {
            try (InputStream in =
                    gateway.store().read(version, 0, version.size().value())) {
                return in.readAllBytes();
            }
        }

        void requireNoDrift() {
            assertThat(gateway.quotas().verify()).isEmpty();
        }
    }

    private Adopted begin(Gateway gateway, DiskDatabase database) throws IOException {
        int notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
        long counting = System.nanoTime();
        Adoption begun = gateway.adoptions()
                .begin(new Adoptions.Asked(tree.root(), notebook, "n", null, "", List.of()), 0, null);
        told("counted", FILES, counting);
        assertThat(begun.files()).isEqualTo(FILES);
        return new Adopted(
                gateway,
                database.url(),
                notebook,
                gateway.store().bucket(begun.bucket()).orElseThrow(),
                gateway.adoptions().of(tree.root()).orElseThrow());
    }

    /** Killed in the midst of the walk, stopped in the midst of hashing. */
    private void adopt(Adopted adopted, Path root) throws IOException {
        long begun = System.nanoTime();
        worker = AdoptingGateway.start(adopted.url(), root);
        Stretch names = until(adopted, Adoption::taken, one -> one.taken() >= FILES / 2);
        worker.kill();
        boolean amidWalk = !adopted.now().walked();
        worker = AdoptingGateway.start(adopted.url(), root);
        names = names.and(until(adopted, Adoption::taken, Adoption::walked));
        say("all names stand: %s, %.1f s with the kill and the wait for its claim's end", names, seconds(begun));
        long hashing = System.nanoTime();
        Stretch hashes = until(adopted, Adoption::hashed, one -> one.hashed() >= FILES / 2);
        worker.close();
        boolean amidHashing = adopted.now().ended() == null;
        worker = AdoptingGateway.start(adopted.url(), root);
        hashes = hashes.and(until(adopted, Adoption::hashed, one -> one.ended() != null));
        say("all hashed: %s, %.1f s with the stop and the start", hashes, seconds(hashing));
        say("killed amid names: %s, stopped amid hashing: %s", amidWalk, amidHashing);
        worker.close();
        if (FIGURES) {
            assertThat(amidWalk && amidHashing).isTrue();
        }
    }

    private Adoption again(Adopted adopted, Path root, boolean take) throws IOException {
        adopted.gateway().adoptions().again(adopted.tier(), take, 0, null);
        long begun = System.nanoTime();
        worker = AdoptingGateway.start(adopted.url(), root);
        until(adopted, Adoption::taken, one -> one.ended() != null);
        told(take ? "compared and taken" : "compared", FILES, begun);
        worker.close();
        return adopted.now();
    }

    /** How much was done in what time, counted from when it was first seen to go on. */
    private record Stretch(long done, double seconds) {
        Stretch and(Stretch other) {
            return new Stretch(done + other.done, seconds + other.seconds);
        }

        @Override
        public String toString() {
            return "%,d in %.1f s, %,.0f a second".formatted(done, seconds, done / Math.max(0.001, seconds));
        }
    }

    private Stretch until(Adopted adopted, ToLongFunction<Adoption> what, Predicate<Adoption> end) {
        long first = what.applyAsLong(adopted.now());
        long[] seen = {first, System.nanoTime()};
        Await.until(
                () -> {
                    most = Math.max(most, alive());
                    Adoption now = adopted.now();
                    if (seen[0] == first) {
                        seen[1] = System.nanoTime();
                    }
                    seen[0] = what.applyAsLong(now);
                    return end.test(now);
                },
                LONGEST);
        return new Stretch(seen[0] - first, seconds(seen[1]));
    }

    private long alive() {
        try {
            worker.requireAlive();
            return worker.most();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Each row of each file; and some of them byte by byte. */
    private void requireAll(Adopted adopted) throws Exception {
        Adoption done = adopted.now();
        long bytes = tree.bytes();
        assertThat(done.taken()).isEqualTo(FILES);
        assertThat(done.takenBytes()).isEqualTo(bytes);
        assertThat(done.hashed()).isEqualTo(FILES);
        assertThat(done.differs()).isFalse();
        assertThat(done.leftOut()).isEmpty();
        BitSet seen = new BitSet();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (Connection c = DriverManager.getConnection(adopted.url(), "postgres", "postgres")) {
            c.setAutoCommit(false);
            try (PreparedStatement all = c.prepareStatement(
                    "select c.key, v.size, v.created, v.sha256 from storage.current c join storage.version v using (bucket_id, key, seq) where c.bucket_id = ?")) {
                all.setFetchSize(10_000);
                all.setInt(1, adopted.bucket().id());
                try (ResultSet row = all.executeQuery()) {
                    while (row.next()) {
                        int file = tree.number(row.getBytes(1));
                        byte[] body = tree.body(file);
                        Timestamp created = row.getTimestamp(3);
                        assertThat(seen.get(file)).as(tree.path(file)).isFalse();
                        seen.set(file);
                        if (row.getLong(2) != body.length
                                || !created.toInstant().equals(tree.modified(file))
                                || !MessageDigest.isEqual(row.getBytes(4), sha256.digest(body))) {
                            throw new AssertionError(tree.path(file) + " is not as it was");
                        }
                    }
                }
            }
        }
        assertThat(seen.cardinality()).isEqualTo(FILES);
        for (int i = 0; i < FILES; i += Math.max(1, FILES / 1000)) {
            assertThat(adopted.read(adopted.found(tree.path(i))))
                    .as(tree.path(i))
                    .isEqualTo(tree.body(i));
        }
        requireQuota(adopted, bytes, FILES);
        assertThat(adopted.gateway().damages().sum().open()).isZero();
        say("%,d objects have their sizes, times and SHA-256; %,d bytes; drift 0", FILES, bytes);
    }

    private static void requireQuota(Adopted adopted, long bytes, long objects) {
        assertThat(adopted.quota().used().value()).isEqualTo(bytes);
        assertThat(adopted.quota().objects().used()).isEqualTo(objects);
        adopted.requireNoDrift();
    }

    /** What happens to a folder while nobody looks: one in a hundred is written anew, one cut or longer, one goes, one is touched, one comes. */
    private record Changes(
            AdoptedTree tree,
            List<Integer> rewritten,
            List<Integer> resized,
            List<Integer> gone,
            List<Integer> touched) {
        private static final Instant LATER = Instant.parse("2024-05-06T07:08:09Z");

        Changes(AdoptedTree tree) {
            this(tree, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void make() throws IOException {
            for (int i = 0; i < tree.files(); i++) {
                switch (i % 100) {
                    case 11 -> rewrite(rewritten, i, rewritten(i));
                    case 22 -> rewrite(resized, i, resized(i));
                    case 33 -> {
                        Files.delete(tree.at(i));
                        gone.add(i);
                    }
                    case 44 -> rewrite(touched, i, tree.body(i));
                    case 55 -> Files.write(came(i), tree.body(i));
                    default -> {
                        // as it was
                    }
                }
            }
        }

        private void rewrite(List<Integer> which, int file, byte[] body) throws IOException {
            tree.write(file, body, LATER);
            which.add(file);
        }

        byte[] rewritten(int file) {
            byte[] body = tree.body(file);
            body[body.length / 2] ^= 1;
            return body;
        }

        byte[] resized(int file) {
            return Arrays.copyOf(tree.body(file), tree.body(file).length + 1);
        }

        Path came(int file) {
            return tree.root().resolve(cameKey(file));
        }

        static String cameKey(int file) {
            return "came-" + file;
        }

        List<Integer> came() {
            return Stream.iterate(55, i -> i < tree.files(), i -> i + 100).toList();
        }

        int changed() {
            return rewritten.size() + resized.size();
        }
    }

    /** Told, and nothing becomes another object by it. */
    private void requireTold(Adopted adopted, Changes changes, Adoption compared) throws IOException {
        assertThat(compared.differs()).isTrue();
        assertThat(compared.changed()).isEqualTo(changes.changed());
        assertThat(compared.gone()).isEqualTo(changes.gone().size());
        assertThat(compared.leftOut())
                .containsOnly(Map.entry(LeftOut.CAME, (long) changes.came().size()));
        assertThat(adopted.gateway().damages().sum().lost())
                .isEqualTo(changes.changed() + changes.gone().size());
        List<Finding> findings =
                adopted.gateway().adoptions().findings(adopted.tier().id(), 1000);
        assertThat(findings)
                .filteredOn(one -> !one.what().equals("came"))
                .hasSize(Math.min(1000, changes.changed() + changes.gone().size()));
        for (Finding one : findings) {
            int file = one.what().equals("came")
                    ? Integer.parseInt(one.path().substring("came-".length()))
                    : tree.number(one.path().getBytes(StandardCharsets.UTF_8));
            assertThat(
                            switch (one.what()) {
                                case "came" -> file % 100 == 55;
                                case "gone" -> file % 100 == 33;
                                default -> file % 100 == 11 || file % 100 == 22;
                            })
                    .as(one.toString())
                    .isTrue();
        }
        requireQuota(adopted, tree.bytes(), FILES);
        int rewritten = changes.rewritten().getFirst();
        assertThatThrownBy(() -> adopted.read(adopted.found(tree.path(rewritten))))
                .isInstanceOf(DamagedBlock.class);
        int touched = changes.touched().getLast();
        assertThat(adopted.read(adopted.found(tree.path(touched)))).isEqualTo(tree.body(touched));
        say(
                "told: %,d changed, %,d gone, %,d came; %,d touched and as they were",
                compared.changed(),
                compared.gone(),
                changes.came().size(),
                changes.touched().size());
    }

    /** The old versions stay, and count. */
    private void requireTaken(Adopted adopted, Changes changes, Adoption taken) throws IOException {
        assertThat(taken.changed()).isZero();
        assertThat(taken.leftOut()).isEmpty();
        assertThat(taken.gone()).isEqualTo(changes.gone().size());
        assertThat(taken.hashed())
                .isEqualTo(FILES - changes.gone().size() + changes.came().size());
        long bytes = tree.bytes();
        for (int file : changes.rewritten()) {
            assertThat(adopted.found(tree.path(file)).size().value()).isEqualTo(tree.body(file).length);
            bytes += tree.body(file).length;
        }
        for (int file : changes.resized()) {
            bytes += tree.body(file).length + 1;
        }
        for (int file : changes.came()) {
            bytes += tree.body(file).length;
        }
        requireQuota(adopted, bytes, FILES + changes.changed() + changes.came().size());
        int rewritten = changes.rewritten().getLast();
        assertThat(adopted.read(adopted.found(tree.path(rewritten)))).isEqualTo(changes.rewritten(rewritten));
        int resized = changes.resized().getLast();
        assertThat(adopted.read(adopted.found(tree.path(resized)))).isEqualTo(changes.resized(resized));
        int came = changes.came().getLast();
        assertThat(adopted.read(adopted.found(Changes.cameKey(came)))).isEqualTo(tree.body(came));
        say(
                "taken: %,d new versions, %,d new objects; drift 0",
                changes.changed(), changes.came().size());
    }

    /** At size, nothing is read from end to end stretch by stretch: that would be a thousand times all. */
    private static void told(StatementCosts costs) throws Exception {
        List<StatementCosts.Cost> all = costs.all();
        for (int i = 0; i < all.size(); i++) {
            if (i < DEAREST || all.get(i).statement().contains("adoption_count")) {
                say("%s", all.get(i));
            }
        }
        List<StatementCosts.Scanned> scanned = costs.scanned().stream()
                .filter(one -> GROWING.contains(one.table()))
                .toList();
        for (StatementCosts.Scanned one : scanned) {
            say("%s read from end to end %,d times, %,d rows", one.table(), one.scans(), one.rows());
        }
        if (FIGURES) {
            assertThat(scanned).allMatch(one -> one.rows() < 20L * FILES);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void told(String what, long files, long since) {
        say("%s: %s", what, new Stretch(files, seconds(since)));
    }

    private static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, "adopted: " + text + "%n", values);
    }
}
