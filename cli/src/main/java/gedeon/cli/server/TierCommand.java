package gedeon.cli.server;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.Page;
import picocli.CommandLine.Command;

/** {@code gedeon tier}. */
@Command(name = "tier", subcommands = TierCommand.ListAll.class)
public final class TierCommand extends Group {
    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(Page.of(client().status().tiers()));
        }
    }
}
