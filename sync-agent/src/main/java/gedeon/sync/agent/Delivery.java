package gedeon.sync.agent;

import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.BrokenFileBody;
import gedeon.client.wire.ReceiptBody;
import gedeon.kernel.ByteCount;
import gedeon.sync.centre.Orders;
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
import gedeon.sync.transfer.Parcel;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.Transport;
import gedeon.sync.verify.Declaration;
import gedeon.sync.verify.LaterLook;
import gedeon.sync.verify.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries one settled acquisition to its receipt, as far as it gets this time. Each file in trouble waits for itself alone. */
final class Delivery {
    /** Between two tries of a full notebook where no room could be asked for; they cost no bytes. */
    static final Duration QUOTA_PAUSE = AskedRoom.PAUSE;

    /** Between two tries to reach a server that is not there. */
    static final Duration AWAY_PAUSE = Duration.ofSeconds(20);

    /** The longest between two questions for a receipt. */
    private static final Duration RECEIPT_PAUSE = Duration.ofMinutes(1);

    private static final String BUCKET = "the bucket";

    private final Progress progress;
    private final Transport transport;
    private final AskedRoom room;
    private final SmallFiles smallFiles;
    private final Declaration declaration;
    private final LaterLook laterLook;
    private final Recovery recovery;
    private final BackOff backOff;
    private final Tally tally;
    private final Consumer<String> lines;
    /** How often a receipt was asked for that was not there yet. */
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    private volatile Orders orders = Orders.none();

    Delivery(
            Progress progress,
            Transport transport,
            AskedRoom room,
            Declaration declaration,
            LaterLook laterLook,
            Recovery recovery,
            BackOff backOff,
            Tally tally,
            Consumer<String> lines) {
        this.progress = progress;
        this.transport = transport;
        this.room = room;
        this.smallFiles = new SmallFiles(progress, transport);
        this.declaration = declaration;
        this.laterLook = laterLook;
        this.recovery = recovery;
        this.backOff = backOff;
        this.tally = tally;
        this.lines = lines;
    }

    /** While these say so, no file is begun. */
    void obey(Orders told) {
        orders = told;
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
        Map<String, StoredFile> held = held(candidate);
        List<FoundFile> missing = candidate.files().stream()
                .filter(file -> !held.containsKey(file.path()))
                .toList();
        AskedRoom.Answer may = room.ask(thing, candidate, missing);
        if (!may.go()) {
            stopped(candidate, thing, may.why());
            return true;
        }
        List<StoredFile> files = new ArrayList<>();
        Map<String, Sent> packed = smallFiles.carry(candidate, small(source, candidate, held), log(candidate));
        for (FoundFile file : candidate.files()) {
            StoredFile there = held.get(file.path());
            if (there != null) {
                files.add(there);
                continue;
            }
            String step = step(candidate, file);
            if (!backOff.mayTry(step) || !backOff.mayTry(BUCKET) || orders.paused()) {
                continue;
            }
            String key = source.keyOf(candidate.name(), file.path());
            Sent sent = packed.containsKey(file.path())
                    ? Objects.requireNonNull(packed.get(file.path()))
                    : transport.send(file, key, unfinished(candidate, file, key), log(candidate));
            if (sent instanceof Sent.Stored stored) {
                if (!packed.containsKey(file.path())) {
                    progress.stored(candidate.source(), candidate.name(), stored.file());
                }
                backOff.succeeded(step);
                backOff.succeeded(BUCKET);
                files.add(stored.file());
            } else if (sent instanceof Sent.Moved moved) {
                progress.reopened(candidate.source(), candidate.name());
                say(thing, moved.reason() + "; watched anew");
                return false;
            } else if (sent instanceof Sent.QuotaFull full) {
                room.forget(thing);
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
            return answered(candidate, verdict, thing, () -> declaration.receipt(source, candidate, verdict, files));
        }
        return true;
    }

    /** There is no room for it, or nobody says so. */
    private void stopped(Candidate candidate, String thing, @Nullable Sent why) {
        if (why instanceof Sent.QuotaFull full) {
            refused(candidate, thing, full.reason());
        } else if (why instanceof Sent.Revoked revoked) {
            trouble(candidate, thing, revoked.reason());
        } else if (why instanceof Sent.NoWay none) {
            trouble(candidate, thing, none.reason());
        } else if (why instanceof Sent.Failed failed) {
            trouble(candidate, thing, failed.reason());
        }
    }

    /** What was asked for acquisitions that are gone is given back. */
    void retain(String source, Predicate<String> isThere) {
        room.retain(source, isThere);
    }

    /** The files that go in packs now; one alone gains nothing by it. */
    private List<Parcel> small(WatchedSource source, Candidate candidate, Map<String, StoredFile> held) {
        List<Parcel> small = new ArrayList<>();
        if (candidate.files().size() < 2 || !backOff.mayTry(BUCKET)) {
            return small;
        }
        for (FoundFile file : candidate.files()) {
            if (file.state().size() < Parcel.SMALL
                    && backOff.mayTry(step(candidate, file))
                    && progress.upload(candidate.source(), candidate.name(), file.path())
                            .isEmpty()
                    && !held.containsKey(file.path())) {
                small.add(new Parcel(file, source.keyOf(candidate.name(), file.path())));
            }
        }
        return small;
    }

    /** What the bucket holds of it already, by path. */
    private Map<String, StoredFile> held(Candidate candidate) {
        Map<String, StoredFile> held = new HashMap<>();
        for (FoundFile file : candidate.files()) {
            progress.stored(candidate.source(), candidate.name(), file.path())
                    .filter(stored -> holds(stored, file))
                    .ifPresent(stored -> held.put(file.path(), stored));
        }
        return held;
    }

    private static String step(Candidate candidate, FoundFile file) {
        return thing(candidate) + '\0' + file.path();
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

    private @Nullable OpenUpload unfinished(Candidate candidate, FoundFile file, String key) {
        return progress.upload(candidate.source(), candidate.name(), file.path())
                .or(() -> recovery.upload(file, key))
                .orElse(null);
    }

    private Transport.UploadLog log(Candidate candidate) {
        String reservation = room.of(thing(candidate));
        return new Transport.UploadLog() {
            @Override
            public @Nullable String reservation() {
                return reservation;
            }

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
