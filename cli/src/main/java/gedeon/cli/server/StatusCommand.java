package gedeon.cli.server;

import gedeon.cli.ExitCode;
import gedeon.cli.Verb;
import picocli.CommandLine.Command;

/** {@code gedeon status}: version, tiers, and what waits in the outbox. */
@Command(name = "status")
public final class StatusCommand extends Verb {
    @Override
    protected ExitCode act() {
        return show(client().status());
    }
}
