package gedeon.sync.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.ManualTicks;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.WatchedSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** The rules against a simulated writer: time is manual, files are values. */
class SettleTests {
    private static final int QUIET = 120;

    /** Pauses of a writer, in seconds, always shorter than the quiet period. */
    private static final Gen<List<Integer>> PAUSES =
            lists().of(integers().between(1, QUIET - 1)).ofSizeBetween(1, 12);

    private static final Gen<Integer> SCANS_EVERY = integers().between(1, 60);

    /** Time stamps may be anything: copied from years ago, or of a clock that runs ahead. */
    private static final Gen<Integer> YEAR = integers().between(1980, 2076);

    private static final Verdict QUIETLY = new Verdict("quiet-period", 0.7, true);
    private static final Verdict MARKER = new Verdict("marker", 0.99, false);
    private static final Verdict RENAMED = new Verdict("temp-then-rename", 0.95, false);
    private static final Verdict LONG_QUIET = new Verdict("long-quiet-period", 0.5, true);

    private static WatchedSource source(String marker) {
        return new WatchedSource(new SourceBody("lc", "/data", "*", SourceKind.FILE, marker, QUIET, "", null, 1));
    }

    /** What a writer does: at a second of its own, files become what is given. */
    private static final class Writer {
        private final Map<Integer, Candidate> acts = new LinkedHashMap<>();
        private final Map<Integer, FileState> temporaries = new LinkedHashMap<>();
        private final FakeGlimpse glimpse = new FakeGlimpse();
        private int now;

        Writer then(int pause, Candidate candidate) {
            now += pause;
            acts.put(now, candidate);
            return this;
        }

        Writer temporary(int pause, FileState state) {
            now += pause;
            temporaries.put(now, state);
            return this;
        }
    }

    private record Outcome(int second, Verdict verdict, Candidate candidate) {}

    /** Scans every so many seconds for as long as given after the writer's last act; the first verdict. */
    private static Optional<Outcome> watch(WatchedSource source, Writer writer, int every, int longAfter) {
        ManualTicks ticks = new ManualTicks();
        Settle settle = new Settle(ticks, writer.glimpse);
        int second = 0;
        while (second <= writer.now + longAfter) {
            Candidate seen = null;
            FileState temporary = null;
            for (Map.Entry<Integer, Candidate> act : writer.acts.entrySet()) {
                seen = act.getKey() <= second ? act.getValue() : seen;
            }
            for (Map.Entry<Integer, FileState> act : writer.temporaries.entrySet()) {
                temporary = act.getKey() <= second ? act.getValue() : temporary;
            }
            if (seen != null) {
                if (settle.judge(source, seen) instanceof Judgement.Finished done) {
                    return Optional.of(new Outcome(second, done.verdict(), seen));
                }
            } else if (temporary != null) {
                settle.temporary("lc", temporary);
            }
            ticks.pass(Duration.ofSeconds(every));
            second += every;
        }
        return Optional.empty();
    }

    private static FileState state(long size, int year, int step) {
        return new FileState(
                size, Instant.parse(String.format("%04d-01-01T00:00:00Z", year)).plusSeconds(step), "(dev=1,ino=7)");
    }

    private static Candidate file(FileState state) {
        return folder(Map.of("run.raw", state));
    }

    private static Candidate folder(Map<String, FileState> files) {
        List<FoundFile> found = new ArrayList<>();
        files.forEach((path, state) -> found.add(new FoundFile(path, Path.of("/data", path), state)));
        return new Candidate("lc", "run", found, false, false);
    }

    private static boolean finishedInTime(Writer writer, int every) {
        Optional<Outcome> outcome = watch(source(null), writer, every, QUIET + 2 * every);
        return outcome.isPresent()
                && outcome.get().second() >= writer.now
                && outcome.get().second() <= writer.now + QUIET + 2 * every
                && outcome.get().verdict().equals(QUIETLY);
    }

    @Test
    void aFileThatIsAppendedSlowlyIsFinishedAQuietPeriodAfterItsLastByte() {
        qt().forAll(PAUSES, SCANS_EVERY, YEAR).check((pauses, every, year) -> {
            Writer writer = new Writer();
            long size = 10;
            for (int pause : pauses) {
                writer.then(pause, file(state(size += 10, year, 0)));
            }
            return finishedInTime(writer, Math.min(every, QUIET - 1));
        });
    }

    @Test
    void aFileThatIsFilledWithoutGrowingIsFinishedWhenItsTimeStampRests() {
        qt().forAll(PAUSES, SCANS_EVERY, YEAR).check((pauses, every, year) -> {
            Writer writer = new Writer();
            int step = 0;
            for (int pause : pauses) {
                writer.then(pause, file(state(1_000_000, year, step++)));
            }
            return finishedInTime(writer, every);
        });
    }

    @Test
    void aFileThatIsTruncatedAndRewrittenIsFinishedAfterTheRewriting() {
        qt().forAll(PAUSES, SCANS_EVERY, YEAR).check((pauses, every, year) -> {
            Writer writer = new Writer().then(1, file(state(500, year, 0))).then(30, file(state(0, year, 1)));
            long size = 0;
            for (int pause : pauses) {
                writer.then(pause, file(state(size += 100, year, 1)));
            }
            return finishedInTime(writer, every);
        });
    }

    @Test
    void aFolderThatGrowsIsFinishedWhenAllOfItRests() {
        qt().forAll(PAUSES, SCANS_EVERY, YEAR).check((pauses, every, year) -> {
            Writer writer = new Writer();
            Map<String, FileState> files = new LinkedHashMap<>();
            for (int pause : pauses) {
                files.put("analysis/part" + files.size(), state(100, year, 0));
                writer.then(pause, folder(Map.copyOf(files)));
            }
            return finishedInTime(writer, every);
        });
    }

    @Test
    void aPlaceholderOfZeroBytesIsNeverFinishedByQuietAlone() {
        Writer placeholder = new Writer().then(1, file(state(0, 2026, 0)));

        assertThat(watch(source(null), placeholder, 30, 48 * 3600)).isEmpty();
    }

    @Test
    void aPlaceholderThatGetsItsContentAfterHoursIsFinishedThen() {
        Writer writer = new Writer().then(1, file(state(0, 2026, 0))).then(7200, file(state(100, 2026, 1)));

        assertThat(watch(source(null), writer, 10, 1000)).hasValueSatisfying(outcome -> {
            assertThat(outcome.second()).isBetween(7201 + QUIET, 7201 + QUIET + 20);
            assertThat(outcome.candidate().bytes()).isEqualTo(100);
        });
    }

    @Test
    void aFileRenamedFromATemporaryNameIsFinishedAtOnceAndForGood() {
        FileState whole = state(4000, 2026, 5);
        Writer writer = new Writer()
                .temporary(1, state(2000, 2026, 1))
                .temporary(600, whole)
                .then(5, file(whole));

        assertThat(watch(source(null), writer, 2, 60)).hasValueSatisfying(outcome -> {
            assertThat(outcome.verdict()).isEqualTo(RENAMED);
            assertThat(outcome.second() - writer.now).isLessThanOrEqualTo(6);
        });
    }

    @Test
    void aFileNumberUsedAgainIsNotTakenForARenaming() {
        Writer writer = new Writer().temporary(1, state(2000, 2026, 1)).then(5, file(state(9, 2026, 9)));

        assertThat(watch(source(null), writer, 2, QUIET * 2))
                .hasValueSatisfying(outcome -> assertThat(outcome.verdict()).isEqualTo(QUIETLY));
    }

    @Test
    void aMarkerFinishesWithinFiveSecondsEvenWithoutBytes() {
        Writer writer = new Writer().then(1, file(state(0, 2026, 0)));
        writer.glimpse.there.add("run.done");

        assertThat(watch(source(".done"), writer, 1, 60)).hasValueSatisfying(outcome -> {
            assertThat(outcome.verdict()).isEqualTo(MARKER);
            assertThat(outcome.second()).isLessThanOrEqualTo(6);
        });
    }

    @Test
    void whereAMarkerIsExpectedQuietFinishesOnlyAfterAnHour() {
        assertThat(watch(source(".done"), new Writer().then(1, file(state(5, 2026, 0))), 30, 2 * 3600))
                .hasValueSatisfying(outcome -> {
                    assertThat(outcome.second()).isGreaterThanOrEqualTo(3600);
                    assertThat(outcome.verdict()).isEqualTo(LONG_QUIET);
                });
    }
}
