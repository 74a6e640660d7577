package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.cli.Size;
import gedeon.client.wire.NewHome;
import gedeon.client.wire.NewNotebook;
import gedeon.client.wire.NotebookChange;
import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon notebook}. */
@Command(
        name = "notebook",
        subcommands = {
            NotebookCommand.Create.class,
            NotebookCommand.ListAll.class,
            NotebookCommand.Show.class,
            NotebookCommand.Set.class,
            NotebookCommand.Move.class,
            NotebookCommand.Crate.class
        })
public final class NotebookCommand extends Group {
    @Command(name = "create")
    static final class Create extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--unit", paramLabel = "UNIT", required = true)
        String unit = "";

        @Option(names = "--quota", paramLabel = "SIZE", required = true, converter = Size.class)
        ByteCount quota = ByteCount.ZERO;

        @Option(names = "--kind", paramLabel = "KIND")
        @Nullable String kind;

        @Override
        protected ExitCode act() {
            return show(client().createNotebook(new NewNotebook(name, unit, quota.value(), kind)));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::notebooks));
        }
    }

    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            return show(client().notebook(name));
        }
    }

    /** What no option names stays as it is. */
    @Command(name = "set")
    static final class Set extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--confidential", negatable = true, fallbackValue = "true")
        @Nullable Boolean confidential;

        @Option(names = "--encrypted", negatable = true, fallbackValue = "true")
        @Nullable Boolean encrypted;

        @Override
        protected ExitCode act() {
            if (confidential == null && encrypted == null) {
                throw new Refusal(ExitCode.USAGE, shell().say("notebook-nothing-set"));
            }
            return show(client().changeNotebook(name, new NotebookChange(confidential, encrypted)));
        }
    }

    /** To another unit, with all its room. */
    @Command(name = "move")
    static final class Move extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--unit", paramLabel = "UNIT", required = true)
        String unit = "";

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return show(client().moveNotebook(name, new NewHome(unit), dryRun));
        }
    }

    @Command(name = "crate")
    static final class Crate extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            return showText(client().crate(name));
        }
    }
}
