package gedeon.cli.instruments;

import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.sync.service.AgentService;
import gedeon.sync.service.Launcher;
import gedeon.sync.words.Words;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon agent install} and {@code gedeon agent uninstall}. */
final class AgentServiceCommands {
    private AgentServiceCommands() {}

    /** About the agent as a service of this computer. */
    abstract static class OfService extends AgentCommand.Here {
        @Option(names = "--system", descriptionKey = "agent-system")
        boolean system;

        @Option(names = "--dry-run", descriptionKey = "agent-service-dry-run")
        boolean dryRun;

        abstract AgentService.Report act(AgentService service)
                throws AgentService.NotHere, IOException, InterruptedException;

        @Override
        protected final ExitCode act() throws IOException, InterruptedException {
            try {
                AgentService.Report report =
                        act(AgentService.here(Words.in(shell().words().locale())));
                if (asJson()) {
                    show(report);
                } else {
                    report.lines().forEach(shell().out()::println);
                }
                return report.done() ? ExitCode.DONE : ExitCode.FAILED;
            } catch (AgentService.NotHere e) {
                throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(name = "install")
    static final class Install extends OfService {
        @Option(names = "--as", paramLabel = "USER", descriptionKey = "agent-as")
        @Nullable String user;

        @Override
        AgentService.Report act(AgentService service) throws AgentService.NotHere, IOException, InterruptedException {
            return service.install(Launcher.command(), file(), system, user, dryRun);
        }
    }

    @Command(name = "uninstall")
    static final class Uninstall extends OfService {
        @Override
        AgentService.Report act(AgentService service) throws AgentService.NotHere, IOException, InterruptedException {
            return service.uninstall(system, dryRun);
        }
    }
}
