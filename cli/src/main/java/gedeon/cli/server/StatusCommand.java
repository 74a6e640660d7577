package gedeon.cli.server;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import picocli.CommandLine.Command;

/** {@code gedeon status}: version, tiers, and what waits in the outbox. */
@Command(name = "status")
public final class StatusCommand extends Answering {
    @Override
    protected ExitCode act() {
        return show(client().status());
    }
}
