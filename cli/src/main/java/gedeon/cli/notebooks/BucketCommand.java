package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.NewBucket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon bucket}. */
@Command(
        name = "bucket",
        subcommands = {
            BucketCommand.Create.class,
            BucketCommand.ListAll.class,
            BucketCommand.Objects.class,
            BucketCommand.Lifecycle.class
        })
public final class BucketCommand extends Group {
    @Command(name = "create")
    static final class Create extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Option(names = "--versioned")
        boolean versioned;

        @Override
        protected ExitCode act() {
            return show(client().createBucket(notebook, new NewBucket(name, versioned)));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Override
        protected ExitCode act() {
            return show(client().buckets(notebook));
        }
    }

    @Command(name = "objects")
    static final class Objects extends Answering {
        @Parameters(paramLabel = "BUCKET", descriptionKey = "name")
        String bucket = "";

        @Option(names = "--prefix", paramLabel = "PREFIX")
        @Nullable String prefix;

        @Override
        protected ExitCode act() {
            return show(everyPage(after -> client().objects(bucket, prefix, after)));
        }
    }

    /** What became of a bucket's lifecycle rules, and what kept versions back from them. */
    @Command(name = "lifecycle")
    static final class Lifecycle extends Answering {
        @Parameters(paramLabel = "BUCKET", descriptionKey = "name")
        String bucket = "";

        @Override
        protected ExitCode act() {
            return show(client().lifecycle(bucket));
        }
    }
}
