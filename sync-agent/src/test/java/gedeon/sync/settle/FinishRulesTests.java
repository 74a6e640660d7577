package gedeon.sync.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import gedeon.kernel.FinishSign.By;
import gedeon.sync.ManualTicks;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.WatchedSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each sign of a rule, alone and beside weaker ones. */
class FinishRulesTests {
    private static final FinishSign QUIET = FinishSign.of(By.QUIET, 0.6, 900);

    private final ManualTicks ticks = new ManualTicks();
    private final FakeGlimpse glimpse = new FakeGlimpse();
    private final Settle settle = new Settle(ticks, glimpse);

    private static WatchedSource source(FinishRule.Kind kind, long least, FinishSign... signs) {
        FinishRule rule = new FinishRule("lab", 3, kind, List.of("*"), List.of(), least, List.of(signs), null, null);
        return new WatchedSource(
                new SourceBody("s", "/data", null, SourceKind.FILE, null, 60, "", null, 1, "lab", rule));
    }

    private static FinishSign sign(By by, int rest, List<String> present, List<String> absent) {
        return new FinishSign(by, 0.9, rest, present, absent, List.of());
    }

    private static Candidate file(String name, long size) {
        Path file = Path.of("/data", name);
        return new Candidate(
                "s", name, List.of(new FoundFile(String.valueOf(file.getFileName()), file, state(size))), false, false);
    }

    private static Candidate folder(String name, String... files) {
        return new Candidate(
                "s",
                name,
                Stream.of(files)
                        .map(file -> new FoundFile(file, Path.of("/data", name, file), state(10)))
                        .toList(),
                false,
                false);
    }

    private static FileState state(long size) {
        return new FileState(size, Instant.parse("2026-01-01T00:00:00Z"), "");
    }

    private void pass(int seconds) {
        settle.scanned();
        ticks.pass(Duration.ofSeconds(seconds));
    }

    private void finished(WatchedSource source, Candidate candidate, String by) {
        assertThat(settle.judge(source, candidate))
                .isInstanceOfSatisfying(
                        Judgement.Finished.class,
                        done -> assertThat(done.verdict().rule()).isEqualTo(by));
    }

    private void unfinished(WatchedSource source, Candidate candidate, String why) {
        Judgement judgement = settle.judge(source, candidate);
        String reason = judgement instanceof Judgement.Waiting waiting
                ? waiting.reason()
                : judgement instanceof Judgement.Held held ? held.reason() : "finished";
        assertThat(reason).contains(why);
    }

    @Test
    void aMarkerInAFolderFinishesItAndItsLikeElsewhereDoesNot() {
        WatchedSource source =
                source(FinishRule.Kind.FOLDER, 0, sign(By.MARKER, 3, List.of("CopyComplete.txt"), List.of()), QUIET);
        Candidate marked = folder("run1", "copycomplete.TXT", "data");
        Candidate other = folder("run2", "data");
        unfinished(source, marked, "a last look");
        unfinished(source, other, "CopyComplete.txt is not there");
        pass(3);
        finished(source, marked, "lab@3/marker");
        pass(900);
        finished(source, other, "lab@3/long-quiet-period");
    }

    @Test
    void anAcquisitionsOwnNameCountsAsItIsWritten() {
        WatchedSource source =
                source(FinishRule.Kind.FOLDER, 0, sign(By.MARKER, 0, List.of("{stem}*.txt"), List.of()), QUIET);
        finished(source, folder("Run [1]{a,b}!-x.d", "sub/run [1]{a,b}!-x final.TXT"), "lab@3/marker");
        unfinished(source, folder("Run [2].d", "run 2.txt"), "is not there");
    }

    @Test
    void theMarkerOfAFileLiesBesideItUnderItsName() {
        WatchedSource source =
                source(FinishRule.Kind.FILE, 0, sign(By.MARKER, 3, List.of("{stem}.ready"), List.of()), QUIET);
        settle.judge(source, file("a.raw", 0));
        settle.judge(source, file("b.raw", 5));
        glimpse.there.add("a.ready");
        pass(3);
        finished(source, file("a.raw", 0), "lab@3/marker");
        unfinished(source, file("b.raw", 5), "b.ready is not there");
    }

    @Test
    void whatMayNotBeThereHoldsItBackUntilItGoes() {
        WatchedSource source = source(
                FinishRule.Kind.FOLDER,
                0,
                sign(By.VENDOR, 60, List.of("analysis.{tdf,baf}"), List.of("*-journal")),
                FinishSign.of(By.QUIET, 0.5, 7200));
        Candidate writing = folder("a.d", "analysis.tdf", "analysis.tdf-journal");
        settle.judge(source, writing);
        pass(600);
        unfinished(source, writing, "*-journal is there");
        Candidate whole = folder("a.d", "analysis.tdf");
        settle.judge(source, whole);
        pass(59);
        unfinished(source, whole, "vendor");
        pass(1);
        finished(source, whole, "lab@3/vendor");
    }

    @Test
    void theEndOfAFileIsLookedForOnceForEachStateOfIt() {
        FinishSign ends = new FinishSign(
                By.VENDOR, 0.95, 15, List.of(), List.of(), List.of(new FinishSign.End("{name}", "</mzML>", null)));
        WatchedSource source = source(FinishRule.Kind.FILE, 0, ends, QUIET);
        for (int i = 0; i < 20; i++) {
            unfinished(source, file("a.imzml", 100), "has not its end yet");
            pass(5);
        }
        assertThat(glimpse.looks).isEqualTo(1);
        glimpse.ended.add("a.imzml");
        settle.judge(source, file("a.imzml", 200));
        pass(15);
        finished(source, file("a.imzml", 200), "lab@3/vendor");
        assertThat(glimpse.looks).isEqualTo(2);
    }

    @Test
    void theNextOneFinishesTheLastAndNotItselfNorWhatIsWrittenBesideIt() {
        WatchedSource source = source(FinishRule.Kind.FILE, 1000, FinishSign.of(By.NEXT_FILE, 0.9, 60), QUIET);
        settle.judge(source, file("a.raw", 5000));
        settle.judge(source, file("beside.raw", 5000));
        pass(30);
        // A placeholder has not begun.
        settle.judge(source, file("b.raw", 10));
        pass(100);
        unfinished(source, file("a.raw", 5000), "quiet for");
        settle.judge(source, file("beside.raw", 6000));
        settle.judge(source, file("b.raw", 2000));
        pass(60);
        finished(source, file("a.raw", 5000), "lab@3/next-file");
        unfinished(source, file("beside.raw", 6000), "quiet for");
        unfinished(source, file("b.raw", 2000), "quiet for");
        // It lies in another folder.
        settle.judge(source, file("day/c.raw", 5000));
        unfinished(source, file("b.raw", 2000), "quiet for");
    }

    /** After a start: the one that is written just now, and an older one, whichever is listed first. */
    @Test
    void whatOneScanSeesFirstHasNoOrder() {
        WatchedSource source = source(FinishRule.Kind.FILE, 1000, FinishSign.of(By.NEXT_FILE, 0.9, 60), QUIET);
        settle.judge(source, file("written-now.raw", 5000));
        ticks.pass(Duration.ofMillis(3));
        settle.judge(source, file("older.raw", 5000));
        pass(70);
        unfinished(source, file("written-now.raw", 5000), "quiet for");
        unfinished(source, file("older.raw", 5000), "quiet for");
    }

    /** An older file that is copied beside it has begun, too. */
    @Test
    void theNextOneFinishesNothingThatAProgramHoldsOpen() {
        WatchedSource source = source(
                FinishRule.Kind.FILE,
                1000,
                FinishSign.of(By.NEXT_FILE, 0.9, 60),
                FinishSign.of(By.CLOSED, 0.9, 30),
                QUIET);
        glimpse.held.put("a.raw", Glimpse.Held.OPEN);
        settle.judge(source, file("a.raw", 5000));
        pass(10);
        settle.judge(source, file("copied.raw", 5000));
        pass(100);
        unfinished(source, file("a.raw", 5000), "open for writing");
        glimpse.held.put("a.raw", Glimpse.Held.UNKNOWN);
        finished(source, file("a.raw", 5000), "lab@3/next-file");
    }

    @Test
    void whoeverHoldsItOpenKeepsQuietFromFinishingIt() {
        WatchedSource source = source(FinishRule.Kind.FILE, 0, FinishSign.of(By.CLOSED, 0.9, 30), QUIET);
        glimpse.held.put("a.raw", Glimpse.Held.OPEN);
        settle.judge(source, file("a.raw", 10));
        pass(86_400);
        unfinished(source, file("a.raw", 10), "open for writing");
        glimpse.held.put("a.raw", Glimpse.Held.CLOSED);
        finished(source, file("a.raw", 10), "lab@3/closed-handle");
        // Where it cannot be told, it is never taken for closed.
        settle.judge(source, file("b.raw", 10));
        pass(899);
        unfinished(source, file("b.raw", 10), "quiet for 899 of 900 s");
        pass(1);
        finished(source, file("b.raw", 10), "lab@3/quiet-period");
    }

    @Test
    void aCompanionWithoutItsMainFileIsFinishedByNothingButALongQuiet() {
        WatchedSource source = source(
                FinishRule.Kind.FILE,
                0,
                FinishSign.of(By.NEXT_FILE, 0.9, 60),
                FinishSign.of(By.CLOSED, 0.9, 30),
                QUIET);
        Candidate orphan = new Candidate("s", "a.scan", file("a.scan", 10).files(), true, false);
        glimpse.held.put("a.scan", Glimpse.Held.CLOSED);
        settle.judge(source, orphan);
        pass(10);
        settle.judge(source, file("b.scan", 10));
        pass(8000);
        unfinished(source, orphan, "its main file has not come");
        pass(990);
        finished(source, orphan, "lab@3/long-quiet-period");
    }

    @Test
    void whatIsSmallerThanItsLikeIsHeldWhateverElseShows() {
        WatchedSource source = source(FinishRule.Kind.FILE, 4096, FinishSign.of(By.CLOSED, 0.9, 30), QUIET);
        glimpse.held.put("a.raw", Glimpse.Held.CLOSED);
        settle.judge(source, file("a.raw", 4095));
        pass(86_400);
        unfinished(source, file("a.raw", 4095), "never less than 4096");
    }

    @Test
    void rulesThatCannotBeMeantAreRefused() {
        assertThatThrownBy(() -> source(FinishRule.Kind.FILE, 0)).hasMessageContaining("without a sign");
        assertThatThrownBy(() -> source(FinishRule.Kind.FILE, 0, QUIET, FinishSign.of(By.CLOSED, 0.9, 1)))
                .hasMessageContaining("closed-handle comes behind quiet-period");
        assertThatThrownBy(
                        () -> source(FinishRule.Kind.FILE, 0, sign(By.MARKER, 1, List.of("*.done"), List.of()), QUIET))
                .hasMessageContaining("without * and ?");
        assertThatThrownBy(() -> sign(By.MARKER, 1, List.of(), List.of())).hasMessageContaining("a marker needs");
        assertThatThrownBy(() -> FinishSign.of(By.QUIET, 1.2, 9)).hasMessageContaining("confidence");
        assertThatThrownBy(
                        () -> source(FinishRule.Kind.FOLDER, 0, sign(By.MARKER, 1, List.of("{a,b"), List.of()), QUIET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{a,b");
        assertThatThrownBy(() -> new FinishSign.End("a", "x", "00")).hasMessageContaining("\"text\" or as \"hex\"");
    }
}
