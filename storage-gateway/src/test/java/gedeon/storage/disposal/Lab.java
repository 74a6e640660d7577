package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.VersionId;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A notebook with people, a bucket for raw data and one without locks, and disposals that are only done when a test says so. */
abstract class Lab {
    static final DisposalSettings BY_HAND =
            new DisposalSettings(Duration.ofDays(30), Duration.ZERO, Duration.ofDays(7), Duration.ofDays(1));

    final Map<VersionId, Ties.Tie> ties = new ConcurrentHashMap<>();
    final MemoryTier tier = new MemoryTier();
    GatewaySettings settings;
    Gateway gateway;
    Sql sql;
    int notebook;
    Bucket raw;
    Bucket data;
    long owner;
    long manager;
    long contributor;
    long director;

    DisposalSettings disposal() {
        return BY_HAND;
    }

    @BeforeEach
    final void open() {
        settings = TestGateway.settings().withDisposal(disposal());
        gateway = another();
        sql = TestGateway.database(settings);
        notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        raw = gateway.store().createRawBucket(notebook, "raw-n");
        data = gateway.store().createBucket(notebook, "data", true);
        owner = person("ada", Role.OWNER, new On.Notebook(notebook));
        manager = person("max", Role.MANAGER, new On.Notebook(notebook));
        contributor = person("carl", Role.CONTRIBUTOR, new On.Notebook(notebook));
        director = person("dora", Role.DIRECTOR, new On.Unit(1));
    }

    /** A process on the same database and tier. */
    final Gateway another() {
        return Gateway.open(
                settings,
                tier,
                new UUID(0, 1),
                new MemoryKeys(),
                (c, bucket, versions) -> {
                    Map<VersionId, Ties.Tie> found = new ConcurrentHashMap<>(ties);
                    found.keySet()
                            .retainAll(versions.stream()
                                    .map(StoredVersion::version)
                                    .toList());
                    return found;
                },
                Clock.systemUTC());
    }

    final long person(String name, Role role, On on) {
        long id = gateway.notebooks().account(name, Principal.Kind.PERSON).id();
        gateway.notebooks().grant(id, role, on);
        return id;
    }

    @AfterEach
    final void close() throws IOException {
        assertThat(gateway.quotas().verify()).isEmpty();
        assertThat(
                        sql.list(
                                row -> row.getString(1),
                                "select convert_from(h.key, 'utf8') from current h full join (select distinct on (bucket_id, key) * from version order by bucket_id, key, seq desc) v "
                                        + "on v.bucket_id = h.bucket_id and v.key = h.key where (v.kind = 'o') is distinct from (h.key is not null) or h.seq <> v.seq"))
                .as("heads that are not the newest version")
                .isEmpty();
        gateway.close();
    }

    final StoredVersion put(Bucket bucket, String key, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return gateway.store()
                .put(new ObjectStore.Put(
                        bucket,
                        ObjectKey.of(key),
                        new ByteArrayInputStream(bytes),
                        bytes.length,
                        Attributes.of(Map.of("content-type", "text/plain"), Map.of()),
                        Set.of(),
                        List::of,
                        ObjectStore.Conditions.NONE));
    }

    final boolean there(StoredVersion version) {
        Bucket bucket = gateway.store().bucket(version.bucket()).orElseThrow();
        return gateway.store()
                .find(bucket, version.key(), version.isNull() ? null : version.version(), version.isNull())
                .isPresent();
    }

    final void hold(StoredVersion version, boolean on) {
        gateway.store().edit(version, false, now -> now.withLock(now.lock().held(on)));
    }

    final void retain(StoredVersion version, ObjectLock.Mode mode, Duration longer) {
        Instant until = Instant.now().plus(longer).truncatedTo(ChronoUnit.SECONDS);
        gateway.store().edit(version, true, now -> now.withLock(now.lock().retained(mode, until)));
    }

    final void expire(StoredVersion version) {
        sql.update(
                "update version set retain_until = now() - interval '1 second' where seq = ?",
                version.version().seq());
    }

    static Chosen below(String prefix) {
        return new Chosen.Prefix(prefix.getBytes(StandardCharsets.UTF_8));
    }

    static Chosen only(StoredVersion... versions) {
        return new Chosen.Versions(java.util.Arrays.stream(versions)
                .map(one -> new Chosen.Named(one.key(), one.versionText()))
                .toList());
    }

    final Disposing disposing() {
        return gateway.disposing();
    }

    final long used() {
        return gateway.quotas()
                .quota(new gedeon.storage.Scope.OfNotebook(notebook))
                .used()
                .value();
    }
}
