package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.cli.Size;
import gedeon.client.wire.NewParent;
import gedeon.client.wire.NewUnit;
import gedeon.client.wire.UnitChange;
import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon unit}. */
@Command(
        name = "unit",
        subcommands = {
            UnitCommand.Create.class,
            UnitCommand.ListAll.class,
            UnitCommand.Show.class,
            UnitCommand.Set.class,
            UnitCommand.Move.class
        })
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

    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            return show(client().unit(name));
        }
    }

    /** What no option names stays as it is. */
    @Command(name = "set")
    static final class Set extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--quota", paramLabel = "SIZE", converter = Size.class)
        @Nullable ByteCount quota;

        @ArgGroup
        ObjectLimit objects = new ObjectLimit();

        @ArgGroup
        Promises promises = new Promises();

        static final class Promises {
            @Option(names = "--overallocation", paramLabel = "PERCENT")
            @Nullable Integer percent;

            @Option(names = "--any-overallocation")
            boolean any;
        }

        @Mixin
        Thresholds thresholds = new Thresholds();

        @Override
        protected ExitCode act() {
            UnitChange change = new UnitChange(
                    quota == null ? null : quota.value(),
                    objects.limit,
                    objects.unlimited,
                    promises.any ? Integer.valueOf(-1) : promises.percent,
                    thresholds.warnAt,
                    thresholds.alarmAt,
                    thresholds.graceDays);
            if (change.equals(new UnitChange(null, null, null, null, null, null, null))) {
                throw new Refusal(ExitCode.USAGE, shell().say("unit-nothing-set"));
            }
            return show(client().changeUnit(name, change));
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
