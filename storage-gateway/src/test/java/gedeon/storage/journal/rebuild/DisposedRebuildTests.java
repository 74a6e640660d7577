package gedeon.storage.journal.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.LiveFolder;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.Tombstone;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was disposed of does not come back by a rebuild from the tiers alone, although its bytes still lie there; its tombstone does. */
class DisposedRebuildTests extends SeveralTiers {
    private long owner() {
        long owner = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        gateway.notebooks().grant(owner, Role.OWNER, new On.Notebook(notebook));
        return owner;
    }

    private List<StoredVersion> disposed(Bucket of, Chosen chosen, List<StoredVersion> versions) {
        DisposalRequest marked = null;
        long owner = owner();
        gateway.disposing().waste().mark(owner, of, chosen, "a test");
        marked = gateway.disposing().waste().dispose(owner, of, chosen, true);
        assertThat(marked.stayed()).isZero();
        assertThat(marked.disposed()).isEqualTo(versions.size());
        return versions;
    }

    private static Chosen below(String prefix) {
        return new Chosen.Prefix(prefix.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void tombstonesComeBackAndWhatTheyNameDoesNot() throws Exception {
        Bucket raw = gateway.store().createRawBucket(notebook, "raw");
        StoredVersion small = gateway.store().put(TestGateway.aPut(raw, "run/small", random(700)));
        StoredVersion large = gateway.store().put(TestGateway.aPut(raw, "run/large", random(90_000)));
        StoredVersion stays = gateway.store().put(TestGateway.aPut(raw, "other", random(90)));
        multipart("parts", random(5 << 20), random(77));
        StoredVersion parts = found("parts");
        disposed(raw, below("run/"), List.of(small, large));
        disposed(bucket, below("parts"), List.of(parts));
        Tombstone before = gateway.disposing()
                .tombstones()
                .find(raw.id(), small.key(), small.version())
                .orElseThrow();
        // What was answered is in the journal: nothing is flushed here.
        Path image = folder.resolve("image");
        copy(folder.resolve("house"), image);
        gateway.close();

        RebuildReport report = rebuild(image);
        assertThat(report.recovered() + report.missing()).isZero();
        raw = gateway.store().bucket("raw").orElseThrow();
        for (StoredVersion one : List.of(small, large)) {
            assertThat(gateway.store().find(raw, one.key(), one.version(), false))
                    .isEmpty();
            assertThat(gateway.store().find(raw, one.key(), null, false)).isEmpty();
        }
        assertThat(gateway.store().find(bucket, ObjectKey.of("parts"), null, false))
                .isEmpty();
        assertThat(gateway.store().find(raw, stays.key(), stays.version(), false))
                .isPresent();
        assertThat(gateway.disposing().tombstones().find(raw.id(), small.key(), small.version()))
                .contains(before);
        assertThat(gateway.disposing().tombstones().find(bucket.id(), parts.key(), parts.version()))
                .isPresent();
        // Bytes of what is gone are garbage again, those of parts as well.
        assertThat(sql.one(row -> row.getLong(1), "select count(*) from garbage"))
                .contains(4L);
        assertThat(gateway.quotas().verify()).isEmpty();
        // A number that a tombstone has is not given out again.
        long last = before.disposal() + 1;
        gateway.store().put(TestGateway.aPut(bucket, "later", random(5)));
        long owner = owner();
        gateway.disposing().waste().mark(owner, bucket, below("later"), "a test");
        assertThat(gateway.disposing()
                        .waste()
                        .dispose(owner, bucket, below("later"), false)
                        .id())
                .isGreaterThan(last);
    }

    /** Only the tombstones' lines are left of what a disposal told, and the blob's header could be taken for a late arrival. */
    @Test
    void theTombstoneAloneKeepsItsVersionAway() throws Exception {
        Bucket raw = gateway.store().createRawBucket(notebook, "raw");
        StoredVersion version = gateway.store().put(TestGateway.aPut(raw, "run", random(90_000)));
        disposed(raw, below("run"), List.of(version));
        gateway.journal().flush();
        gateway.close();
        Path image = folder.resolve("image");
        copy(folder.resolve("house"), image);
        try (Stream<Path> files = Files.list(image.resolve("journal"))) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file);
                Files.write(
                        file,
                        lines.stream()
                                .filter(line -> !line.contains("\"told\":\"version\""))
                                .toList());
            }
        }
        RebuildReport report = rebuild(image);
        assertThat(report.recovered()).isZero();
        raw = gateway.store().bucket("raw").orElseThrow();
        assertThat(gateway.store().find(raw, version.key(), null, false)).isEmpty();
        assertThat(gateway.disposing().tombstones().find(raw.id(), version.key(), version.version()))
                .isPresent();
    }

    private static void copy(Path from, Path to) throws Exception {
        for (Path one : LiveFolder.files(from)) {
            Path there = to.resolve(from.relativize(one));
            Files.createDirectories(there.getParent());
            try {
                Files.copy(one, there);
            } catch (NoSuchFileException e) {
                // It went meanwhile.
                continue;
            }
        }
    }
}
