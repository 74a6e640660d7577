package gedeon.sync.free;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.RecheckAnswer;
import gedeon.client.wire.RecheckBody;
import gedeon.client.wire.SourceBody;
import gedeon.kernel.ByteCount;
import gedeon.sync.free.FreeUpReport.Acquisition;
import gedeon.sync.journal.FreedLog;
import gedeon.sync.journal.FreedLog.Freeing;
import gedeon.sync.journal.FreedLog.Step;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.KnownAcquisitions;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.Scan;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.DiskGlimpse;
import gedeon.sync.settle.Glimpse;
import gedeon.sync.transfer.LocalDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what could go, and lets it go. */
public final class FreeUp {
    private final GedeonClient client;
    private final KnownAcquisitions progress;
    private final FreeUpSettings settings;
    private final Clock clock;
    private final Consumer<String> lines;
    private final Glimpse glimpse = new DiskGlimpse();

    public FreeUp(
            GedeonClient client,
            KnownAcquisitions progress,
            FreeUpSettings settings,
            Clock clock,
            Consumer<String> lines) {
        this.client = client;
        this.progress = progress;
        this.settings = settings;
        this.clock = clock;
        this.lines = lines;
    }

    /** What could be deleted, by the journal, and why the rest stays. Changes nothing, and reads no file. */
    public FreeUpReport report(int days) {
        return walk(
                days,
                () -> false,
                (source, whole, known) -> new Acquisition(
                        source.name(),
                        whole.candidate().name(),
                        "could",
                        whole.candidate().files().size(),
                        whole.candidate().bytes(),
                        null));
    }

    /**
     * Deletes what may go, one acquisition after the other.
     *
     * @throws IllegalStateException where the configuration does not let it
     */
    public FreeUpReport delete(FreedLog log, int days, BooleanSupplier stop) {
        if (!settings.enabled() || days < settings.days()) {
            throw new IllegalStateException("the configuration lets nothing be deleted before " + settings.days()
                    + " days, and nothing at all unless freeUp.enabled is true");
        }
        return walk(days, stop, (source, whole, known) -> freed(log, source, whole, known));
    }

    /** Ends what a kill left in the middle: what was not decided is put back, what was is deleted, and the server is told. */
    public void resume(FreedLog log) {
        for (Freeing one : log.open()) {
            try {
                switch (one.step()) {
                    case BEGUN -> undo(log, one);
                    case DECIDED -> finish(log, one);
                    case DELETED -> tell(log, one);
                    case TOLD, UNDONE -> {}
                }
            } catch (IOException e) {
                lines.accept(one.name() + " is half deleted, and stays so until this is mended: " + e);
            }
        }
    }

    @FunctionalInterface
    private interface Act {
        Acquisition on(WatchedSource source, Whole whole, Known known) throws IOException;
    }

    private FreeUpReport walk(int days, BooleanSupplier stop, Act act) {
        List<WatchedSource> sources = new ArrayList<>();
        for (SourceBody body : client.agent().sources().items()) {
            sources.add(new WatchedSource(body));
        }
        Instant before = clock.instant().minus(Duration.ofDays(days));
        FreeUpReport.Sum sum = new FreeUpReport.Sum();
        for (WatchedSource source : sources) {
            // One after the other as they are found: however many there are, none is kept in memory.
            Scan.of(
                    source,
                    folder -> sources.stream().anyMatch(other -> other != source && other.claims(folder)),
                    candidate -> {
                        if (!stop.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
                            sum.add(looked(source, candidate, before, act));
                        }
                    });
        }
        return sum.report(settings, days);
    }

    private Acquisition looked(WatchedSource source, Candidate candidate, Instant before, Act act) {
        Whole whole = Whole.of(source, candidate);
        try {
            Known known = progress.known(candidate.source(), candidate.name()).orElse(null);
            Optional<String> reason = stays(known, candidate, before);
            if (reason.isEmpty()) {
                reason = whole.differs(whole.home());
            }
            if (reason.isEmpty() && known != null) {
                return act.on(source, whole, known);
            }
            return stays(candidate, reason.orElse("it was never sent"));
        } catch (IOException e) {
            return stays(candidate, "it cannot be looked at: " + e);
        }
    }

    private static Optional<String> stays(@Nullable Known known, Candidate candidate, Instant before) {
        if (known == null || known.receipt() == null) {
            return Optional.of("it has no receipt");
        }
        if (!known.received(candidate.content())) {
            return Optional.of("it is not what its receipt is for: it changed since");
        }
        Instant received = known.receivedAt();
        if (received == null || received.isAfter(before)) {
            return Optional.of("its receipt is of " + received + ", which is not long enough ago");
        }
        return Optional.empty();
    }

    private static Acquisition stays(Candidate candidate, String reason) {
        return new Acquisition(
                candidate.source(), candidate.name(), "stays", candidate.files().size(), candidate.bytes(), reason);
    }

    /** All of it or nothing. */
    private Acquisition freed(FreedLog log, WatchedSource source, Whole whole, Known known) throws IOException {
        Candidate candidate = whole.candidate();
        if (log.open(candidate.source(), candidate.name()).isPresent()) {
            return stays(candidate, "it was put aside before and is not settled yet");
        }
        String receipt = String.valueOf(known.receipt());
        Optional<String> doubt = doubt(source, candidate, receipt);
        if (doubt.isEmpty()) {
            doubt = unlike(candidate);
        }
        if (doubt.isPresent()) {
            return stays(candidate, doubt.get());
        }
        Path aside = whole.home().resolve(Aside.PREFIX + UUID.randomUUID());
        Freeing begun = log.write(new Freeing(
                candidate.source(),
                candidate.name(),
                receipt,
                whole.home().toString(),
                aside.toString(),
                whole.things(),
                candidate.files().size(),
                candidate.bytes(),
                Step.BEGUN));
        Optional<String> changed;
        try {
            Aside.put(begun);
            changed = whole.differs(aside);
        } catch (IOException e) {
            changed = Optional.of("it cannot be put aside: " + e);
        }
        if (changed.isPresent()) {
            undo(log, begun);
            return stays(candidate, changed.get());
        }
        finish(log, log.write(begun.at(Step.DECIDED)));
        lines.accept("deleted here: " + candidate.name() + ", "
                + ByteCount.of(candidate.bytes()).human(Locale.ENGLISH) + "; the server has it");
        return new Acquisition(
                candidate.source(), candidate.name(), "freed", candidate.files().size(), candidate.bytes(), null);
    }

    private Optional<String> doubt(WatchedSource source, Candidate candidate, String receipt) {
        try {
            RecheckAnswer answer = client.agent().recheck(new RecheckBody(source.name(), candidate.name(), receipt));
            return answer.holds()
                    ? Optional.empty()
                    : Optional.of("the server does not stand by its receipt: " + answer.doubt());
        } catch (ProblemException | Unreachable e) {
            return Optional.of("the receipt could not be checked again: " + e.getMessage());
        }
    }

    /** Reads all of it again. Empty where each file is what was sent. */
    private Optional<String> unlike(Candidate candidate) {
        for (FoundFile file : candidate.files()) {
            StoredFile stored = progress.stored(candidate.source(), candidate.name(), file.path())
                    .orElse(null);
            if (stored == null) {
                return Optional.of(file.path() + " is not in the journal");
            }
            if (glimpse.held(file) == Glimpse.Held.OPEN) {
                return Optional.of(file.path() + " is held open by a program");
            }
            if (!LocalDigest.of(file).map(stored.sha256()::equals).orElse(false)) {
                return Optional.of(file.path() + " cannot be read, or is not what was sent");
            }
        }
        return Optional.empty();
    }

    private void undo(FreedLog log, Freeing begun) throws IOException {
        Aside.back(begun);
        log.write(begun.at(Step.UNDONE));
    }

    private void finish(FreedLog log, Freeing decided) throws IOException {
        Aside.delete(decided);
        tell(log, log.write(decided.at(Step.DELETED)));
    }

    /** Where the server cannot be told now it is told the next time. */
    private void tell(FreedLog log, Freeing deleted) throws IOException {
        try {
            client.agent().freed(new RecheckBody(deleted.source(), deleted.name(), deleted.receipt()));
        } catch (ProblemException e) {
            if (e.status() >= 500 || e.status() == 401 || e.status() == 403) {
                return;
            }
            lines.accept("the server does not note that " + deleted.name() + " was deleted here: " + e.getMessage());
        } catch (Unreachable e) {
            return;
        }
        log.write(deleted.at(Step.TOLD));
    }
}
