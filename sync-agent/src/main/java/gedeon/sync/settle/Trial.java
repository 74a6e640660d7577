package gedeon.sync.settle;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.kernel.FinishRule;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.Scan;
import gedeon.sync.scan.Sightings;
import gedeon.sync.scan.WatchedSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule tried out on a folder: nothing is sent, nothing is remembered. */
public final class Trial {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final WatchedSource source;
    private final Clock clock;

    public Trial(FinishRule rule, Path folder, Clock clock) {
        this.source = new WatchedSource(new SourceBody(
                "trial", folder.toString(), null, SourceKind.FILE, null, 60, null, null, null, rule.name(), rule));
        this.clock = clock;
    }

    /**
     * What became of one file.
     *
     * @param acquisition that it belongs to, by its path below the folder; null where something could not be looked at
     * @param state {@code finished}, {@code waits} or {@code held}
     * @param by the sign that decided, where one did
     * @param due when it is finished if nothing happens to it from now on
     * @param why in words
     */
    public record Line(
            String file,
            @Nullable String acquisition,
            String state,
            @Nullable String by,
            @Nullable Instant due,
            String why) {}

    /**
     * Looks once, and again each second for so many seconds: what is written meanwhile shows, and short rests come to their end.
     *
     * @return a line for each file, in the order found
     */
    public List<Line> run(int seconds) {
        Settle settle = new Settle(Ticks.SYSTEM, new DiskGlimpse());
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Map<String, List<Line>> last = look(settle);
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            last = look(settle);
        }
        return last.values().stream().flatMap(List::stream).toList();
    }

    private Map<String, List<Line>> look(Settle settle) {
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        Scan.of(source, folder -> false, new Sightings() {
            @Override
            public void candidate(Candidate candidate) {
                lines.put(candidate.name(), lines(candidate, settle.judge(source, candidate)));
            }

            @Override
            public void temporary(String name, gedeon.sync.scan.FileState state) {
                settle.temporary(name, state);
            }

            @Override
            public void trouble(String name, Path where, String reason) {
                lines.put(where.toString(), List.of(new Line(where.toString(), null, "held", null, null, reason)));
            }
        });
        settle.scanned();
        return lines;
    }

    private List<Line> lines(Candidate candidate, Judgement judgement) {
        List<Line> lines = new ArrayList<>();
        for (FoundFile file : candidate.files()) {
            String path = source.folder().relativize(file.file()).toString();
            lines.add(
                    switch (kind(judgement)) {
                        case FINISHED -> {
                            Verdict verdict = ((Judgement.Finished) judgement).verdict();
                            yield new Line(
                                    path,
                                    candidate.name(),
                                    "finished",
                                    verdict.rule(),
                                    null,
                                    verdict.provisional()
                                            ? "sent as provisional, and looked at again"
                                            : "sent; sure by " + Math.round(verdict.confidence() * 100) + " %");
                        }
                        case WAITING -> {
                            Judgement.Waiting waiting = (Judgement.Waiting) judgement;
                            yield new Line(
                                    path,
                                    candidate.name(),
                                    "waits",
                                    null,
                                    clock.instant().plus(waiting.left()),
                                    waiting.reason());
                        }
                        case HELD ->
                            new Line(path, candidate.name(), "held", null, null, ((Judgement.Held) judgement).reason());
                    });
        }
        return lines;
    }

    private enum Kind {
        FINISHED,
        WAITING,
        HELD
    }

    private static Kind kind(Judgement judgement) {
        return judgement instanceof Judgement.Finished
                ? Kind.FINISHED
                : judgement instanceof Judgement.Waiting ? Kind.WAITING : Kind.HELD;
    }
}
