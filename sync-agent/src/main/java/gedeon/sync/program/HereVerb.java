package gedeon.sync.program;

import gedeon.sync.agent.AgentCommands;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A verb about one agent of this computer; says its exit code. */
abstract class HereVerb implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @ParentCommand
    @Nullable AgentProgram parent;

    @Option(names = "--config", paramLabel = "FILE", descriptionKey = "config")
    @Nullable Path config;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    final AgentProgram program() {
        if (parent == null) {
            throw new IllegalStateException("a verb runs inside gedeon-agent");
        }
        return parent;
    }

    final Path file() {
        return config == null ? AgentCommands.defaultConfig() : config;
    }

    final void json(Object answer) {
        program().out().println(JSON.writeValueAsString(answer));
    }
}
