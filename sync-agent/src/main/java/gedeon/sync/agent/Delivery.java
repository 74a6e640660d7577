package gedeon.sync.agent;

import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.ReceiptBody;
import gedeon.kernel.ByteCount;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.Verdict;
import gedeon.sync.transfer.BackOff;
import gedeon.sync.transfer.LocalDigest;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.Transport;
import gedeon.sync.verify.Declaration;
import gedeon.sync.verify.LaterLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries one settled acquisition to its receipt, as far as it gets this time. Each file in trouble waits for itself alone. */
final class Delivery {
    /** Between two questions whether a full notebook has room again; the question costs no bytes. */
    static final Duration QUOTA_PAUSE = Duration.ofMinutes(15);

    /** Between two tries to reach a server that is not there. */
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(20);

    private static final String BUCKET = "the bucket";

    private final Progress progress;
    private final Transport transport;
    private final Declaration declaration;
    private final LaterLook laterLook;
    private final BackOff backOff;
    private final Tally tally;
    private final Consumer<String> lines;

    Delivery(
            Progress progress,
            Transport transport,
            Declaration declaration,
            LaterLook laterLook,
            BackOff backOff,
            Tally tally,
            Consumer<String> lines) {
        this.progress = progress;
        this.transport = transport;
        this.declaration = declaration;
        this.laterLook = laterLook;
        this.backOff = backOff;
        this.tally = tally;
        this.lines = lines;
    }

    /** Whether trying makes sense now. */
    boolean due(Candidate candidate) {
        return backOff.mayTry(thing(candidate));
    }

    /** False if the acquisition moved: it must be watched anew. */
    boolean deliver(WatchedSource source, Candidate candidate, Verdict verdict) {
        String thing = thing(candidate);
        List<StoredFile> files = new ArrayList<>();
        for (FoundFile file : candidate.files()) {
            StoredFile there = progress.stored(candidate.source(), candidate.name(), file.path())
                    .filter(stored -> holds(stored, file))
                    .orElse(null);
            if (there != null) {
                files.add(there);
                continue;
            }
            String step = thing + '\0' + file.path();
            if (!backOff.mayTry(step) || !backOff.mayTry(BUCKET)) {
                continue;
            }
            Sent sent = transport.send(
                    file, source.keyOf(candidate.name(), file.path()), unfinished(candidate, file), log(candidate));
            if (sent instanceof Sent.Stored stored) {
                progress.stored(candidate.source(), candidate.name(), stored.file());
                backOff.succeeded(step);
                backOff.succeeded(BUCKET);
                files.add(stored.file());
            } else if (sent instanceof Sent.Moved moved) {
                progress.reopened(candidate.source(), candidate.name());
                say(thing, moved.reason() + "; watched anew");
                return false;
            } else if (sent instanceof Sent.QuotaFull full) {
                backOff.pause(BUCKET, QUOTA_PAUSE);
                refused(candidate, thing, full.reason());
                return true;
            } else if (sent instanceof Sent.Revoked revoked) {
                backOff.pause(BUCKET, QUOTA_PAUSE);
                trouble(candidate, thing, revoked.reason());
                return true;
            } else if (sent instanceof Sent.NoWay none) {
                backOff.pause(BUCKET, AWAY_PAUSE);
                trouble(candidate, thing, none.reason());
                return true;
            } else if (sent instanceof Sent.Failed failed) {
                backOff.failed(step);
                trouble(candidate, thing, failed.reason());
            }
        }
        if (files.size() == candidate.files().size() && !keepReceipt(candidate)) {
            declare(source, candidate, verdict, files, thing);
        }
        return true;
    }

    /** The bucket holds this content: untouched since, or touched and read again with the same digest (an antivirus, a copied-back time). */
    private static boolean holds(StoredFile stored, FoundFile file) {
        if (stored.size() != file.state().size()) {
            return false;
        }
        return file.state().sameContent(stored.size(), stored.modified())
                || LocalDigest.of(file).filter(stored.sha256()::equals).isPresent();
    }

    /** Nothing was stored since what got its receipt before: that receipt stands for it as it lies there now. A local deletion reaches nobody. */
    private boolean keepReceipt(Candidate candidate) {
        Known known = progress.known(candidate.source(), candidate.name()).orElse(null);
        if (known == null
                || known.dataset() == null
                || known.receipt() == null
                || progress.undeclared(candidate.source(), candidate.name())) {
            return false;
        }
        progress.received(
                candidate.source(),
                candidate.name(),
                candidate.content(),
                known.dataset(),
                known.receipt(),
                known.bytes());
        return true;
    }

    private void declare(
            WatchedSource source, Candidate candidate, Verdict verdict, List<StoredFile> files, String thing) {
        try {
            ReceiptBody receipt = declaration.receipt(source, candidate, verdict, files);
            progress.received(
                    candidate.source(),
                    candidate.name(),
                    candidate.content(),
                    receipt.dataset(),
                    receipt.receipt(),
                    candidate.bytes());
            backOff.succeeded(thing);
            if (verdict.provisional()) {
                laterLook.remember(candidate);
            }
            tally.received(thing, files.size(), candidate.bytes(), verdict.provisional());
            lines.accept(
                    "received " + candidate.name() + ": " + files.size() + (files.size() == 1 ? " file, " : " files, ")
                            + ByteCount.of(candidate.bytes()).human(Locale.ENGLISH) + ", finished by " + verdict.rule()
                            + (verdict.provisional() ? " (provisional)" : "") + ", dataset " + receipt.dataset());
        } catch (ProblemException | Unreachable e) {
            backOff.failed(thing);
            trouble(candidate, thing, candidate.name() + " is stored and waits for its receipt: " + e.getMessage());
        }
    }

    private @Nullable OpenUpload unfinished(Candidate candidate, FoundFile file) {
        return progress.upload(candidate.source(), candidate.name(), file.path())
                .orElse(null);
    }

    private Transport.UploadLog log(Candidate candidate) {
        return new Transport.UploadLog() {
            @Override
            public void opened(OpenUpload upload) {
                progress.uploadOpened(candidate.source(), candidate.name(), upload);
            }

            @Override
            public void dropped(String path) {
                progress.uploadDropped(candidate.source(), candidate.name(), path);
            }
        };
    }

    private void refused(Candidate candidate, String thing, String reason) {
        tally.refused(thing, candidate.name() + " was refused, no room: " + reason);
        progress.troubled(candidate.source(), candidate.name(), "no room: " + reason);
        lines.accept("refused " + candidate.name() + ": " + reason);
    }

    private void trouble(Candidate candidate, String thing, String reason) {
        progress.troubled(candidate.source(), candidate.name(), reason);
        say(thing, reason);
    }

    private void say(String thing, String reason) {
        if (tally.trouble(thing, reason)) {
            lines.accept(reason);
        }
    }

    private static String thing(Candidate candidate) {
        return candidate.source() + '\0' + candidate.name();
    }
}
