package gedeon.storage.lifecycle.adoption;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.adopted.AdoptedFile;
import gedeon.storage.tier.adopted.FolderTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First the walk, a stretch a transaction; its stretches stand before all blobs in the order of ids. Then each file: hashed where nobody has read it yet, else
 * compared with what it was.
 */
final class AdoptionRound implements Round {
    private static final Logger LOG = LoggerFactory.getLogger(AdoptionRound.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final AdoptionRows rows;
    private final AdoptionRows.Walked adoption;
    private final FolderTier tier;
    private final JdbcAdoptedFiles files;
    private final Copies.Damages damages;
    private final Taking taking;
    private final ConcurrentLinkedQueue<JdbcAdoptedFiles.Found> hashed = new ConcurrentLinkedQueue<>();
    private volatile boolean walked;

    AdoptionRound(
            AdoptionRows rows,
            AdoptionRows.Walked adoption,
            FolderTier tier,
            JdbcAdoptedFiles files,
            Copies.Damages damages,
            Taking taking) {
        this.rows = rows;
        this.adoption = adoption;
        this.tier = tier;
        this.files = files;
        this.damages = damages;
        this.taking = taking;
        this.walked = adoption.walked();
    }

    @Override
    public boolean ofOneTier() {
        return true;
    }

    /** Not while it walks: room is kept for all of the folder, and each walk reads it from its beginning. */
    @Override
    public boolean givesWay() {
        return walked;
    }

    @Override
    public long blobs() {
        // What is walked is looked at once more to be hashed.
        return rows.known(adoption.tier()) + (walked ? 0 : 2 * adoption.restFiles());
    }

    @Override
    public Stretch after(BlobId last, int limit) {
        if (!walked) {
            try {
                int passed = taking.next();
                if (passed > 0) {
                    return new Stretch(List.of(), new BlobId(0, last.low() + 1), passed);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            taking.ended();
            taking.close();
            walked = true;
        }
        List<AdoptionRows.Known> next = rows.after(adoption, last, adoption.mode() == Adoption.Mode.ADOPT, limit);
        return next.isEmpty()
                ? new Stretch(List.of(), null, 0)
                : new Stretch(
                        new ArrayList<>(next.stream().map(Looking::new).toList()),
                        next.getLast().file().blob(),
                        next.size());
    }

    @Override
    public void tell() {
        List<JdbcAdoptedFiles.Found> found = new ArrayList<>();
        for (JdbcAdoptedFiles.Found one = hashed.poll(); one != null; one = hashed.poll()) {
            found.add(one);
        }
        try {
            files.hashed(found);
        } catch (RuntimeException e) {
            hashed.addAll(found);
            throw e;
        }
    }

    @Override
    public Next ended(StorageJob job) {
        if (job.failed() > 0) {
            return new Next.Again(PAUSE);
        }
        if (rows.unread(adoption.tier())) {
            return new Next.Again(Duration.ZERO);
        }
        rows.ended(adoption.tier());
        return new Next.Finished();
    }

    @Override
    public void close() {
        taking.close();
        try {
            tell();
        } catch (Sql.Failed | Sql.UnknownOutcome e) {
            LOG.debug("what was hashed last is hashed again: {}", e.getMessage());
        }
    }

    private final class Looking implements Look {
        private final AdoptionRows.Known known;

        Looking(AdoptionRows.Known known) {
            this.known = known;
        }

        @Override
        public BlobId blob() {
            return known.file().blob();
        }

        @Override
        public void look(Pace pace) throws IOException, InterruptedException {
            AdoptedFile file = known.file();
            try {
                AdoptedFile.Look look = tier.folder().look(file.path());
                boolean asBefore = file.looksLike(look);
                boolean proven = file.hashed() || known.sha256() != null;
                if (!proven && !asBefore || look.size() != file.size()) {
                    lost(AdoptedFile.State.CHANGED, "its size or time is another than when it was adopted");
                } else if (!asBefore || file.state() != AdoptedFile.State.HASHED) {
                    hash(pace);
                }
            } catch (NoSuchFileException e) {
                lost(AdoptedFile.State.GONE, "it is not there any more: " + e.getMessage());
            } catch (DamagedBlock e) {
                lost(AdoptedFile.State.CHANGED, String.valueOf(e.getMessage()));
            }
        }

        private void hash(Pace pace) throws IOException, InterruptedException {
            AdoptedFile file = known.file();
            byte[] said = known.sha256();
            hashed.add(new JdbcAdoptedFiles.Found(
                    file.blob(), tier.hash(file, said == null ? null : Digest.sha256(said), pace::passed)));
        }

        /** Told as damage while a version needs it; no acknowledged version becomes another by it. */
        private void lost(AdoptedFile.State state, String how) {
            AdoptedFile file = known.file();
            files.lost(file.blob(), state);
            damages.found(
                    new Place(adoption.tier(), new Location(file.blob(), null, 0, file.size())),
                    new IOException(
                            "adopted file " + gedeon.storage.tier.adopted.Folder.shown(file.path()) + ": " + how));
        }
    }
}
