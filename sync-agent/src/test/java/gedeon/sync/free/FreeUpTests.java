package gedeon.sync.free;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.client.GedeonClient;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import gedeon.sync.agent.AgentCommands;
import gedeon.sync.journal.FreedLog;
import gedeon.sync.journal.FreedLog.Freeing;
import gedeon.sync.journal.FreedLog.Step;
import gedeon.sync.journal.KnownAcquisitions;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An acquisition goes whole or stays whole, and nothing goes of which the receipt was not checked again. */
@Timeout(240)
class FreeUpTests {
    private static final FreeUpSettings ON = new FreeUpSettings(true, 30);
    private static final Duration LATER = Duration.ofDays(31);

    @TempDir
    Path folder;

    private FakeGedeon server;
    private Path data;
    private Path config;
    private Path journal;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        data = Files.createDirectory(folder.resolve("data"));
        config = folder.resolve("home/agent.json");
        journal = folder.resolve("home/agent.json.journal");
        AgentCommands.enrol(server.uri(), "CODE", config);
        Files.createDirectory(data.resolve("runs"));
        Files.createDirectory(data.resolve("files"));
        server.sources.add(new SourceBody(
                "runs", data.resolve("runs").toString(), "*", SourceKind.FOLDER, null, 1, "runs", null, 1));
        server.sources.add(new SourceBody(
                "files", data.resolve("files").toString(), "*.raw", SourceKind.FILE, null, 1, "files", null, 1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void write(String path, int size) throws IOException {
        Path file = data.resolve(path);
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[size];
        new Random(path.hashCode()).nextBytes(bytes);
        Files.write(file, bytes);
    }

    private void sent() throws IOException {
        AgentCommands.run(config, true, lines::add, () -> false);
        assertThat(AgentCommands.status(config).waiting()).as(lines.toString()).isZero();
    }

    /** Every file below the data, by its path: what it holds. */
    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                tree.put(data.relativize(file).toString(), FakeGedeon.sha256(Files.readAllBytes(file)));
            }
        }
        return tree;
    }

    private boolean holds(String path) {
        return Files.exists(data.resolve(path));
    }

    private FreeUpReport delete(FreeUpSettings settings, Duration later) throws IOException {
        try (Progress progress = Progress.open(journal, Clock.systemUTC());
                FreedLog log = FreedLog.open(freed(), Clock.systemUTC())) {
            FreeUp freeUp = freeUp(progress, settings, later);
            freeUp.resume(log);
            return freeUp.delete(log, settings.days(), () -> false);
        }
    }

    private FreeUp freeUp(KnownAcquisitions progress, FreeUpSettings settings, Duration later) {
        return new FreeUp(
                new GedeonClient(server.uri(), "TOKEN"),
                progress,
                settings,
                Clock.offset(Clock.systemUTC(), later),
                lines::add);
    }

    private Path freed() {
        return folder.resolve("home/agent.json.freed");
    }

    private static FreeUpReport.Acquisition of(FreeUpReport report, String name) {
        return report.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theReportSaysWhatCouldGoAndDeletesNothing() throws IOException {
        write("runs/one/a", 1000);
        write("runs/one/sub/b", 2000);
        write("files/x.raw", 500);
        sent();
        write("files/new.raw", 10);
        Map<String, String> before = tree();

        FreeUpReport now = AgentCommands.freeUp(config, null, false, lines::add);
        assertThat(now.enabled()).isFalse();
        assertThat(now.acquisitions()).isZero();
        assertThat(of(now, "one").reason()).contains("not long enough ago");
        FreeUpReport later =
                freeUp(Reading.of(journal), FreeUpSettings.OFF, LATER).report(30);
        assertThat(later.acquisitions()).isEqualTo(2);
        assertThat(later.bytes()).isEqualTo(3500);
        assertThat(later.files()).isEqualTo(3);
        assertThat(of(later, "new.raw").reason()).contains("no receipt");
        assertThat(tree()).isEqualTo(before);
        assertThat(server.rechecked).isEmpty();
    }

    @Test
    void nothingIsDeletedUnlessTheConfigurationSaysSo() throws IOException {
        write("files/x.raw", 500);
        sent();
        assertThatThrownBy(() -> AgentCommands.freeUp(config, null, true, lines::add))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> delete(FreeUpSettings.OFF, LATER)).isInstanceOf(IllegalStateException.class);
        try (Progress progress = Progress.open(journal, Clock.systemUTC());
                FreedLog log = FreedLog.open(freed(), Clock.systemUTC())) {
            assertThatThrownBy(() -> freeUp(progress, ON, LATER).delete(log, 29, () -> false))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(delete(ON, Duration.ofDays(29)).acquisitions()).isZero();
        assertThat(holds("files/x.raw")).isTrue();
    }

    @Test
    void whatTheServerHasGoesWholeAndIsToldAndWrittenDown() throws IOException {
        write("runs/one/a", 1000);
        write("runs/one/sub/b", 2000);
        write("files/x.raw", 500);
        sent();
        FreeUpReport report = delete(ON, LATER);
        assertThat(report.acquisitions()).isEqualTo(2);
        assertThat(tree()).isEmpty();
        assertThat(holds("runs/one")).isFalse();
        assertThat(data.resolve("runs")).isEmptyDirectory();
        assertThat(data.resolve("files")).isEmptyDirectory();
        assertThat(server.rechecked).containsExactlyInAnyOrder("one", "x.raw");
        assertThat(server.freed).containsExactlyInAnyOrder("one", "x.raw");
        assertThat(FreedLog.peek(freed()))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.step()).isEqualTo(Step.TOLD));
        sent();
        assertThat(server.versions("files/x.raw")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "touched, changed since",
        "added, changed since",
        "hidden, changed since",
        "litter, was never sent",
        "link, was never sent",
        "missing, changed since",
        "same size and time, not what was sent",
        "server doubts, damaged there",
        "server away, could not be checked"
    })
    void whereAnythingIsOtherwiseAllOfItStays(String what, String reason) throws IOException {
        write("runs/one/a", 1000);
        write("runs/one/b", 2000);
        sent();
        Path a = data.resolve("runs/one/a");
        FileTime time = Files.getLastModifiedTime(a);
        switch (what) {
            case "touched" -> Files.setLastModifiedTime(a, FileTime.from(Instant.EPOCH));
            case "added" -> write("runs/one/c", 10);
            case "hidden" -> write("runs/one/.notes", 10);
            case "litter" -> write("runs/one/Thumbs.db", 10);
            case "link" -> Files.createSymbolicLink(data.resolve("runs/one/l"), a);
            case "missing" -> Files.delete(data.resolve("runs/one/b"));
            case "same size and time" -> {
                Files.write(a, new byte[1000]);
                Files.setLastModifiedTime(a, time);
            }
            case "server doubts" -> server.doubt = body -> "it is damaged there";
            default ->
                server.doubt = body -> {
                    server.away = true;
                    throw new IllegalStateException("away");
                };
        }
        Map<String, String> before = tree();
        FreeUpReport report = delete(ON, LATER);
        assertThat(report.acquisitions()).isZero();
        assertThat(of(report, "one").reason()).contains(reason);
        assertThat(tree()).isEqualTo(before);
        assertThat(server.freed).isEmpty();
    }

    /** Between the last look at its bytes and its going aside: seen there, and brought back. */
    @Test
    void whatIsWrittenWhileItGoesAsideComesBack() throws IOException {
        write("runs/one/a", 1000);
        sent();
        try (Progress progress = Progress.open(journal, Clock.systemUTC());
                FreedLog log = FreedLog.open(freed(), Clock.systemUTC())) {
            Freeing begun = begun(log, "one");
            Aside.put(begun);
            assertThat(holds("runs/one")).isFalse();
            Files.write(Path.of(begun.aside()).resolve("one/late"), new byte[5]);
            freeUp(progress, ON, LATER).resume(log);
            assertThat(log.open()).isEmpty();
        }
        assertThat(tree()).containsOnlyKeys("runs/one/a", "runs/one/late");
    }

    private Freeing begun(FreedLog log, String name) throws IOException {
        Path home = data.resolve("runs");
        return log.write(new Freeing(
                "runs",
                name,
                "receipt-of-d1",
                home.toString(),
                home.resolve(Aside.PREFIX + "x").toString(),
                List.of(name),
                3,
                3000,
                Step.BEGUN));
    }

    /** As a kill leaves it at each step: before the decision it is whole again, after it all of it goes, and the server hears of it. */
    @ParameterizedTest
    @CsvSource({"begun, true", "aside, true", "decided, false", "half deleted, false", "deleted, false"})
    void aKillAtAnyStepLeavesItWholeOrGone(String killed, boolean whole) throws IOException {
        write("runs/one/a", 1000);
        write("runs/one/b", 1000);
        sent();
        Map<String, String> before = tree();
        try (FreedLog log = FreedLog.open(freed(), Clock.systemUTC())) {
            Freeing begun = begun(log, "one");
            if (!killed.equals("begun")) {
                Aside.put(begun);
            }
            if (!whole) {
                log.write(begun.at(Step.DECIDED));
            }
            if (killed.equals("half deleted")) {
                Files.delete(Path.of(begun.aside()).resolve("one/a"));
            }
            if (killed.equals("deleted")) {
                Aside.delete(begun);
                log.write(begun.at(Step.DELETED));
            }
        }
        for (int start = 0; start < 2; start++) {
            AgentCommands.run(config, true, lines::add, () -> false);
            assertThat(tree()).isEqualTo(whole ? before : Map.of());
            assertThat(data.resolve("runs/" + Aside.PREFIX + "x")).doesNotExist();
            assertThat(server.freed).hasSize(whole ? 0 : 1);
        }
        assertThat(server.versions("runs/one/a")).isEqualTo(1);
    }

    /** Its place is taken: nothing is written over, and nothing is lost. */
    @Test
    void whatCannotGoBackStaysAside() throws IOException {
        write("runs/one/a", 1000);
        sent();
        try (Progress progress = Progress.open(journal, Clock.systemUTC());
                FreedLog log = FreedLog.open(freed(), Clock.systemUTC())) {
            Freeing begun = begun(log, "one");
            Aside.put(begun);
            write("runs/one/a", 5);
            freeUp(progress, ON, LATER).resume(log);
            assertThat(Path.of(begun.aside()).resolve("one/a")).hasSize(1000);
            assertThat(data.resolve("runs/one/a")).hasSize(5);
            assertThat(log.open()).hasSize(1);
            assertThat(lines).anyMatch(line -> line.contains("written anew"));
        }
    }

    @Test
    void theServerIsToldLaterWhereItIsAway() throws IOException {
        write("files/x.raw", 500);
        sent();
        server.doubt = body -> {
            server.freedRefused = true;
            return null;
        };
        assertThat(delete(ON, LATER).acquisitions()).isEqualTo(1);
        assertThat(holds("files/x.raw")).isFalse();
        assertThat(server.freed).isEmpty();
        server.freedRefused = false;
        delete(ON, LATER);
        assertThat(server.freed).containsExactly("x.raw");
    }

    /** Whatever comes between: each acquisition is whole, or gone, checked and told. */
    @Test
    void nothingGoesThatWasNotCheckedAgain() throws IOException {
        Random random = new Random(20);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j <= i % 3; j++) {
                write("runs/run" + i + "/f" + j, 100 + i);
            }
        }
        sent();
        server.doubt = body -> {
            try {
                // Somebody else is at work in the middle of it.
                int which = random.nextInt(6);
                if (which == 0) {
                    return "it is damaged there";
                }
                if (which == 1) {
                    write("runs/" + body.name() + "/extra", 5);
                }
                if (which == 2) {
                    write("runs/" + body.name() + "/f0", 7);
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        Map<String, String> sent = server.current();
        delete(ON, LATER);
        int gone = 0;
        for (int i = 0; i < 40; i++) {
            String name = "run" + i;
            if (!holds("runs/" + name)) {
                gone++;
                assertThat(server.rechecked).contains(name);
                assertThat(server.freed).contains(name);
            } else {
                assertThat(server.freed).doesNotContain(name);
                for (int j = 0; j <= i % 3; j++) {
                    assertThat(holds("runs/" + name + "/f" + j)).isTrue();
                }
            }
        }
        assertThat(gone).isBetween(5, 39);
        assertThat(server.current()).isEqualTo(sent);
    }
}
