package gedeon.cli.instruments;

import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon agent}. */
@Command(
        name = "agent",
        subcommands = {AgentCommand.Code.class, AgentCommand.ListAll.class})
public final class AgentCommand extends Group {
    @Command(name = "code")
    static final class Code extends Verb {
        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Override
        protected ExitCode act() {
            return show(client().agentCode(instrument));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Verb {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::agents));
        }
    }
}
