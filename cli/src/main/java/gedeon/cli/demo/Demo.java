package gedeon.cli.demo;

import gedeon.cli.Shell;
import gedeon.cli.server.ServerProgram;
import gedeon.client.GedeonClient;
import gedeon.client.wire.DatasetBody;
import gedeon.client.wire.KeyBody;
import gedeon.client.wire.NotebookBody;
import gedeon.client.wire.PlanBody;
import gedeon.client.wire.QuotaBody;
import gedeon.sync.agent.RunReport;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The whole path on a server of the demo's own, in order. */
final class Demo {
    private final Shell shell;
    private final Narrator narrator;
    private final Script script;
    private final boolean keep;

    Demo(Shell shell, Script script, boolean keep) {
        this.shell = shell;
        this.narrator = new Narrator(shell);
        this.script = script;
        this.keep = keep;
    }

    void play() throws Exception {
        long start = System.nanoTime();
        try (Cleanup cleanup = new Cleanup()) {
            Thread atSignal = new Thread(cleanup::close, "demo-cleanup");
            Runtime.getRuntime().addShutdownHook(atSignal);
            Stage stage = stage(cleanup);
            Summary summary = steps(stage, cleanup);
            if (keep) {
                stay(stage);
            }
            narrator.plain(summary.line((System.nanoTime() - start) / 1_000_000_000));
        }
    }

    private Stage stage(Cleanup cleanup) throws Exception {
        Path temporary = Files.createTempDirectory("gedeon-demo-").toRealPath();
        cleanup.add(() -> Cleanup.delete(temporary));
        narrator.plain(narrator.words("demo.start", temporary));
        Path home = Files.createDirectories(temporary.resolve("home"));
        DemoServer server =
                cleanup.add(DemoServer.start(ServerProgram.find(shell), home, temporary.resolve("server.log")));
        Map<String, String> credentials = server.credentials();
        GedeonClient client = new GedeonClient(
                URI.create(String.valueOf(credentials.get("GEDEON_URL"))), credentials.get("GEDEON_TOKEN"));
        narrator.plain(narrator.words("demo.ready", client.server(), String.valueOf(credentials.get("GEDEON_S3_URL"))));
        return new Stage(shell, narrator, client, credentials, temporary, script);
    }

    Summary steps(Stage stage, Cleanup cleanup) throws Exception {
        RoomSteps room = new RoomSteps(stage);
        InstrumentSteps instrument = new InstrumentSteps(stage);
        FindSteps find = new FindSteps(stage);
        LimitSteps limit = new LimitSteps(stage);
        NotebookBody notebook = room.notebook();
        PlanBody plan = room.plan();
        LabNotebookSteps.Things things = new LabNotebookSteps(stage).read(cleanup.add(FakeLabguru.start()));
        instrument.register(things.experiment());
        DemoAgent agent = cleanup.add(instrument.enrol());
        RunReport report = instrument.write(agent);
        AgentStatus status = agent.status();
        QuotaBody quota = find.stored(notebook.rawBucket());
        List<DatasetBody> datasets = find.metadata();
        check(datasets);
        DatasetBody telling = datasets.stream()
                .max(Comparator.comparingLong(d ->
                        d.fields().stream().filter(f -> f.siValue() != null).count()))
                .orElseThrow();
        find.links(telling, things);
        find.search(telling);
        room.reality(plan);
        KeyBody key = limit.key();
        S3Door door = cleanup.add(limit.door(key));
        int refused = limit.refused(door);
        limit.crate(door, notebook.rawBucket(), datasets);
        return new Summary(
                script.acquisitions().size(),
                datasets.size(),
                quota.used(),
                status.provisional(),
                refused + report.refused());
    }

    private void check(List<DatasetBody> datasets) {
        int acquisitions = script.acquisitions().size();
        DemoFailure.unless(
                datasets.size() == acquisitions,
                acquisitions + " acquisitions should be as many datasets, there are " + datasets.size());
        long bytes = datasets.stream().mapToLong(DatasetBody::bytes).sum();
        DemoFailure.unless(
                bytes == script.bytes(), "the datasets should hold " + script.bytes() + " bytes, they hold " + bytes);
    }

    /** Prints how to go on looking and waits for Ctrl-C. */
    private void stay(Stage stage) throws InterruptedException, IOException {
        narrator.plain(
                narrator.words("demo.keep", stage.temporary().resolve("home").resolve("credentials.env")));
        stage.credentials().forEach((name, value) -> narrator.plain("  " + name + "=" + value));
        new CountDownLatch(1).await();
    }

    /** The last line, for scripts. */
    record Summary(int acquisitions, int datasets, long bytes, long provisional, long refused) {
        String line(long seconds) {
            return "acquisitions=" + acquisitions + " datasets=" + datasets + " bytes=" + bytes + " provisional="
                    + provisional + " refused=" + refused + " seconds=" + seconds;
        }
    }
}
