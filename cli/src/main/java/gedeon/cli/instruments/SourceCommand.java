package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon source}. */
@Command(
        name = "source",
        subcommands = {SourceCommand.Add.class, SourceCommand.ListMine.class, TryCommand.class})
public final class SourceCommand extends Group {
    @Command(name = "add")
    static final class Add extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Option(names = "--folder", paramLabel = "DIR", required = true)
        String folder = "";

        @Option(names = "--pattern", paramLabel = "GLOB")
        @Nullable String pattern;

        @Option(names = "--kind", paramLabel = "file|folder")
        SourceKind kind = SourceKind.FILE;

        @Option(names = "--marker", paramLabel = "FILE")
        @Nullable String marker;

        @Option(names = "--quiet-seconds", paramLabel = "N")
        int quietSeconds = 60;

        @Option(names = "--prefix", paramLabel = "PREFIX")
        @Nullable String prefix;

        @Option(names = "--experiment", paramLabel = "EXPERIMENT")
        @Nullable String experiment;

        @Option(names = "--rule", paramLabel = "RULE", descriptionKey = "source-rule")
        @Nullable String rule;

        @Override
        protected ExitCode act() {
            SourceBody source = new SourceBody(
                    name, folder, pattern, kind, marker, quietSeconds, prefix, experiment, null, rule, null);
            return show(client().createSource(instrument, source));
        }
    }

    /** The sources of the agent whose token asks. */
    @Command(name = "list")
    static final class ListMine extends Answering {
        @Override
        protected ExitCode act() {
            return show(client().agent().sources());
        }
    }
}
