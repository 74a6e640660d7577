package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Size;
import gedeon.client.wire.NewUnit;
import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon unit}. */
@Command(
        name = "unit",
        subcommands = {UnitCommand.Create.class, UnitCommand.ListAll.class})
public final class UnitCommand extends Group {
    @Command(name = "create")
    static final class Create extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--parent", paramLabel = "UNIT")
        @Nullable String parent;

        @Option(names = "--quota", paramLabel = "SIZE", converter = Size.class)
        @Nullable ByteCount quota;

        @Override
        protected ExitCode act() {
            return show(client().createUnit(new NewUnit(name, parent, quota == null ? null : quota.value())));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::units));
        }
    }
}
