package gedeon.cli.catalogue;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.NewLink;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon dataset}. */
@Command(
        name = "dataset",
        subcommands = {
            DatasetCommand.ListAll.class,
            DatasetCommand.Show.class,
            DatasetCommand.Files.class,
            DatasetCommand.Link.class,
            DatasetCommand.Provenance.class,
            DatasetCommand.Seal.class
        })
public final class DatasetCommand extends Group {
    @Command(name = "list")
    static final class ListAll extends Answering {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK")
        @Nullable String notebook;

        @Override
        protected ExitCode act() {
            return show(everyPage(after -> client().datasets(notebook, after)));
        }
    }

    /** Verbs about one dataset. */
    abstract static class One extends Answering {
        @Parameters(index = "0", paramLabel = "ID", descriptionKey = "dataset-id")
        String id = "";
    }

    @Command(name = "show")
    static final class Show extends One {
        @Override
        protected ExitCode act() {
            return show(client().dataset(id));
        }
    }

    @Command(name = "files")
    static final class Files extends One {
        @Override
        protected ExitCode act() {
            return show(everyPage(after -> client().datasetFiles(id, after)));
        }
    }

    @Command(name = "link")
    static final class Link extends One {
        @Option(names = "--relation", paramLabel = "RELATION", required = true)
        String relation = "";

        @Option(names = "--kind", paramLabel = "KIND", required = true, descriptionKey = "link-kind")
        String kind = "";

        @Option(names = "--name", paramLabel = "NAME", required = true)
        String name = "";

        @Override
        protected ExitCode act() {
            return show(client().addLink(id, new NewLink(relation, kind, name), null));
        }
    }

    @Command(name = "seal")
    static final class Seal extends One {
        @Override
        protected ExitCode act() {
            return show(client().seal(id));
        }
    }

    @Command(name = "provenance")
    static final class Provenance extends One {
        @Override
        protected ExitCode act() {
            return show(client().provenance(id));
        }
    }
}
