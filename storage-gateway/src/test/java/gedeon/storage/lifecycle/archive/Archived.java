package gedeon.storage.lifecycle.archive;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.tier.jdbc.TierRow;
import io.ocfl.api.OcflRepository;
import io.ocfl.core.OcflRepositoryBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Several tiers of which one more is an archive. Whatever happened, each of its objects is valid OCFL afterwards. */
public abstract class Archived extends SeveralTiers {
    protected TierRow archive;

    @BeforeEach
    final void addArchive() throws IOException {
        archive = archive(Map.of());
    }

    protected TierRow archive(Map<String, String> more) throws IOException {
        String name = "archive" + (more.isEmpty() ? "" : more.hashCode());
        Map<String, String> settings = new HashMap<>(place(name));
        settings.put("seal-after", "PT0S");
        settings.putAll(more);
        return gateway.tiers().add("archive", name, settings, 0);
    }

    /** Settings that say where an archive of that name is to be. */
    protected Map<String, String> place(String name) throws IOException {
        return Map.of("root", folder.resolve(name).toString(), "floor", "0");
    }

    /** A folder with the first archive's storage root, as it is now. */
    protected Path storageRoot() {
        return folder.resolve("archive/ocfl");
    }

    @AfterEach
    final void everyObjectIsValid() {
        OcflRepository repository = repository();
        try (Stream<String> ids = repository.listObjectIds()) {
            for (String id : ids.toList()) {
                assertThat(repository.validateObject(id, true).getErrors())
                        .as(id)
                        .isEmpty();
            }
        }
    }

    protected OcflRepository repository() {
        Path root = storageRoot();
        return new OcflRepositoryBuilder()
                .storage(storage -> storage.fileSystem(root))
                .workDir(folder)
                .build();
    }

    protected List<String> objects() {
        try (Stream<String> ids = repository().listObjectIds()) {
            return ids.toList();
        }
    }

    /** What begins with {@code prefix} lies in the archive, and nowhere else. */
    protected void archiving(String prefix) {
        policy(List.of(), to(archive.id(), prefix));
    }

    protected void policyOf(int of, PolicyRule... rules) {
        StoragePolicy saved = gateway.tiering()
                .policies()
                .save(new StoragePolicy(0, "p" + of, List.of(house), List.of(), List.of(rules), 90));
        gateway.tiering().policies().assign(of, saved);
        gateway.tiering().ensureJobs();
    }

    /** Everything of the archive is sealed, and what had gathered is gone. */
    protected void awaitSealed(long batches) {
        Await.until(() -> sql.list(
                                row -> true, "select 1 from gathered union all select 1 from batch where state <> 'l'")
                        .isEmpty()
                && sql.one(row -> row.getLong(1), "select count(*) from batch").orElse(0L) >= batches);
    }

    protected List<Path> sealedFiles() throws IOException {
        while (true) {
            try (Stream<Path> all = Files.walk(storageRoot())) {
                return new ArrayList<>(all.filter(Files::isRegularFile)
                        .filter(file -> file.toString().contains("/content/"))
                        .sorted()
                        .toList());
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
                // A batch went while it was looked through.
            }
        }
    }

    protected StoredVersion archived(String key, byte[] body) throws IOException {
        put(key, body);
        Await.until(() -> found(key).archived() && in(found(key)).equals(List.of(archive.id())));
        return found(key);
    }
}
