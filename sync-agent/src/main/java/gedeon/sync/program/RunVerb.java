package gedeon.sync.program;

import gedeon.sync.agent.AgentCommands;
import gedeon.sync.agent.RunReport;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon-agent run}. */
@Command(name = "run")
final class RunVerb extends HereVerb {
    private static final int SECONDS_TO_STOP = 15;

    @Option(names = "--once", descriptionKey = "once")
    boolean once;

    @Override
    public Integer call() throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        // At a signal the loop ends by itself, so that no part is cut in the middle.
        Thread atSignal = new Thread(() -> {
            stop.set(true);
            await(ended);
        });
        Runtime.getRuntime().addShutdownHook(atSignal);
        try {
            RunReport report =
                    AgentCommands.run(file(), once, line -> program().err().println(line), stop::get);
            if (json) {
                json(report);
            } else {
                program()
                        .out()
                        .println(program()
                                .words()
                                .say(
                                        "run-ended",
                                        report.acquisitions(),
                                        report.files(),
                                        report.bytes(),
                                        report.waiting()));
                report.troubles().forEach(program().out()::println);
            }
            return report.refused() > 0
                    ? AgentProgram.REFUSED
                    : report.troubles().isEmpty() ? AgentProgram.DONE : AgentProgram.FAILED;
        } finally {
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
