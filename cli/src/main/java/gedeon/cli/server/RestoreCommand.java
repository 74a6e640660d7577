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

/** {@code gedeon restore}: brings a home's database back as it was at a moment, while no server runs on it. */
@Command(name = "restore")
public final class RestoreCommand extends Answering {
    @Option(names = "--home", paramLabel = "DIR", descriptionKey = "server-home")
    @Nullable Path home;

    @Option(names = "--from", paramLabel = "DIR", required = true)
    Path from = Path.of("");

    @Option(names = "--keys", paramLabel = "DIR")
    @Nullable Path keys;

    @Option(names = "--until", paramLabel = "TIME")
    @Nullable String until;

    @Option(names = "--replace")
    boolean replace;

    @Option(names = "--dry-run")
    boolean dryRun;

    @Override
    protected ExitCode act() throws IOException, InterruptedException {
        Shell shell = shell();
        Path root = home == null ? shell.surroundings().gedeonHome() : home;
        List<String> arguments = new ArrayList<>(List.of(
                "--restore=" + from.toAbsolutePath(), "--mode=" + (dryRun ? "check" : replace ? "replace" : "new")));
        if (keys != null) {
            arguments.add("--keys=" + keys.toAbsolutePath());
        }
        if (until != null) {
            arguments.add("--until=" + until);
        }
        Path report = root.resolve("restore.json");
        Files.deleteIfExists(report);
        int code = new Foreground(ServerProgram.find(shell).command(root, arguments), List.of()).run();
        if (code == ExitCode.REFUSED.number()) {
            return ExitCode.REFUSED;
        }
        if (code != 0) {
            throw new Refusal(ExitCode.FAILED, shell.say("restore-ended", code));
        }
        if (dryRun) {
            return ExitCode.DONE;
        }
        ExitCode shown = show(new JsonMapper().readTree(Files.readString(report)));
        shell.err().println(shell.say(until == null ? "restore-next" : "restore-next-until"));
        return shown;
    }
}
