package gedeon.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.metadata.extraction.Extraction;
import gedeon.metadata.extraction.Material;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.postgresql.ds.PGSimpleDataSource;

/** A catalogue over a real gateway and database, with an extraction of the test's own. */
public final class TestCatalogue implements AutoCloseable {
    public static final KeyPair KEY = key();

    public final Gateway gateway;
    public final Catalogue catalogue;
    public final NotebookRow notebook;
    public final Bucket raw;
    public final PGSimpleDataSource source = new PGSimpleDataSource();
    private final HikariDataSource pool;

    public TestCatalogue(Extraction extraction) {
        this(extraction, new MemoryTier(), Clock.systemUTC());
    }

    public TestCatalogue(Extraction extraction, Tier tier) {
        this(extraction, tier, Clock.systemUTC());
    }

    /** @param clock the catalogue's alone */
    public TestCatalogue(Extraction extraction, Clock clock) {
        this(extraction, new MemoryTier(), clock);
    }

    private TestCatalogue(Extraction extraction, Tier tier, Clock clock) {
        GatewaySettings settings = TestGateway.settings();
        gateway = Gateway.open(settings, tier, new UUID(0, 1), new MemoryKeys(), new DatasetTies(), Clock.systemUTC());
        notebook = TestGateway.notebook(gateway, "chemistry", 1_000_000_000);
        raw = gateway.store().createRawBucket(notebook.id(), "raw-chemistry");
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        HikariConfig few = new HikariConfig();
        few.setDataSource(source);
        few.setMaximumPoolSize(6);
        pool = new HikariDataSource(few);
        catalogue = Catalogue.open(pool, gateway, extraction, 2, KEY, clock);
    }

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An instrument with one source, and an enrolled agent on it. */
    public Agents.Agent agent(String instrument, String prefix) {
        Instrument made = catalogue
                .instruments()
                .register(new Instrument.Draft(notebook.id(), instrument, "Model", "Maker", "S-1", null));
        catalogue
                .instruments()
                .put(
                        made.id(),
                        new Source(
                                "runs", "/data", "*", Source.Kind.FILE, null, Duration.ofSeconds(2), prefix, null, 1),
                        "head");
        String code = catalogue.instruments().code(made.id(), 1).code();
        Agents.Enrolled enrolled = catalogue.agents().enrol(code, "pc-1", "Linux", "0.1.0");
        return catalogue
                .agents()
                .byAccount(gateway.notebooks()
                        .byToken(enrolled.token())
                        .orElseThrow()
                        .id())
                .orElseThrow();
    }

    /** Stores a file as an agent does, and says what a manifest says of it. */
    public Manifest.File stored(String key, byte[] body) throws IOException {
        gateway.store().put(TestGateway.aPut(raw, key, body));
        return new Manifest.File(
                key.substring(key.lastIndexOf('/') + 1),
                key,
                null,
                new ByteCount(body.length),
                Digest.sha256(sha256(body)),
                Instant.parse("2026-11-01T10:00:00Z"));
    }

    /** Told, and waited for until it has its receipt: on a slow machine that does not come with the answer. */
    public Intake.Answer received(Agents.Agent agent, Manifest manifest) throws Exception {
        Intake.Answer told = catalogue.intake().accept(agent, manifest);
        await(() -> standing(agent, told).state() == Intake.State.RECEIVED);
        return standing(agent, told);
    }

    public Intake.Answer standing(Agents.Agent agent, Intake.Answer told) {
        return catalogue
                .intake()
                .standing(agent, told.dataset(), told.content())
                .orElseThrow();
    }

    public static byte[] sha256(byte[] body) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Manifest manifest(String name, Manifest.File... files) {
        return new Manifest(
                "runs",
                name,
                new Manifest.Verdict("marker", 0.99, false),
                null,
                Instant.parse("2026-11-01T10:00:00Z"),
                null,
                null,
                List.of(files));
    }

    /** Waits until it is so, two minutes at most: a busy machine is no failure. */
    public static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within two minutes");
            }
            Thread.sleep(20);
        }
    }

    /** Finds one number, or none. */
    public static Extraction finding(String field, double value) {
        return new Extraction() {
            @Override
            public Extracted extract(Material material) {
                try {
                    byte[] head = material.read(material.main(), 0, 8);
                    return new Extracted(
                            State.DONE,
                            "application/test",
                            "test",
                            "1",
                            null,
                            List.of(new ExtractedField(
                                    field, "raw " + head.length, String.valueOf(value), "s", value, "head", 1)));
                } catch (IOException e) {
                    return new Extracted(State.FAILED, null, null, null, e.getMessage(), List.of());
                }
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    @Override
    public void close() throws IOException {
        catalogue.close();
        pool.close();
        gateway.close();
    }
}
