package gedeon.sync.program;

import gedeon.sync.agent.AgentCommands;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon-agent enrol}. */
@Command(name = "enrol")
final class EnrolVerb extends HereVerb {
    @Option(names = "--server", paramLabel = "URL", required = true, descriptionKey = "server")
    URI server = URI.create("http://127.0.0.1:8080");

    @Option(names = "--code", paramLabel = "CODE", required = true, descriptionKey = "code")
    String code = "";

    @Override
    public Integer call() throws IOException {
        AgentCommands.Enrolled enrolled = AgentCommands.enrol(server, code, file());
        if (json) {
            json(enrolled);
        } else {
            program()
                    .out()
                    .println(program()
                            .words()
                            .say(
                                    "enrolled",
                                    enrolled.agent(),
                                    enrolled.instrument(),
                                    enrolled.notebook(),
                                    enrolled.bucket(),
                                    enrolled.config()));
        }
        return AgentProgram.DONE;
    }
}
