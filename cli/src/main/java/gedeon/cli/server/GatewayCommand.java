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
                .or(() -> shell.surroundings().variable("GEDEON_S3_PORT"))
                .orElse("9001");
        Path own = home == null ? shell.surroundings().home().resolve(".gedeon-gateway-" + port) : home;
        List<String> arguments =
                new ArrayList<>(List.of("--server-home=" + beside.toAbsolutePath(), "--s3-port=" + port));
        Optional.ofNullable(address)
                .or(() -> shell.surroundings().variable("GEDEON_ADDRESS"))
                .ifPresent(one -> arguments.add("--address=" + one));
        if (watchPort != null) {
            arguments.add("--watch-port=" + watchPort);
        }
        return new Foreground(ServerProgram.find(shell).command(own, arguments), List.of()).serve(shell);
    }
}
