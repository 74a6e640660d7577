package gedeon.cli.server;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code gedeon rebuild}: makes the namespace of a home again from its tiers, while no server runs on it. */
@Command(name = "rebuild")
public final class RebuildCommand extends Answering {
    @Option(names = "--home", paramLabel = "DIR", descriptionKey = "server-home")
    @Nullable Path home;

    @Option(names = "--replace")
    boolean replace;

    @Option(names = "--from", paramLabel = "KIND:NAME=VALUE,...")
    @Nullable String from;

    @Override
    protected ExitCode act() throws IOException, InterruptedException {
        Shell shell = shell();
        Path root = home == null ? shell.surroundings().gedeonHome() : home;
        List<String> arguments = new ArrayList<>(List.of("--rebuild=" + (replace ? "replace" : "new")));
        if (from != null) {
            arguments.add("--from=" + from);
        }
        Path report = root.resolve("rebuild.json");
        Files.deleteIfExists(report);
        int code = new Foreground(ServerProgram.find(shell).command(root, arguments), List.of()).run();
        if (code == ExitCode.REFUSED.number()) {
            return ExitCode.REFUSED;
        }
        if (code != 0) {
            throw new Refusal(ExitCode.FAILED, shell.say("rebuild-ended", code));
        }
        return show(new JsonMapper().readTree(Files.readString(report)));
    }
}
