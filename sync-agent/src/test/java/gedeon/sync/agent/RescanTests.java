package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.Scan;
import gedeon.sync.scan.Sightings;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looking again at many files that are known costs little time and a bounded heap. {@code gedeon.rescan.files} sets how many; with {@code
 * gedeon.figures} rclone looks at the same tree beside it, in turns, and the figures are held to what is promised.
 */
class RescanTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final int FILES = Integer.getInteger("gedeon.rescan.files", 20_000);
    private static final int A_FOLDER = Integer.getInteger("gedeon.rescan.folder", 200);

    @TempDir
    Path folder;

    @Test
    void aMillionKnownFilesAreLookedAtQuicklyInASmallHeap() throws Exception {
        Path tree = tree();
        try (FakeGedeon server = new FakeGedeon()) {
            SourceBody source = new SourceBody("many", tree.toString(), "*", SourceKind.FILE, null, 1, "many", null, 1);
            server.sources.add(source);
            Path config = folder.resolve("home/agent.json");
            AgentCommands.enrol(server.uri(), "CODE", config);
            know(config, source);

            if (FIGURES) {
                beside(tree, config);
            } else {
                Map<String, Long> told = look(config, 2);
                assertThat(told.get("heap")).isLessThan(40);
            }
            assertThat(server.bodyBytes).isZero();
        }
    }

    private void beside(Path tree, Path config) throws Exception {
        Path copy = folder.resolve("copy");
        run("cp", "-al", tree.toString(), copy.toString());
        long[] peer = new long[3];
        List<Map<String, Long>> own = new ArrayList<>();
        for (int turn = 0; turn < 3; turn++) {
            long start = System.nanoTime();
            run("rclone", "copy", tree.toString(), copy.toString());
            peer[turn] = (System.nanoTime() - start) / 1_000_000;
            own.add(look(config, 3));
        }
        for (int turn = 0; turn < 3; turn++) {
            System.out.println(
                    "rescan: files=" + FILES + " a folder=" + A_FOLDER + " rclone=" + peer[turn] + " ms, agent "
                            + own.get(turn) + ", ratio of the last look "
                            + Math.round(100.0 * own.get(turn).get("look3") / peer[turn]) / 100.0);
        }
        assertThat(own).allSatisfy(told -> {
            assertThat(told.get("heap")).isLessThanOrEqualTo(96);
            assertThat(told.get("rss")).isLessThanOrEqualTo(160);
        });
        long best = own.stream().mapToLong(told -> told.get("look3")).min().orElseThrow();
        long peerBest = java.util.Arrays.stream(peer).min().orElseThrow();
        assertThat(best).isLessThanOrEqualTo(Math.round(0.6 * peerBest));
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path directory = tree;
        for (int i = 0; i < FILES; i++) {
            if (i % A_FOLDER == 0) {
                directory = Files.createDirectories(tree.resolve("d" + i / A_FOLDER / 100 + "/e" + i / A_FOLDER));
            }
            Files.write(directory.resolve("file-" + i + ".raw"), new byte[64 + i % 64]);
        }
        return tree;
    }

    /** As if all of it had been sent. */
    private static void know(Path config, SourceBody body) throws IOException {
        WatchedSource source = new WatchedSource(body);
        String sha256 = "ab".repeat(32);
        String receipt = "e".repeat(400);
        Verdict verdict = new Verdict("quiet-period", 0.7, true);
        try (Progress progress = Progress.open(AgentConfig.read(config).journal(config), Clock.systemUTC())) {
            Scan.of(source, directory -> false, new Sightings() {
                @Override
                public void candidate(Candidate candidate) {
                    List<StoredFile> files = candidate.files().stream()
                            .map(file -> new StoredFile(
                                    file.path(),
                                    source.keyOf(candidate.name(), file.path()),
                                    "0123456789abcdefghijklmnop",
                                    file.state().size(),
                                    sha256,
                                    file.state().modified()))
                            .toList();
                    progress.recovered(
                            candidate.source(),
                            candidate.name(),
                            candidate.content(),
                            verdict,
                            "01234567-89ab-cdef-0123-456789abcdef",
                            receipt,
                            files);
                }
            });
            progress.complete();
        }
    }

    private static Map<String, Long> look(Path config, int times) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rescan.class.getName(),
                        config.toString(),
                        String.valueOf(times))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Map<String, Long> told = new java.util.LinkedHashMap<>();
        Matcher each = Pattern.compile("(\\w+)=(\\d+)").matcher(said);
        while (each.find()) {
            told.put(each.group(1), Long.valueOf(each.group(2)));
        }
        return told;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
