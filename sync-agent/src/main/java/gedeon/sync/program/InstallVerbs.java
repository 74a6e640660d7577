package gedeon.sync.program;

import gedeon.sync.service.AgentService;
import gedeon.sync.service.Launcher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon-agent install} and {@code gedeon-agent uninstall}. */
final class InstallVerbs {
    private InstallVerbs() {}

    /** About the agent as a service of this computer. */
    abstract static class ServiceVerb extends HereVerb {
        @Option(names = "--system", descriptionKey = "system")
        boolean system;

        @Option(names = "--dry-run", descriptionKey = "service-dry-run")
        boolean dryRun;

        final int show(AgentService.Report report) {
            if (json) {
                json(report);
            } else {
                report.lines().forEach(program().out()::println);
            }
            return report.done() ? AgentProgram.DONE : AgentProgram.FAILED;
        }
    }

    @Command(name = "install")
    static final class Install extends ServiceVerb {
        @Option(names = "--as", paramLabel = "USER", descriptionKey = "service-as")
        @Nullable String user;

        @Override
        public Integer call() throws Exception {
            return show(AgentService.here(program().words()).install(Launcher.command(), file(), system, user, dryRun));
        }
    }

    @Command(name = "uninstall")
    static final class Uninstall extends ServiceVerb {
        @Override
        public Integer call() throws Exception {
            return show(AgentService.here(program().words()).uninstall(system, dryRun));
        }
    }
}
