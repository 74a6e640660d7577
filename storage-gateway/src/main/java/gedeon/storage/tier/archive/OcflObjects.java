package gedeon.storage.tier.archive;

import gedeon.storage.BlobId;
import io.ocfl.api.OcflObjectUpdater;
import io.ocfl.api.OcflRepository;
import io.ocfl.api.exception.NotFoundException;
import io.ocfl.api.exception.OcflIOException;
import io.ocfl.api.model.FileDetails;
import io.ocfl.api.model.ObjectVersionId;
import io.ocfl.api.model.ValidationResults;
import io.ocfl.api.model.VersionInfo;
import io.ocfl.core.OcflRepositoryBuilder;
import io.ocfl.core.cache.NoOpCache;
import io.ocfl.core.extension.storage.layout.config.HashedNTupleIdEncapsulationLayoutConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Batches as OCFL objects, each with one version. What is written is durable when the call returns. */
final class OcflObjects implements AutoCloseable {
    private static final String ID = "urn:gedeon:batch:";
    private static final String USER = "Gédéon";
    private static final String USER_ADDRESS = "urn:gedeon";

    private final Path root;
    private final OcflRepository repository;

    private OcflObjects(Path root, OcflRepository repository) {
        this.root = root;
        this.repository = repository;
    }

    /** @param archive its folder, which is there; the storage root in it is made where there is none */
    static OcflObjects open(Path archive) throws IOException {
        Path root = archive.resolve("ocfl");
        Path work = archive.resolve("work");
        Files.createDirectories(work);
        return new OcflObjects(
                root,
                new OcflRepositoryBuilder()
                        .defaultLayoutConfig(new HashedNTupleIdEncapsulationLayoutConfig())
                        // An inventory names each file of a batch: none is kept in memory.
                        .inventoryCache(new NoOpCache<>())
                        .prettyPrintJson()
                        .storage(storage -> storage.fileSystem(root))
                        .workDir(work)
                        .build());
    }

    private static String id(BlobId batch) {
        return ID + batch;
    }

    /** @param files adds them; what it throws leaves no object */
    void write(BlobId batch, String message, Consumer<OcflObjectUpdater> files) throws IOException {
        try {
            repository.updateObject(
                    ObjectVersionId.head(id(batch)),
                    new VersionInfo().setUser(USER, USER_ADDRESS).setMessage(message),
                    files);
            Durable.tree(folder(batch), root);
            ValidationResults found = repository.validateObject(id(batch), false);
            if (found.hasErrors()) {
                throw new IOException("batch " + batch + " is no valid OCFL object: " + found.getErrors());
            }
        } catch (OcflIOException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    /** Where the files of a batch lie, by the paths within it. @throws NoSuchFileException where there is no such batch */
    Map<String, Path> files(BlobId batch) throws IOException {
        try {
            Map<String, Path> files = new HashMap<>();
            for (FileDetails file :
                    repository.describeVersion(ObjectVersionId.head(id(batch))).getFiles()) {
                files.put(file.getPath(), root.resolve(file.getStorageRelativePath()));
            }
            return files;
        } catch (NotFoundException e) {
            throw new NoSuchFileException(id(batch));
        } catch (OcflIOException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    /** Of all that are there, in no order. */
    List<BlobId> batches() throws IOException {
        try (Stream<String> ids = repository.listObjectIds()) {
            return ids.filter(one -> one.startsWith(ID))
                    .map(one -> BlobId.parse(one.substring(ID.length())))
                    .toList();
        } catch (OcflIOException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    private Path folder(BlobId batch) {
        String relative = repository.describeObject(id(batch)).getHeadVersion().getFiles().stream()
                .map(FileDetails::getStorageRelativePath)
                .findFirst()
                .orElseThrow();
        Path file = root.resolve(relative);
        Path at = Objects.requireNonNull(file.getParent());
        while (!Files.isRegularFile(at.resolve("0=ocfl_object_1.1"))) {
            at = Objects.requireNonNull(at.getParent());
        }
        return at;
    }

    void remove(BlobId batch) throws IOException {
        try {
            repository.purgeObject(id(batch));
            Durable.folder(root);
        } catch (OcflIOException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
