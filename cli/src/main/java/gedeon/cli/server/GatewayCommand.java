package gedeon.cli.server;

import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
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

/** {@code gedeon gateway}: an S3 port beside a complete server, in the foreground until Ctrl-C. */
@Command(name = "gateway")
public final class GatewayCommand extends Verb {
    @Option(names = "--home", paramLabel = "DIR", descriptionKey = "gateway-home")
    @Nullable Path home;

    @Option(names = "--server-home", paramLabel = "DIR")
    @Nullable Path serverHome;

    @Option(names = "--s3-port", paramLabel = "PORT")
    @Nullable Integer s3Port;

    @Option(names = "--address", paramLabel = "ADDRESS")
    @Nullable String address;

    @Option(names = "--watch-port", paramLabel = "PORT")
    @Nullable Integer watchPort;

    @Override
    protected ExitCode act() throws IOException, InterruptedException {
        Shell shell = shell();
        Path beside = serverHome == null ? shell.surroundings().gedeonHome() : serverHome;
        String port = Optional.ofNullable(s3Port)
                .map(String::valueOf)
                .or(() -> variable(shell, "GEDEON_S3_PORT"))
                .orElse("9001");
        Path own = home == null ? Path.of(System.getProperty("user.home"), ".gedeon-gateway-" + port) : home;
        List<String> arguments =
                new ArrayList<>(List.of("--server-home=" + beside.toAbsolutePath(), "--s3-port=" + port));
        Optional.ofNullable(address)
                .or(() -> variable(shell, "GEDEON_ADDRESS"))
                .ifPresent(one -> arguments.add("--address=" + one));
        if (watchPort != null) {
            arguments.add("--watch-port=" + watchPort);
        }
        int code = new Foreground(ServerProgram.find(shell).command(own, arguments), List.of()).run();
        return switch (code) {
            // 130 and 143: ended by Ctrl-C or SIGTERM, as asked.
            case 0, 130, 143 -> ExitCode.DONE;
            // It said why itself.
            case 2 -> ExitCode.USAGE;
            case 3 -> ExitCode.REFUSED;
            default -> throw new Refusal(ExitCode.FAILED, shell.say("server-ended", code));
        };
    }

    /** Of the environment alone: the server's file of credentials tells of the server. */
    private static Optional<String> variable(Shell shell, String name) {
        return Optional.ofNullable(shell.surroundings().environment().get(name))
                .map(String::strip)
                .filter(one -> !one.isEmpty());
    }
}
