package gedeon.cli.catalogue;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.ExperimentBody;
import gedeon.client.wire.PersonBody;
import gedeon.client.wire.ProtocolBody;
import gedeon.client.wire.SampleBody;
import gedeon.client.wire.SoftwareBody;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The nouns that datasets are linked to: {@code experiment protocol software sample person}, each with {@code create} and {@code list}. */
public final class CatalogueCommands {
    private CatalogueCommands() {}

    /** Verbs that make a thing by name. */
    abstract static class Named extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";
    }

    /** Verbs that make a thing of a notebook. */
    abstract static class OfNotebook extends Named {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";
    }

    @Command(
            name = "experiment",
            subcommands = {CreateExperiment.class, ListExperiments.class})
    public static final class Experiment extends Group {}

    @Command(name = "create")
    static final class CreateExperiment extends OfNotebook {
        @Option(names = "--title", paramLabel = "TEXT")
        @Nullable String title;

        @Option(names = "--eln-url", paramLabel = "URL")
        @Nullable String elnUrl;

        @Override
        protected ExitCode act() {
            return show(client().createExperiment(new ExperimentBody(name, notebook, title, elnUrl)));
        }
    }

    @Command(name = "list")
    static final class ListExperiments extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::experiments));
        }
    }

    @Command(
            name = "protocol",
            subcommands = {CreateProtocol.class, ListProtocols.class})
    public static final class Protocol extends Group {}

    @Command(name = "create")
    static final class CreateProtocol extends OfNotebook {
        @Option(names = "--version", paramLabel = "VERSION", required = true, descriptionKey = "of-version")
        String version = "";

        @Option(names = "--title", paramLabel = "TEXT")
        @Nullable String title;

        @Option(names = "--page", paramLabel = "URL")
        @Nullable String page;

        @Override
        protected ExitCode act() {
            return show(client().createProtocol(new ProtocolBody(name, version, notebook, title, page)));
        }
    }

    @Command(name = "list")
    static final class ListProtocols extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::protocols));
        }
    }

    @Command(
            name = "software",
            subcommands = {CreateSoftware.class, ListSoftware.class})
    public static final class Software extends Group {}

    @Command(name = "create")
    static final class CreateSoftware extends Named {
        @Option(names = "--version", paramLabel = "VERSION", required = true, descriptionKey = "of-version")
        String version = "";

        @Option(names = "--swhid", paramLabel = "SWHID")
        @Nullable String swhid;

        @Option(names = "--page", paramLabel = "URL")
        @Nullable String page;

        @Override
        protected ExitCode act() {
            return show(client().createSoftware(new SoftwareBody(name, version, swhid, page)));
        }
    }

    @Command(name = "list")
    static final class ListSoftware extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::software));
        }
    }

    @Command(
            name = "sample",
            subcommands = {CreateSample.class, ListSamples.class})
    public static final class Sample extends Group {}

    @Command(name = "create")
    static final class CreateSample extends OfNotebook {
        @Option(names = "--description", paramLabel = "TEXT")
        @Nullable String description;

        @Option(names = "--identifier", paramLabel = "ID")
        @Nullable String identifier;

        @Override
        protected ExitCode act() {
            return show(client().createSample(new SampleBody(name, notebook, description, identifier)));
        }
    }

    @Command(name = "list")
    static final class ListSamples extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::samples));
        }
    }

    @Command(
            name = "person",
            subcommands = {CreatePerson.class, ListPersons.class})
    public static final class Person extends Group {}

    @Command(name = "create")
    static final class CreatePerson extends Named {
        @Option(names = "--orcid", paramLabel = "ORCID")
        @Nullable String orcid;

        @Option(names = "--email", paramLabel = "ADDRESS")
        @Nullable String email;

        @Override
        protected ExitCode act() {
            return show(client().createPerson(new PersonBody(name, orcid, email)));
        }
    }

    @Command(name = "list")
    static final class ListPersons extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::persons));
        }
    }
}
