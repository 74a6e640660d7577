package gedeon.cli.server;

import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.cli.Shell;
import gedeon.cli.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon up}: a server in the foreground until Ctrl-C. */
@Command(name = "up")
public class UpCommand extends Verb {
    @Option(names = "--home", paramLabel = "DIR", descriptionKey = "server-home")
    @Nullable Path home;

    @Option(names = "--port", paramLabel = "PORT")
    @Nullable Integer port;

    @Option(names = "--s3-port", paramLabel = "PORT")
    @Nullable Integer s3Port;

    @Option(names = "--address", paramLabel = "ADDRESS")
    @Nullable String address;

    @Override
    protected ExitCode act() throws IOException, InterruptedException {
        Shell shell = shell();
        Path root = home == null ? shell.surroundings().gedeonHome() : home;
        int code = new Foreground(ServerProgram.find(shell).command(root, arguments(shell)), more()).run();
        if (code == ExitCode.REFUSED.number()) {
            // The server said why itself: its home is another server's.
            return ExitCode.REFUSED;
        }
        // 130 and 143: ended by Ctrl-C or SIGTERM, as asked.
        if (code != 0 && code != 130 && code != 143) {
            throw new Refusal(ExitCode.FAILED, shell.say("server-ended", code));
        }
        return ExitCode.DONE;
    }

    /** Variables of the server's environment beside those of this process. */
    List<String> more() {
        return List.of();
    }

    private List<String> arguments(Shell shell) {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--port", port, shell.surroundings().environment().get("GEDEON_HTTP_PORT"));
        add(arguments, "--s3-port", s3Port, shell.surroundings().environment().get("GEDEON_S3_PORT"));
        add(arguments, "--address", address, shell.surroundings().environment().get("GEDEON_ADDRESS"));
        return arguments;
    }

    private static void add(List<String> arguments, String name, @Nullable Object chosen, @Nullable String variable) {
        if (chosen != null) {
            arguments.add(name + "=" + chosen);
        } else if (variable != null && !variable.isBlank()) {
            arguments.add(name + "=" + variable.strip());
        }
    }
}
