package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import gedeon.sync.FakeGedeon;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent over real HTTP and real files, with quiet periods of a second. */
class AgentTests {
    @TempDir
    Path folder;

    private FakeGedeon server;
    private Path data;
    private Path config;
    /** Senders and the heartbeat tell as well, each on a thread of its own. */
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        data = Files.createDirectory(folder.resolve("data"));
        config = folder.resolve("home/agent.json");
    }

    @AfterEach
    void stop() {
        assertThat(server.forbidden).isEmpty();
        server.close();
    }

    private void enrol() throws IOException {
        AgentCommands.enrol(server.uri(), "CODE", config);
    }

    private void source(SourceKind kind, String pattern, String marker, String below) throws IOException {
        Files.createDirectories(data.resolve(below));
        server.sources.add(new SourceBody(
                "src" + server.sources.size(),
                data.resolve(below).toString(),
                pattern,
                kind,
                marker,
                1,
                "ms",
                "exp1",
                1));
    }

    private RunReport once() throws IOException {
        return AgentCommands.run(config, true, lines::add, () -> false);
    }

    private void write(String path, int size) throws IOException {
        Path file = data.resolve(path);
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) path.length());
        Files.write(file, bytes);
    }

    @Test
    void enrolmentKeepsItsSecretsInAFileThatOnlyItsOwnerReads() throws IOException {
        AgentCommands.Enrolled enrolled = AgentCommands.enrol(server.uri(), "CODE", config);

        assertThat(enrolled.instrument()).isEqualTo("orbitrap");
        assertThat(Files.getPosixFilePermissions(config))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThatThrownBy(() -> AgentCommands.enrol(server.uri(), "CODE", config))
                .isInstanceOf(IOException.class);
        assertThat(AgentConfig.read(config).toString()).doesNotContain("TOKEN").doesNotContain("SECRETKEY");
    }

    @Test
    void aCodeThatIsUsedUpIsRefusedAndLeavesNothing() {
        assertThatThrownBy(() -> AgentCommands.enrol(server.uri(), "OLD", config))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(403))
                .hasMessageContaining("make a new one");
        assertThat(config).doesNotExist();
        assertThatThrownBy(() -> AgentCommands.enrol(URI.create("http://127.0.0.1:1"), "CODE", config))
                .isInstanceOf(Unreachable.class);
    }

    /** A new disk, an agent enrolled anew: receipts, files and open uploads are asked of the server, and nothing is sent twice. */
    @Test
    void aLostJournalIsMadeAgainFromWhatTheServerKeeps() throws IOException {
        enrol();
        source(SourceKind.FOLDER, "*.d", "done", "runs");
        source(SourceKind.FILE, "*.raw", null, "files");
        for (String file : List.of("a", "b", "c", "sub/d", "done")) {
            write("runs/one.d/" + file, 100);
        }
        write("files/x.raw", 200);
        write("files/y.raw", 300);
        write("files/z.raw", 400);
        once();
        long sent = server.bodyBytes;
        assertThat(server.datasets()).isEqualTo(4);

        Files.delete(config.resolveSibling("agent.json.journal"));
        write("files/new.raw", 500);
        once();

        assertThat(server.bodyBytes).isEqualTo(sent + 500);
        assertThat(server.datasets()).isEqualTo(5);
        assertThat(lines).anyMatch(line -> line.contains("told of 4 acquisitions"));
        AgentStatus status = AgentCommands.status(config);
        assertThat(status.received()).isEqualTo(5);
        assertThat(status.waiting()).isZero();
    }

    /** Killed after the upload began, and the journal gone with the disk: the parts that the server has are not sent again. */
    @Test
    void anUploadBegunBeforeTheJournalWasLostIsTakenUp() throws IOException {
        enrol();
        source(SourceKind.FILE, "*.raw", ".done", "");
        write("big.raw", 40 << 20);
        write("big.raw.done", 0);
        server.cut = request -> request.contains("partNumber=3");
        once();
        assertThat(server.openUploads()).isEqualTo(1);
        long sent = server.bodyBytes;

        Files.delete(config.resolveSibling("agent.json.journal"));
        server.cut = request -> false;
        once();

        assertThat(server.datasets()).isEqualTo(1);
        assertThat(server.openUploads()).isZero();
        assertThat(server.bodyBytes - sent).isLessThan(16L << 20);
    }

    /** The rule of the server decides what belongs together, and what is finished long before quiet would say so. */
    @Test
    void aSourceGoesByTheRuleThatTheServerTold() throws IOException {
        enrol();
        FinishRule rule = new FinishRule(
                "imaging",
                4,
                FinishRule.Kind.FILE,
                List.of("*.imzml"),
                List.of(new FinishRule.Companion(".imzml", ".ibd")),
                1,
                List.of(
                        new FinishSign(
                                FinishSign.By.VENDOR,
                                0.95,
                                1,
                                List.of("{stem}.ibd"),
                                List.of(),
                                List.of(new FinishSign.End("{name}", "</mzML>", null))),
                        FinishSign.of(FinishSign.By.QUIET, 0.3, 86_400)),
                null,
                null);
        Files.createDirectories(data.resolve("images"));
        server.sources.add(new SourceBody(
                "images",
                data.resolve("images").toString(),
                null,
                SourceKind.FOLDER,
                null,
                60,
                "img",
                null,
                1,
                "imaging",
                rule));
        Files.writeString(data.resolve("images/whole.imzML"), "<mzML></mzML>\n");
        write("images/whole.ibd", 100);
        Files.writeString(data.resolve("images/growing.imzML"), "<mzML><run>");
        write("images/growing.ibd", 100);
        write("images/notes.txt", 5);

        RunReport report = once();

        assertThat(report.acquisitions()).isEqualTo(1);
        assertThat(server.current()).containsOnlyKeys("img/whole.imzML", "img/whole.ibd");
        assertThat(server.manifests).singleElement().satisfies(manifest -> {
            assertThat(manifest.verdict().rule()).isEqualTo("imaging@4/vendor");
            assertThat(manifest.verdict().provisional()).isFalse();
        });
    }

    @Test
    void filesAndFoldersBecomeOneAcquisitionEachWithAReceiptAndAreSentOnce() throws IOException {
        enrol();
        source(SourceKind.FILE, "*.raw", null, "files");
        source(SourceKind.FOLDER, "*.d", "done.txt", "folders");
        write("files/a.raw", 100);
        write("files/placeholder.raw", 0);
        write("files/b.raw.part", 50);
        write("folders/run.d/AcqData/x", 10);
        write("folders/run.d/done.txt", 1);

        RunReport report = once();

        assertThat(report.acquisitions()).isEqualTo(2);
        assertThat(report.files()).isEqualTo(3);
        assertThat(report.bytes()).isEqualTo(111);
        assertThat(report.provisional()).isEqualTo(1);
        assertThat(server.current()).containsOnlyKeys("ms/a.raw", "ms/run.d/AcqData/x", "ms/run.d/done.txt");
        ManifestBody folder = server.manifests.stream()
                .filter(m -> m.name().equals("run.d"))
                .findFirst()
                .orElseThrow();
        assertThat(folder.verdict().rule()).isEqualTo("marker");
        assertThat(folder.experiment()).isEqualTo("exp1");

        RunReport again = once();

        assertThat(again.acquisitions()).isZero();
        assertThat(server.datasets()).isEqualTo(2);
        assertThat(server.versions("ms/a.raw")).isEqualTo(1);
        AgentStatus status = AgentCommands.status(config);
        assertThat(status.received()).isEqualTo(2);
        assertThat(status.waiting()).isEqualTo(1);
        assertThat(status.lines(Locale.FRENCH)).anyMatch(line -> line.contains("placeholder.raw"));
    }

    @Test
    void smallFilesOfAnAcquisitionTravelTogetherAndOnce() throws IOException {
        enrol();
        source(SourceKind.FOLDER, "*.d", "done.txt", "folders");
        for (int i = 0; i < 300; i++) {
            write("folders/run.d/frame" + i, 50 + i);
        }
        write("folders/run.d/big", 2 << 20);
        write("folders/run.d/done.txt", 1);

        assertThat(once().files()).isEqualTo(302);

        assertThat(server.requests)
                .filteredOn(request -> request.startsWith("POST ?gedeon-pack"))
                .hasSize(2);
        assertThat(server.requests)
                .filteredOn(request -> request.startsWith("PUT"))
                .containsExactly("PUT ms/run.d/big?");
        assertThat(server.current()).hasSize(302);
        assertThat(server.manifests)
                .singleElement()
                .satisfies(manifest -> assertThat(manifest.files()).hasSize(302));

        // One that is touched is sent by itself, and the others are known from the journal.
        server.requests.clear();
        write("folders/run.d/frame7", 9);
        once();
        assertThat(server.requests).containsExactly("PUT ms/run.d/frame7?");
    }

    @Test
    void aPackWhoseAnswerWasLostIsSentAgainAndOneDatasetComesOfIt() throws IOException {
        enrol();
        source(SourceKind.FOLDER, "*.d", "done.txt", "folders");
        write("folders/run.d/a", 10);
        write("folders/run.d/b", 20);
        write("folders/run.d/done.txt", 1);
        boolean[] lost = {false};
        server.loseAnswer = request -> {
            boolean now = !lost[0] && request.startsWith("POST ?gedeon-pack");
            lost[0] |= now;
            return now;
        };

        once();
        once();

        assertThat(AgentCommands.status(config).received()).isEqualTo(1);
        assertThat(server.datasets()).isEqualTo(1);
        assertThat(server.current()).hasSize(3);
    }

    @Test
    void aFileThatChangesAfterItsReceiptBecomesANewVersion() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);
        once();
        write("files/a.raw", 200);

        assertThat(once().acquisitions()).isEqualTo(1);

        assertThat(server.versions("ms/a.raw")).isEqualTo(2);
        assertThat(server.manifests).hasSize(2);
        write("files/a.raw", 0);
        assertThat(once().acquisitions()).isZero();
    }

    @Test
    void aFileThatIsOnlyTouchedIsNotSentAgain() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);
        once();
        Files.setLastModifiedTime(data.resolve("files/a.raw"), FileTime.fromMillis(1_000_000_000_000L));

        assertThat(once().acquisitions()).isZero();

        assertThat(server.versions("ms/a.raw")).isEqualTo(1);
        assertThat(AgentCommands.status(config).waiting()).isZero();
    }

    @Test
    @Timeout(120)
    void aRunningAgentOutlastsAServerThatIsAway() throws Exception {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);
        server.away = true;
        boolean[] waited = {false};

        AgentCommands.run(
                config,
                false,
                line -> {
                    if (line.startsWith("waiting for the server")) {
                        waited[0] = true;
                        server.away = false;
                    }
                },
                () -> server.datasets() > 0);

        assertThat(waited[0]).isTrue();
    }

    @Test
    void aFullQuotaStopsThatBucketAndNothingIsLost() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);
        server.quota = 10;

        RunReport refused = once();

        assertThat(refused.refused()).isEqualTo(1);
        assertThat(refused.troubles()).anyMatch(sentence -> sentence.contains("limit 10"));
        assertThat(AgentCommands.status(config).acquisitions().get(0).trouble()).contains("no room");
        server.quota = 1000;
        assertThat(once().acquisitions()).isEqualTo(1);
        assertThat(AgentCommands.status(config).waiting()).isZero();
    }

    /** Five files of which four would fit: none goes, and no file of the next one is kept from being watched. */
    @Test
    void ofAnAcquisitionThatDoesNotFitAsAWholeNotAByteIsSent() throws IOException {
        enrol();
        source(SourceKind.FOLDER, "*", null, "runs");
        for (int i = 0; i < 5; i++) {
            write("runs/r1/f" + i, 100);
        }
        server.quota = 499;

        RunReport refused = once();

        assertThat(refused.refused()).isEqualTo(1);
        assertThat(refused.troubles()).anyMatch(sentence -> sentence.contains("limit 499"));
        assertThat(server.requests).isEmpty();
        assertThat(server.bodyBytes).isZero();
        assertThat(server.room.asked).singleElement().satisfies(asked -> {
            assertThat(asked.acquisition()).isEqualTo("r1");
            assertThat(asked.bytes()).isEqualTo(500);
            assertThat(asked.objects()).isEqualTo(5);
        });
        server.quota = 500;
        assertThat(once().acquisitions()).isEqualTo(1);
        assertThat(server.current()).hasSize(5);
        assertThat(server.requests).as("all of them in one pack").hasSize(1);
        for (String key : server.current().keySet()) {
            assertThat(server.versions(key)).isEqualTo(1);
        }
        write("runs/r2/f", 1);
        server.quota = 501;
        assertThat(once().acquisitions())
                .as("nothing of the first is reserved any more")
                .isEqualTo(1);
    }

    /** After a restart in the middle what is left is asked for, and goes in the room that was kept for it. */
    @Test
    void whoStopsInTheMiddleGoesOnInItsOwnRoom() throws IOException {
        enrol();
        source(SourceKind.FOLDER, "*", null, "runs");
        for (int i = 0; i < 5; i++) {
            write("runs/r1/f" + i, 100);
        }
        server.quota = 500;
        server.packs = false;
        server.cut = request -> request.contains("f3");
        assertThat(once().acquisitions()).isZero();
        assertThat(server.current()).hasSize(4);

        server.cut = request -> false;
        assertThat(once().acquisitions()).isEqualTo(1);

        assertThat(server.room.asked).hasSize(2);
        assertThat(server.room.asked.get(1).bytes()).isEqualTo(100);
        assertThat(server.room.asked.get(1).objects()).isEqualTo(1);
    }

    @Test
    void aServerThatKnowsNoReservationsIsSentToAsBefore() throws IOException {
        enrol();
        source(SourceKind.FOLDER, "*", null, "runs");
        write("runs/r1/a", 100);
        write("runs/r1/b", 100);
        server.room.known = false;
        server.quota = 150;

        assertThat(once().refused()).isEqualTo(1);
        assertThat(server.bodyBytes).isPositive();
        server.quota = 200;
        assertThat(once().acquisitions()).isEqualTo(1);
    }

    @Test
    void aFileThatIsRefusedDelaysNoOther() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/bad.raw", 100);
        write("files/good.raw", 50);
        server.cut = request -> request.contains("bad.raw");

        RunReport report = once();

        assertThat(report.acquisitions()).isEqualTo(1);
        assertThat(report.waiting()).isEqualTo(1);
        assertThat(report.troubles()).anyMatch(sentence -> sentence.contains("bad.raw"));
        server.cut = request -> false;
        assertThat(once().acquisitions()).isEqualTo(1);
    }

    @Test
    void aJournalCutAnywhereLeadsToTheSameDatasets() throws IOException {
        enrol();
        source(SourceKind.FOLDER, "*", null, "runs");
        write("runs/r1/a", 10);
        write("runs/r1/b", 20);
        write("runs/r2/c", 30);
        once();
        Path journal = folder.resolve("home/agent.json.journal");
        byte[] whole = Files.readAllBytes(journal);
        Map<String, String> stored = server.current();

        for (int cut : List.of(0, 11, whole.length / 3, whole.length / 2, whole.length - 5)) {
            Files.write(journal, Arrays.copyOf(whole, cut));
            once();
            assertThat(server.current()).isEqualTo(stored);
            assertThat(AgentCommands.status(config).received())
                    .as("cut at %d", cut)
                    .isEqualTo(2);
        }
    }

    @Test
    void aLostAnswerToTheStoringOfAFileLosesNothing() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);
        boolean[] lost = {false};
        server.loseAnswer = request -> {
            boolean now = !lost[0] && request.startsWith("PUT");
            lost[0] |= now;
            return now;
        };

        once();
        once();

        assertThat(AgentCommands.status(config).received()).isEqualTo(1);
        assertThat(server.datasets()).isEqualTo(1);
    }

    /** Its bytes were stored by a run that heard no more: the receipt of the content before does not stand for them. */
    @Test
    void aNewContentThatWasStoredAndNotDeclaredIsDeclaredByTheNextRun() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);
        once();
        write("files/a.raw", 200);
        server.cut = request -> {
            // From its first byte on only the bucket answers.
            server.away = true;
            return false;
        };
        once();
        assertThat(server.datasets()).isEqualTo(1);
        server.away = false;
        server.cut = request -> false;

        once();

        assertThat(server.versions("ms/a.raw")).isEqualTo(2);
        assertThat(server.manifests).hasSize(2);
        assertThat(server.manifests.get(1).files().get(0).size()).isEqualTo(200);
        assertThat(AgentCommands.status(config).waiting()).isZero();
    }

    @Test
    void sourceFilesAreNeverTouched() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);
        var before = Files.getLastModifiedTime(data.resolve("files/a.raw"));

        once();

        assertThat(Files.getLastModifiedTime(data.resolve("files/a.raw"))).isEqualTo(before);
        assertThat(Files.list(data.resolve("files"))).hasSize(1);
    }

    @Test
    @Timeout(120)
    void aRunningAgentSendsAHeartbeatAndStopsWhenTold() throws IOException {
        enrol();
        source(SourceKind.FILE, "*", null, "files");
        write("files/a.raw", 100);

        // The server has a dataset before the agent has its receipt: one that is stopped in between tells of none.
        AgentCommands.run(config, false, lines::add, () -> received("a.raw") && server.heartbeats() > 0);

        assertThat(server.heartbeats.get(0).agentVersion()).isEqualTo(AgentCommands.VERSION);
        assertThat(server.heartbeats.get(0).disk()).isPositive();
    }

    private boolean received(String name) {
        return lines.stream().anyMatch(line -> line.startsWith("received " + name));
    }
}
