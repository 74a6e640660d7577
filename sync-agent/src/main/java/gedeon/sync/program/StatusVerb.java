package gedeon.sync.program;

import gedeon.sync.agent.AgentCommands;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon-agent status}. */
@Command(name = "status")
final class StatusVerb extends HereVerb {
    @Option(names = "--open", descriptionKey = "open")
    boolean open;

    @Override
    public Integer call() throws IOException {
        if (open) {
            Optional<URI> page = AgentCommands.page(file());
            page.ifPresentOrElse(
                    program().out()::println,
                    () -> program().err().println(program().words().say("page-not-open")));
            return page.isPresent() ? AgentProgram.DONE : AgentProgram.FAILED;
        }
        AgentStatus status = AgentCommands.status(file());
        if (json) {
            json(status);
        } else {
            status.lines(program().words().locale()).forEach(program().out()::println);
        }
        return AgentProgram.DONE;
    }
}
