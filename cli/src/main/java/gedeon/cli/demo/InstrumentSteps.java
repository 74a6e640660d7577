package gedeon.cli.demo;

import gedeon.client.wire.CodeBody;
import gedeon.client.wire.DatasetBody;
import gedeon.client.wire.InstrumentBody;
import gedeon.client.wire.NewInstrument;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.agent.AgentCommands;
import gedeon.sync.agent.RunReport;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An instrument, its agent, and the acquisitions that the one writes and the other pushes. */
final class InstrumentSteps {
    private static final int QUIET_SECONDS = 2;
    private static final Duration GLANCE = Duration.ofSeconds(30);

    private final Stage stage;

    InstrumentSteps(Stage stage) {
        this.stage = stage;
    }

    void register(String experiment) throws IOException {
        stage.narrator().step("demo.instrument");
        InstrumentBody instrument = stage.server()
                .createInstrument(new NewInstrument(
                        Stage.INSTRUMENT, Stage.NOTEBOOK, "Plateau d'analyse", "Gédéon", "GD-001", null));
        for (Script.SourceRule rule : stage.script().sources()) {
            Path folder = Files.createDirectories(stage.watched().resolve(rule.folder()));
            SourceBody source = new SourceBody(
                    rule.name(),
                    folder.toString(),
                    rule.pattern(),
                    rule.folders() ? SourceKind.FOLDER : SourceKind.FILE,
                    rule.marker().isEmpty() ? null : rule.marker(),
                    QUIET_SECONDS,
                    rule.name() + "/",
                    experiment,
                    null);
            stage.server().createSource(instrument.name(), source);
            if (rule.marker().isEmpty()) {
                stage.narrator()
                        .line(
                                rule.folders() ? "demo.instrument.quiet-folders" : "demo.instrument.files",
                                rule.folder(),
                                QUIET_SECONDS + " s");
            } else {
                stage.narrator().line("demo.instrument.folders", rule.folder(), rule.marker());
            }
        }
    }

    DemoAgent enrol() throws IOException {
        stage.narrator().step("demo.agent");
        CodeBody code = stage.server().agentCode(Stage.INSTRUMENT);
        Path config = stage.temporary().resolve("agent").resolve("agent.json");
        AgentCommands.Enrolled enrolled = AgentCommands.enrol(stage.server().server(), code.code(), config);
        stage.narrator().line("demo.agent.enrolled", enrolled.agent(), enrolled.bucket());
        return new DemoAgent(config);
    }

    /** Lets the instrument write while the agent watches; returns when all of it has its receipt. */
    RunReport write(DemoAgent agent) throws Exception {
        stage.narrator()
                .step(
                        "demo.writing",
                        stage.script().acquisitions().size(),
                        stage.narrator().size(stage.script().bytes()));
        CompletableFuture<Void> writer = new CompletableFuture<>();
        Thread thread = new Thread(() -> writeAll(writer), "demo-instrument");
        thread.setDaemon(true);
        thread.start();
        // The agent starts its first look when there is something to see.
        Await.until(GLANCE, () -> writer.isDone() || somethingThere());
        agent.start();
        writer.join();
        await(agent);
        AgentStatus status = agent.status();
        RunReport report = agent.finish();
        stage.narrator()
                .line("demo.writing.pushed", status.received(), stage.narrator().size(status.bytes()), rules(status));
        return report;
    }

    private void writeAll(CompletableFuture<Void> done) {
        try {
            stage.script().write(stage.watched(), this::look);
            done.complete(null);
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    private boolean somethingThere() throws IOException {
        try (Stream<Path> tree = Files.walk(stage.watched())) {
            return tree.filter(Files::isRegularFile).count()
                    >= Math.min(3, stage.script().acquisitions().size());
        }
    }

    /** Nothing unfinished may be on the server. */
    private void look(List<String> unfinished) {
        Set<String> pushed = stage.datasets().stream().map(DatasetBody::name).collect(Collectors.toSet());
        for (String name : unfinished) {
            DemoFailure.unless(pushed.stream().noneMatch(name::equals), name + " was pushed before it was finished");
        }
        stage.narrator().line("demo.writing.not-yet", String.join(", ", unfinished), pushed.size());
    }

    private void await(DemoAgent agent) throws Exception {
        int expected = stage.script().acquisitions().size();
        Duration patience = Duration.ofSeconds(120 + 2L * expected);
        boolean all = Await.until(
                patience,
                () -> agent.status().received() >= expected && agent.status().waiting() == 0);
        DemoFailure.unless(
                all,
                "the agent should have pushed " + expected + " acquisitions within " + patience.toSeconds() + " s: "
                        + trouble(agent.status()));
    }

    private static String trouble(AgentStatus status) {
        return status.received() + " received, " + status.waiting() + " waiting; "
                + status.acquisitions().stream()
                        .filter(a -> !a.state().equals("received"))
                        .limit(5)
                        .map(a -> a.name() + " " + a.state() + (a.trouble() == null ? "" : ": " + a.trouble()))
                        .collect(Collectors.joining("; "));
    }

    private static String rules(AgentStatus status) {
        return status.acquisitions().stream()
                .collect(Collectors.groupingBy(a -> String.valueOf(a.rule()), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(rule -> rule.getKey() + " " + rule.getValue())
                .collect(Collectors.joining(", "));
    }
}
