package gedeon.cli.server;

import gedeon.cli.ExitCode;
import gedeon.cli.Shell;
import gedeon.cli.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        return new Foreground(ServerProgram.find(shell).command(root, arguments(shell)), more()).serve(shell);
    }

    /** Variables of the server's environment beside those of this process. */
    List<String> more() {
        return List.of();
    }

    private List<String> arguments(Shell shell) {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--port", port, shell.surroundings().variable("GEDEON_HTTP_PORT"));
        add(arguments, "--s3-port", s3Port, shell.surroundings().variable("GEDEON_S3_PORT"));
        add(arguments, "--address", address, shell.surroundings().variable("GEDEON_ADDRESS"));
        return arguments;
    }

    private static void add(List<String> arguments, String name, @Nullable Object chosen, Optional<String> variable) {
        Optional.<Object>ofNullable(chosen).or(() -> variable).ifPresent(value -> arguments.add(name + "=" + value));
    }
}
