package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.NewInstrument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon instrument}. */
@Command(
        name = "instrument",
        subcommands = {
            InstrumentCommand.Create.class,
            InstrumentCommand.ListAll.class,
            InstrumentCommand.Show.class,
            CalendarCommand.class
        })
public final class InstrumentCommand extends Group {
    @Command(name = "create")
    static final class Create extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Option(names = "--model", paramLabel = "TEXT")
        @Nullable String model;

        @Option(names = "--manufacturer", paramLabel = "TEXT")
        @Nullable String manufacturer;

        @Option(names = "--serial", paramLabel = "TEXT")
        @Nullable String serial;

        @Option(names = "--pid", paramLabel = "PID")
        @Nullable String pid;

        @Override
        protected ExitCode act() {
            return show(client().createInstrument(new NewInstrument(name, notebook, model, manufacturer, serial, pid)));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::instruments));
        }
    }

    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            return show(client().instrument(name));
        }
    }
}
