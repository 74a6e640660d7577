package gedeon.sync.agent;

import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.BrokenFileBody;
import gedeon.client.wire.ReceiptBody;
import gedeon.kernel.ByteCount;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.Outstanding;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries one settled acquisition to its receipt, as far as it gets this time. Each file in trouble waits for itself alone. */
final class Delivery {
    /** Between two questions whether a full notebook has room again; the question costs no bytes. */
    static final Duration QUOTA_PAUSE = Duration.ofMinutes(15);

    /** Between two tries to reach a server that is not there. */
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(20);

    /** The longest between two questions for a receipt. */
    private static final Duration RECEIPT_PAUSE = Duration.ofMinutes(1);

    private static final String BUCKET = "the bucket";

    private final Progress progress;
    private final Transport transport;
    private final Declaration declaration;
    private final LaterLook laterLook;
    private final BackOff backOff;
    private final Tally tally;
    private final Consumer<String> lines;
    /** How often a receipt was asked for that was not there yet. */
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

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
        Outstanding outstanding = outstanding(candidate);
        if (outstanding != null) {
            return answered(candidate, verdict, thing, () -> declaration.standing(outstanding));
        }
        List<StoredFile> files = new ArrayList<>();
        boolean news = false;
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
                news = true;
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
        if (files.size() == candidate.files().size() && (news || !keepReceipt(candidate))) {
            return answered(candidate, verdict, thing, () -> declaration.receipt(source, candidate, verdict, files));
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

    /** Nothing new in what got its receipt before: that receipt stands for it as it lies there now. A local deletion reaches nobody. */
    private boolean keepReceipt(Candidate candidate) {
        Known known = progress.known(candidate.source(), candidate.name()).orElse(null);
        if (known == null || known.dataset() == null || known.receipt() == null) {
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

    private @Nullable Outstanding outstanding(Candidate candidate) {
        return progress.known(candidate.source(), candidate.name())
                .filter(known -> known.verifying(candidate.content()))
                .map(Known::outstanding)
                .orElse(null);
    }

    /** False where files have to be sent again. */
    private boolean answered(Candidate candidate, Verdict verdict, String thing, Supplier<ReceiptBody> question) {
        try {
            ReceiptBody answer = question.get();
            String receipt = answer.receipt();
            if (receipt != null) {
                received(candidate, verdict, thing, answer.dataset(), receipt);
                return true;
            }
            if (ReceiptBody.BROKEN.equals(answer.state())) {
                broken(candidate, thing, answer);
                return false;
            }
            verifying(candidate, thing, answer);
        } catch (ProblemException | Unreachable e) {
            if (e instanceof ProblemException gone && gone.status() == 404) {
                // The server does not know of it any more: it is told anew.
                progress.reopened(candidate.source(), candidate.name());
            }
            backOff.failed(thing);
            trouble(candidate, thing, candidate.name() + " is stored and waits for its receipt: " + e.getMessage());
        }
        return true;
    }

    private void received(Candidate candidate, Verdict verdict, String thing, String dataset, String receipt) {
        progress.received(
                candidate.source(), candidate.name(), candidate.content(), dataset, receipt, candidate.bytes());
        backOff.succeeded(thing);
        asked.remove(thing);
        if (verdict.provisional()) {
            laterLook.remember(candidate);
        }
        int files = candidate.files().size();
        tally.received(thing, files, candidate.bytes(), verdict.provisional());
        lines.accept("received " + candidate.name() + ": " + files + (files == 1 ? " file, " : " files, ")
                + ByteCount.of(candidate.bytes()).human(Locale.ENGLISH) + ", finished by " + verdict.rule()
                + (verdict.provisional() ? " (provisional)" : "") + ", dataset " + dataset);
    }

    /** All of it is there; the server reads it again before it says so. */
    private void verifying(Candidate candidate, String thing, ReceiptBody answer) {
        Integer number = answer.content();
        if (outstanding(candidate) == null) {
            progress.declared(
                    candidate.source(),
                    candidate.name(),
                    new Outstanding(candidate.content(), answer.dataset(), number == null ? 1 : number));
            tally.wellAgain(thing);
            lines.accept(candidate.name() + " is stored; the server verifies it before it gives its receipt");
        }
        int times = asked.merge(thing, 1, (before, one) -> Math.min(6, before + one));
        Duration pause = Duration.ofMillis(500L << times);
        backOff.pause(thing, pause.compareTo(RECEIPT_PAUSE) > 0 ? RECEIPT_PAUSE : pause);
    }

    private void broken(Candidate candidate, String thing, ReceiptBody answer) {
        List<BrokenFileBody> told = answer.broken();
        List<BrokenFileBody> files = told == null ? List.of() : told;
        files.forEach(file -> progress.doubted(candidate.source(), candidate.name(), file.path()));
        asked.remove(thing);
        backOff.succeeded(thing);
        say(
                thing,
                candidate.name() + " is not stored as it is here: "
                        + (files.isEmpty()
                                ? "the server does not say which file"
                                : files.get(0).path() + " " + files.get(0).reason())
                        + (files.size() > 1 ? ", and " + (files.size() - 1) + " more" : "") + "; sent again");
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
