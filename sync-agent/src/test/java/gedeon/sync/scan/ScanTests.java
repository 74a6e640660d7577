package gedeon.sync.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ScanTests {
    @TempDir
    Path folder;

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<FileState> temporaries = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    private Predicate<Path> elsewhere = directory -> false;

    private boolean scan(SourceKind kind, String pattern, String marker) {
        candidates.clear();
        return Scan.of(source(kind, pattern, marker), elsewhere, new Sightings() {
            @Override
            public void candidate(Candidate candidate) {
                candidates.add(candidate);
            }

            @Override
            public void temporary(String source, FileState state) {
                temporaries.add(state);
            }

            @Override
            public void trouble(String source, Path where, String reason) {
                troubles.add(reason);
            }
        });
    }

    private WatchedSource source(SourceKind kind, String pattern, String marker) {
        return new WatchedSource(new SourceBody("s", folder.toString(), pattern, kind, marker, 5, "lab/ms", null, 1));
    }

    private Path write(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, path);
    }

    private List<String> names() {
        return candidates.stream().map(Candidate::name).sorted().toList();
    }

    @Test
    void everyFileThatThePatternNamesIsOneAcquisition() throws IOException {
        write("a.raw");
        write("day/B.RAW");
        write("day/notes.txt");

        assertThat(scan(SourceKind.FILE, "*.raw", null)).isTrue();
        assertThat(names()).containsExactly("a.raw", "day/B.RAW");
    }

    @Test
    void temporaryNamesAndLitterAreNoAcquisitions() throws IOException {
        write("a.raw.part");
        write("b.tmp");
        write("~c.raw");
        write(".~lock");
        write(".d.raw.X7f3");
        write("Thumbs.db");

        scan(SourceKind.FILE, "*", null);

        assertThat(candidates).isEmpty();
        assertThat(temporaries).hasSize(5);
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        write("real/a.raw");
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("b.raw"), folder.resolve("real/a.raw"));

        scan(SourceKind.FILE, "*", null);

        assertThat(names()).containsExactly("real/a.raw");
    }

    @Test
    void companionsTravelWithTheirMainFile() throws IOException {
        write("phantom.PAR");
        write("phantom.REC");
        write("alone.ibd");

        scan(SourceKind.FILE, "*", null);

        assertThat(names()).containsExactly("alone.ibd", "phantom.PAR");
        assertThat(candidates.stream().filter(Candidate::orphan).map(Candidate::name))
                .containsExactly("alone.ibd");
        assertThat(candidates.stream()
                        .filter(c -> !c.orphan())
                        .findFirst()
                        .orElseThrow()
                        .files())
                .extracting(FoundFile::path)
                .containsExactly("phantom.PAR", "phantom.REC");
    }

    @Test
    void whereNamesDifferByCaseAloneACompanionGoesWithTheOneThatIsWrittenAsItself() throws IOException {
        assumeTrue(!Files.exists(write("Run.wiff").resolveSibling("rUN.wiff")), "the disk tells case apart");
        write("run.wiff");
        write("run.wiff.scan");
        write("Run.wiff.scan");

        scan(SourceKind.FILE, "*", null);

        assertThat(candidates)
                .extracting(candidate ->
                        candidate.files().stream().map(FoundFile::path).toList())
                .containsExactlyInAnyOrder(List.of("Run.wiff", "Run.wiff.scan"), List.of("run.wiff", "run.wiff.scan"));
    }

    @Test
    void aFolderThatThePatternNamesIsOneAcquisitionWithAllItsFiles() throws IOException {
        write("2026/brown.D/dad1.uv");
        write("2026/brown.D/AcqData/x.bin");
        write("indigo.raw/_FUNC001.DAT");
        write("loose.txt");

        scan(SourceKind.FOLDER, "*.d;*.raw", null);

        assertThat(names()).containsExactly("2026/brown.D", "indigo.raw");
        assertThat(candidates.stream().flatMap(c -> c.files().stream()).map(FoundFile::path))
                .containsExactlyInAnyOrder("dad1.uv", "AcqData/x.bin", "_FUNC001.DAT");
    }

    @Test
    void aTemporaryFileInAFolderIsToldAndTopSpinsLastingOneIsNot() throws IOException {
        write("20/fid");
        write("20/format.temp");
        write("21/fid.part");

        scan(SourceKind.FOLDER, "*", null);

        assertThat(candidates)
                .filteredOn(Candidate::unfinishedInside)
                .extracting(Candidate::name)
                .containsExactly("21");
    }

    @Test
    void aFolderOfAnotherSourceHoldsNoFilesOfThisOne() throws IOException {
        write("brown.D/dad1.uv");
        write("a.raw");
        elsewhere = source(SourceKind.FOLDER, "*.d", null)::claims;

        scan(SourceKind.FILE, "*", null);

        assertThat(names()).containsExactly("a.raw");
    }

    @Test
    void withoutAPatternEachChildFolderIsOne() throws IOException {
        write("run1/a/b");
        write("run2/c");

        scan(SourceKind.FOLDER, "*", null);

        assertThat(names()).containsExactly("run1", "run2");
    }

    @Test
    void aMarkerIsASignOfAFileAndNoFileItself() throws IOException {
        write("a.raw");
        write("a.raw.done");
        write("b.raw");

        scan(SourceKind.FILE, "*", ".done");

        assertThat(names()).containsExactly("a.raw", "b.raw");
    }

    /** Folders named by years and months lie above experiments that are named by numbers as well. */
    @Test
    void aFolderIsOneAcquisitionWhereItHoldsWhatItsLikeHolds() throws IOException {
        write("2026/11/sucrose/10/acqus");
        write("2026/11/sucrose/10/pdata/1/proc");
        write("2026/11/sucrose/20/fid");
        write("2026/11/30/notes.txt");
        FinishRule rule = new FinishRule(
                "nmr",
                1,
                FinishRule.Kind.FOLDER,
                List.of("[0-9]*"),
                List.of(),
                0,
                List.of(FinishSign.of(FinishSign.By.QUIET, 0.5, 60)),
                null,
                null,
                List.of("ACQUS", "fid"));
        SourceBody body =
                new SourceBody("s", folder.toString(), null, SourceKind.FOLDER, null, 60, null, null, 1, "nmr", rule);
        assertThat(Scan.of(new WatchedSource(body), elsewhere, candidates::add)).isTrue();
        assertThat(names()).containsExactly("2026/11/sucrose/10", "2026/11/sucrose/20");
    }

    @Test
    void aMarkerOfASourceWithAWeeksQuietIsLookedForAWeek() {
        SourceBody body =
                new SourceBody("s", folder.toString(), "*", SourceKind.FILE, ".done", 7 * 24 * 3600, null, null, 1);
        assertThat(new WatchedSource(body).rule().signs()).hasSize(2);
    }

    @Test
    void aFolderThatIsNotThereIsTroubleAndAbsenceOfNothing() throws IOException {
        Files.delete(folder);

        assertThat(scan(SourceKind.FILE, "*", null)).isFalse();
        assertThat(troubles).hasSize(1);
        Files.createDirectory(folder);
    }

    @Test
    void keysArePrefixAndPath() {
        assertThat(source(SourceKind.FOLDER, "*", null).keyOf("2026/brown.D", "AcqData/x"))
                .isEqualTo("lab/ms/2026/brown.D/AcqData/x");
        assertThat(source(SourceKind.FILE, "*", null).keyOf("day/a.PAR", "a.REC"))
                .isEqualTo("lab/ms/day/a.REC");
        assertThat(source(SourceKind.FILE, "*", null).keyOf("a.raw", "a.raw")).isEqualTo("lab/ms/a.raw");
    }

    /** As if some folders told of their changes by themselves. */
    private void part(WatchedSource source, Set<Path> watched, Set<Path> changed) {
        candidates.clear();
        Scan.part(source, elsewhere, changed, new Sightings() {
            @Override
            public boolean folder(Path path) {
                return !watched.add(path);
            }

            @Override
            public void candidate(Candidate candidate) {
                candidates.add(candidate);
            }
        });
    }

    @Test
    void aLookAtSomeFoldersSeesTheirFilesAndThoseOfNewFoldersBelow() throws IOException {
        write("a.raw");
        write("day/b.raw");
        write("day/old/c.raw");
        write("day/new/deep/d.raw");
        write("day/.hidden/e.raw");
        Set<Path> watched = new HashSet<>(Set.of(folder, folder.resolve("day"), folder.resolve("day/old")));
        WatchedSource source = source(SourceKind.FILE, "*.raw", null);

        part(source, watched, Set.of(folder.resolve("day"), folder.resolve("gone"), Path.of("/elsewhere")));

        assertThat(names()).containsExactly("day/b.raw", "day/new/deep/d.raw");
        assertThat(watched).contains(folder.resolve("day/new"), folder.resolve("day/new/deep"));

        part(source, watched, Set.of(folder.resolve("day/.hidden")));
        assertThat(candidates).isEmpty();
    }

    @Test
    void aLookAtAFolderInAnAcquisitionSeesAllOfIt() throws IOException {
        write("x/one.d/sub/deep/a");
        write("x/one.d/b");
        write("x/two.d/c");
        write("x/three.d/d");
        Set<Path> watched = new HashSet<>(Set.of(folder, folder.resolve("x"), folder.resolve("x/two.d")));
        WatchedSource source = source(SourceKind.FOLDER, "*.d", null);

        part(source, watched, Set.of(folder.resolve("x/one.d/sub/deep")));
        assertThat(names()).containsExactly("x/one.d");
        assertThat(candidates.get(0).files()).extracting(FoundFile::path).containsExactly("b", "sub/deep/a");

        part(source, watched, Set.of(folder.resolve("x")));
        assertThat(names()).as("the one that is new there").containsExactly("x/three.d");
    }

    /** What is known is not built: one number tells it, the same as its content's, whatever the order in which its files are found. */
    @Test
    void whatIsKnownIsToldByItsPrintAlone() throws IOException {
        write("one.d/a");
        write("one.d/sub/b");
        write("two.d/c");
        scan(SourceKind.FOLDER, "*.d", null);
        Map<String, Long> prints = new TreeMap<>();
        candidates.forEach(one ->
                prints.put(one.name(), Long.parseUnsignedLong(one.content().substring(0, 16), 16)));

        Map<String, Long> asked = new TreeMap<>();
        List<String> built = new ArrayList<>();
        Scan.of(source(SourceKind.FOLDER, "*.d", null), elsewhere, new Sightings() {
            @Override
            public boolean known(String name, long print) {
                asked.put(name, print);
                return name.equals("one.d");
            }

            @Override
            public void candidate(Candidate candidate) {
                built.add(candidate.name());
            }
        });

        assertThat(asked).isEqualTo(prints);
        assertThat(built).containsExactly("two.d");
    }

    /** Instruments of before Unicode: two names that differ only in bytes that are no text stay two. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void namesThatAreNoTextStayApart() throws IOException {
        for (String name : List.of("caf%E9-1.raw", "caf%C3%A9-1.raw", "caf%FF-1.raw")) {
            Files.writeString(Path.of(URI.create(folder.toUri() + name)), name);
        }
        Files.createDirectory(Path.of(URI.create(folder.toUri() + "d%E9.d")));
        Files.writeString(Path.of(URI.create(folder.toUri() + "d%E9.d/x%E8")), "inside");

        scan(SourceKind.FILE, "*.raw", null);
        assertThat(names()).containsExactly("caf%E9-1.raw", "caf%FF-1.raw", "caf\u00e9-1.raw");

        scan(SourceKind.FOLDER, "*.d", null);
        assertThat(names()).containsExactly("d%E9.d");
        assertThat(candidates.get(0).files()).extracting(FoundFile::path).containsExactly("x%E8");
    }
}
