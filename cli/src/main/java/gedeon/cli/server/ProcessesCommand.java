package gedeon.cli.server;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import picocli.CommandLine.Command;

/** {@code gedeon processes}: the server and the gateways that work on its database. */
@Command(name = "processes")
public final class ProcessesCommand extends Answering {
    @Override
    protected ExitCode act() {
        return show(client().processes());
    }
}
