package gedeon.metadata.intake;

import gedeon.metadata.Intake.BrokenFile;
import gedeon.metadata.intake.Proofs.Claim;
import gedeon.metadata.intake.Proofs.Unread;
import gedeon.metadata.proof.Receipts;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.StoredVersion;
import gedeon.storage.Verifications;
import gedeon.storage.objects.Pace;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what agents told to its receipt: reads each file again as it is stored, waits until a tier's journal holds them, signs. Several work side by side, each on
 * another content, a stretch of it at a time, so that a large one keeps none behind it waiting. A kill costs the file that was read then, and those of the last two
 * seconds.
 */
public final class Proving {
    private static final Logger LOG = LoggerFactory.getLogger(Proving.class);
    private static final int PAGE = 200;
    private static final long TELL_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long RENEW_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration STRETCH = Duration.ofSeconds(30);
    /** Agents that may wait at the same time; each holds room to read. */
    private static final int AWAITED = 4;

    private static final long LONGEST_PAUSE = 300;

    private final Proofs proofs;
    private final Objects objects;
    private final Verifications verifications;
    private final Receipts receipts;
    private final Clock clock;
    private final Semaphore awaited = new Semaphore(AWAITED);

    public Proving(Proofs proofs, Objects objects, Verifications verifications, Receipts receipts, Clock clock) {
        this.proofs = proofs;
        this.objects = objects;
        this.verifications = verifications;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** A stretch of what waits longest; false where nothing is due. */
    public boolean proveOne() throws InterruptedException {
        Optional<Claim> claim = proofs.next();
        if (claim.isEmpty()) {
            return false;
        }
        prove(claim.get(), verifications.inBackground(), System.nanoTime() + STRETCH.toNanos());
        return true;
    }

    /** Brings one as far as it gets in that time, while somebody waits for it; does nothing where others are at work on it, or too many wait. */
    void proveNow(UUID dataset, int content, Duration patience) throws InterruptedException {
        if (!awaited.tryAcquire()) {
            return;
        }
        try {
            Optional<Claim> claim = proofs.of(dataset, content);
            if (claim.isPresent()) {
                prove(claim.get(), bytes -> {}, System.nanoTime() + patience.toNanos());
            }
        } finally {
            awaited.release();
        }
    }

    private void prove(Claim claimed, Pace pace, long end) throws InterruptedException {
        Work work = new Work(claimed, pace, end);
        String trouble = null;
        boolean finished = false;
        try {
            finished = work.run();
        } catch (Taken e) {
            LOG.debug("another process proves dataset {}", claimed.dataset());
            return;
        } catch (IOException | RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
            LOG.warn("dataset {} waits for its receipt: {}", claimed.dataset(), trouble);
        } catch (InterruptedException e) {
            proofs.release(work.claim, 0, null);
            throw e;
        }
        if (!finished) {
            double pause =
                    trouble == null ? work.pause : Math.min(LONGEST_PAUSE, 1L << Math.min(9, work.claim.tries()));
            proofs.release(work.claim, pause, trouble);
        }
    }

    /** The claim ended while we worked. */
    private static final class Taken extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final class Work {
        private final Pace pace;
        private final long end;
        private final List<String> sound = new ArrayList<>();
        private final List<BrokenFile> broken = new ArrayList<>();
        private Claim claim;
        private boolean cached;
        private long told = System.nanoTime();
        private long renewed = told;
        private double pause;

        Work(Claim claim, Pace pace, long end) {
            this.claim = claim;
            this.pace = pace;
            this.end = end;
        }

        /** @return whether nothing is left to do for it */
        boolean run() throws IOException, InterruptedException {
            long mark;
            Long before = claim.mark();
            if (claim.read() && before != null) {
                mark = before;
            } else {
                if (!readAll()) {
                    return false;
                }
                // Behind the digests as well that became known by reading.
                mark = verifications.journalMark();
                if (!proofs.read(claim, mark)) {
                    return true;
                }
            }
            if (!verifications.journalled(mark) && !verifications.hasten(mark)) {
                pause = 0.2;
                return false;
            }
            proofs.sign(claim, receipts, clock.instant());
            return true;
        }

        private boolean readAll() throws IOException, InterruptedException {
            String after = "";
            List<Unread> page;
            try {
                do {
                    page = proofs.unread(claim, after, PAGE);
                    for (Unread file : page) {
                        if (System.nanoTime() - end >= 0) {
                            return false;
                        }
                        look(file);
                        after = file.path();
                    }
                } while (page.size() == PAGE);
            } finally {
                tell();
            }
            return true;
        }

        private void look(Unread file) throws IOException, InterruptedException {
            Optional<StoredVersion> version = StoredFiles.find(
                    objects, claim.notebook(), claim.bucket(), ObjectKey.of(file.key()), file.version());
            Verifications.Outcome outcome = version.isEmpty()
                    ? new Verifications.Outcome.Gone()
                    : verifications.verify(version.get(), this::passed);
            switch (outcome) {
                case Verifications.Outcome.Verified verified -> {
                    if (verified.sha256().equals(file.declared())) {
                        sound.add(file.path());
                        cached |= !verified.pastCache();
                    } else {
                        broken.add(new BrokenFile(file.path(), "has another SHA-256 here than on the instrument"));
                    }
                }
                case Verifications.Outcome.Damaged damaged ->
                    broken.add(new BrokenFile(file.path(), "is damaged here: " + damaged.why()));
                case Verifications.Outcome.Gone unused ->
                    broken.add(new BrokenFile(file.path(), "is not stored any more"));
                case Verifications.Outcome.Closed unused ->
                    broken.add(
                            new BrokenFile(file.path(), "cannot be read here: its key is not ours, or was destroyed"));
            }
            if (System.nanoTime() - told >= TELL_NANOS) {
                tell();
            }
        }

        private void tell() {
            if (!sound.isEmpty() || !broken.isEmpty()) {
                proofs.looked(claim, sound, broken, cached);
                sound.clear();
                broken.clear();
                cached = false;
            }
            told = System.nanoTime();
        }

        private void passed(int bytes) throws IOException, InterruptedException {
            pace.passed(bytes);
            if (System.nanoTime() - renewed >= RENEW_NANOS) {
                renewed = System.nanoTime();
                claim = proofs.renew(claim).orElseThrow(Taken::new);
            }
        }
    }
}
