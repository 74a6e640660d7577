package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Size;
import gedeon.client.wire.NewParent;
import gedeon.client.wire.NewUnit;
import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon unit}. */
@Command(
        name = "unit",
        subcommands = {UnitCommand.Create.class, UnitCommand.ListAll.class, UnitCommand.Move.class})
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

    /** Under another unit, or with {@code --alone} under none. */
    @Command(name = "move")
    static final class Move extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @ArgGroup(multiplicity = "1")
        Where where = new Where();

        static final class Where {
            @Option(names = "--parent", paramLabel = "UNIT")
            @Nullable String parent;

            @Option(names = "--alone")
            boolean alone;
        }

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return show(client().moveUnit(name, new NewParent(where.parent), dryRun));
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
