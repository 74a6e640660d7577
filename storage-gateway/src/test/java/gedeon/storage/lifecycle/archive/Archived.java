package gedeon.storage.lifecycle.archive;

import gedeon.storage.Await;
import gedeon.storage.LiveFolder;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.tier.jdbc.TierRow;
import io.ocfl.api.OcflRepository;
import io.ocfl.api.exception.OcflJavaException;
import io.ocfl.core.OcflRepositoryBuilder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
        for (String id : objects()) {
            // What is being deleted is neither whole nor gone for a moment.
            Await.until(() -> isValid(repository, id) || !objects().contains(id));
        }
    }

    private static boolean isValid(OcflRepository repository, String id) {
        try {
            return repository.validateObject(id, true).getErrors().isEmpty();
        } catch (OcflJavaException e) {
            return false;
        }
    }

    protected OcflRepository repository() {
        Path root = storageRoot();
        return new OcflRepositoryBuilder()
                .storage(storage -> storage.fileSystem(root))
                .workDir(folder)
                .build();
    }

    /** Those that are there now; one that goes while all are listed is not among them. */
    protected List<String> objects() {
        while (true) {
            try (Stream<String> ids = repository().listObjectIds()) {
                return ids.toList();
            } catch (OcflJavaException e) {
                if (!goneMeanwhile(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean goneMeanwhile(Throwable e) {
        return e instanceof NoSuchFileException || e.getCause() != null && goneMeanwhile(e.getCause());
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
        return LiveFolder.files(storageRoot()).stream()
                .filter(file -> file.toString().contains("/content/"))
                .toList();
    }

    protected StoredVersion archived(String key, byte[] body) throws IOException {
        put(key, body);
        Await.until(() -> found(key).archived() && in(found(key)).equals(List.of(archive.id())));
        return found(key);
    }
}
