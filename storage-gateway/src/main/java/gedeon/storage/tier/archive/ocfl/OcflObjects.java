package gedeon.storage.tier.archive.ocfl;

import gedeon.storage.BlobId;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.bucket.S3Objects;
import io.ocfl.api.OcflRepository;
import io.ocfl.api.exception.CorruptObjectException;
import io.ocfl.api.exception.NotFoundException;
import io.ocfl.api.model.FileDetails;
import io.ocfl.api.model.ObjectVersionId;
import io.ocfl.api.model.ValidationResults;
import io.ocfl.api.model.VersionInfo;
import io.ocfl.core.OcflRepositoryBuilder;
import io.ocfl.core.cache.NoOpCache;
import io.ocfl.core.extension.storage.layout.config.HashedNTupleIdEncapsulationLayoutConfig;
import io.ocfl.core.storage.OcflStorage;
import io.ocfl.core.storage.OcflStorageBuilder;
import io.ocfl.core.storage.common.OcflObjectRootDirIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Batches as OCFL objects, each with one version. What is written is durable when the call returns. */
public final class OcflObjects implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OcflObjects.class);
    private static final String ID = "urn:gedeon:batch:";
    private static final String USER = "Gédéon";
    private static final String USER_ADDRESS = "urn:gedeon";
    private static final String ROOT = "ocfl";
    /** An object's root ends in its id, escaped by the layout. */
    private static final Pattern ROOT_OF_BATCH = Pattern.compile("(?:.*/)?urn%3agedeon%3abatch%3a([0-9a-f]{32})");
    /** What stands before a path within an object: folder, three tuples of three, the object's name, {@code v1/content}. */
    private static final int AROUND_PATH =
            (ROOT + "/").length() + 3 * 4 + "urn%3agedeon%3abatch%3a".length() + 32 + "/v1/content/".length();
    /** Names of objects in S3, in bytes. */
    private static final int LONGEST_KEY = 1024;

    private final Ground ground;
    private final OcflStorage storage;
    private final OcflRepository repository;

    private OcflObjects(Ground ground) throws IOException {
        this.ground = ground;
        this.storage = OcflStorageBuilder.builder().storage(ground.storage()).build();
        this.repository = new OcflRepositoryBuilder()
                .defaultLayoutConfig(new HashedNTupleIdEncapsulationLayoutConfig())
                // An inventory names each file of a batch: none is kept in memory.
                .inventoryCache(new NoOpCache<>())
                .prettyPrintJson()
                .storage(storage)
                .workDir(ground.work())
                .build();
    }

    /** @param archive its folder, which is there; the storage root in it is made where there is none */
    public static OcflObjects inFolder(Path archive) throws IOException {
        return opened(new FolderGround(archive.resolve(ROOT), archive.resolve("work")));
    }

    /**
     * The storage root in a bucket is made where there is none.
     *
     * @param objects of the archive; closed with this one
     */
    public static OcflObjects inBucket(S3Objects objects, int partSize) throws IOException {
        return opened(new BucketGround(
                objects, ROOT, partSize, WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")))));
    }

    private static OcflObjects opened(Ground ground) throws IOException {
        try {
            return new OcflObjects(ground);
        } catch (IOException e) {
            ground.close();
            throw e;
        } catch (RuntimeException e) {
            ground.close();
            throw named(e);
        }
    }

    /** Characters that a path within an object may have where names of what is stored begin with that prefix. */
    public static int longestPath(String prefix) {
        return LONGEST_KEY - AROUND_PATH - prefix.getBytes(StandardCharsets.UTF_8).length - 1;
    }

    /** A local folder for what is put together; it is there. */
    public Path work() throws IOException {
        return ground.work();
    }

    private static String id(BlobId batch) {
        return ID + batch;
    }

    /** What it throws leaves no object, unless the place is away: then {@link #remove} takes what is left. */
    public void write(BlobId batch, String message, NewFiles.All content) throws IOException {
        String root = storage.objectRootPath(id(batch));
        ground.work();
        boolean whole = false;
        try {
            repository.updateObject(
                    ObjectVersionId.head(id(batch)),
                    new VersionInfo().setUser(USER, USER_ADDRESS).setMessage(message),
                    object -> {
                        try {
                            content.addTo((path, in, length) -> ground.add(object, root, path, in, length));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            ground.settle(root);
            ValidationResults found = repository.validateObject(id(batch), false);
            if (found.hasErrors()) {
                throw new IOException("batch " + batch + " is no valid OCFL object: " + found.getErrors());
            }
            whole = true;
        } catch (RuntimeException e) {
            throw named(e);
        } finally {
            if (!whole) {
                giveUp(batch);
            }
        }
    }

    private void giveUp(BlobId batch) {
        try {
            remove(batch);
        } catch (IOException e) {
            LOG.warn("what was written of batch {} stays for now: {}", batch, e.getMessage());
        }
    }

    /**
     * The files of a batch, by the paths within it.
     *
     * @throws NoSuchFileException where there is no such batch
     * @throws IOException where it is not whole; {@link TierOffline} where nobody can say
     */
    public Map<String, StoredFile> files(BlobId batch) throws IOException {
        try {
            Map<String, StoredFile> files = new HashMap<>();
            for (FileDetails file :
                    repository.describeVersion(ObjectVersionId.head(id(batch))).getFiles()) {
                files.put(file.getPath(), ground.file(file.getStorageRelativePath()));
            }
            return files;
        } catch (RuntimeException e) {
            throw named(e);
        }
    }

    /** Of all that are there, in no order; also those that are not whole. */
    public List<BlobId> batches() throws IOException {
        List<BlobId> batches = new ArrayList<>();
        try (OcflObjectRootDirIterator roots = ground.storage().iterateObjects()) {
            while (roots.hasNext()) {
                Matcher root = ROOT_OF_BATCH.matcher(roots.next());
                if (root.matches()) {
                    batches.add(BlobId.parse(root.group(1)));
                }
            }
        } catch (RuntimeException e) {
            throw named(e);
        }
        return batches;
    }

    /** Takes away an object, or what its writer left of it; absent: does nothing. */
    public void remove(BlobId batch) throws IOException {
        try {
            repository.purgeObject(id(batch));
            ground.clear(storage.objectRootPath(id(batch)));
        } catch (RuntimeException e) {
            throw named(e);
        }
    }

    /** Gives up what somebody began to write before that moment, and who has not ended it since. */
    public void sweep(Instant before) throws IOException {
        ground.sweep(before);
    }

    /** What the library says in exceptions of its own: whether the place is away, what is not there, and what is not whole. */
    private static IOException named(RuntimeException said) {
        IOException first = null;
        for (Throwable cause = said; cause != null; cause = cause.getCause()) {
            if (cause instanceof TierOffline || cause instanceof TierFull) {
                return (IOException) cause;
            }
            if (first == null && cause instanceof IOException io) {
                first = io;
            }
        }
        if (said instanceof NotFoundException) {
            return new NoSuchFileException(String.valueOf(said.getMessage()));
        }
        return said instanceof CorruptObjectException || first == null
                ? new IOException(said.getMessage() == null ? said.toString() : said.getMessage(), said)
                : first;
    }

    @Override
    public void close() throws IOException {
        repository.close();
        ground.close();
    }
}
