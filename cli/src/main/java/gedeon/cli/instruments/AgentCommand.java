package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.sync.agent.AgentCommands;
import gedeon.sync.agent.RunReport;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon agent}. */
@Command(
        name = "agent",
        subcommands = {
            AgentCommand.Code.class,
            AgentCommand.Enrol.class,
            AgentCommand.Run.class,
            AgentCommand.Status.class,
            AgentCommand.ListAll.class,
            AgentServiceCommands.Install.class,
            AgentServiceCommands.Uninstall.class
        })
public final class AgentCommand extends Group {
    private static final int SECONDS_TO_STOP = 15;

    @Command(name = "code")
    static final class Code extends Answering {
        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Override
        protected ExitCode act() {
            return show(client().agentCode(instrument));
        }
    }

    /** Verbs of the agent on this computer. */
    abstract static class Here extends Answering {
        @Option(names = "--config", paramLabel = "FILE")
        @Nullable Path config;

        final Path file() {
            return config == null ? AgentCommands.defaultConfig() : config;
        }
    }

    @Command(name = "enrol")
    static final class Enrol extends Here {
        @Option(names = "--server", paramLabel = "URL")
        @Nullable URI server;

        @Option(names = "--code", paramLabel = "CODE", required = true)
        String code = "";

        @Override
        protected ExitCode act() throws IOException {
            return show(AgentCommands.enrol(server == null ? shell().serverUrl() : server, code, file()));
        }
    }

    @Command(name = "run")
    static final class Run extends Here {
        @Option(names = "--once")
        boolean once;

        @Override
        protected ExitCode act() throws IOException {
            AtomicBoolean stop = new AtomicBoolean();
            CountDownLatch ended = new CountDownLatch(1);
            // At Ctrl-C the loop ends by itself, so that no part is cut in the middle.
            Thread atSignal = new Thread(() -> {
                stop.set(true);
                await(ended);
            });
            Runtime.getRuntime().addShutdownHook(atSignal);
            try {
                RunReport report =
                        AgentCommands.run(file(), once, line -> shell().err().println(line), stop::get);
                show(report);
                return report.refused() > 0
                        ? ExitCode.REFUSED
                        : report.troubles().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
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

    @Command(name = "status")
    static final class Status extends Here {
        @Option(names = "--open")
        boolean open;

        @Override
        protected ExitCode act() throws IOException {
            if (open) {
                URI page = AgentCommands.page(file())
                        .orElseThrow(() -> new Refusal(ExitCode.FAILED, shell().say("agent-no-page")));
                return showText(page.toString());
            }
            AgentStatus status = AgentCommands.status(file());
            if (asJson()) {
                return show(status);
            }
            status.lines(shell().words().locale()).forEach(shell().out()::println);
            return ExitCode.DONE;
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::agents));
        }
    }
}
