package gedeon.cli.disposal;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.NewDisposalRequest;
import gedeon.client.wire.NewWaste;
import gedeon.client.wire.WasteDisposal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon waste}. */
@Command(
        name = "waste",
        subcommands = {
            WasteCommand.Mark.class,
            WasteCommand.Unmark.class,
            WasteCommand.ListMarked.class,
            WasteCommand.Dispose.class
        })
public final class WasteCommand extends Group {
    /** A dry run says what is locked and tied as well. */
    @Command(name = "mark")
    static final class Mark extends Answering {
        @Parameters(paramLabel = "BUCKET", descriptionKey = "bucket")
        String bucket = "";

        @Mixin
        Which which = new Which();

        @Option(names = "--reason", paramLabel = "WORDS", required = true, descriptionKey = "disposal-reason")
        String reason = "";

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return dryRun
                    ? show(client().previewDisposal(
                                    bucket, new NewDisposalRequest(which.prefix(), which.versions(), null)))
                    : show(client().markWaste(bucket, new NewWaste(which.prefix(), which.versions(), reason)));
        }
    }

    @Command(name = "unmark")
    static final class Unmark extends Answering {
        @Parameters(paramLabel = "BUCKET", descriptionKey = "bucket")
        String bucket = "";

        @Mixin
        Which which = new Which();

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return dryRun
                    ? show(client().previewWaste(
                                    bucket, new WasteDisposal(which.prefix(), which.versions(), false, null)))
                    : show(client().unmarkWaste(bucket, new NewWaste(which.prefix(), which.versions(), null)));
        }
    }

    @Command(name = "list")
    static final class ListMarked extends Answering {
        @Parameters(paramLabel = "BUCKET", descriptionKey = "bucket")
        String bucket = "";

        @Option(names = "--prefix", paramLabel = "PREFIX", descriptionKey = "prefix")
        @Nullable String prefix;

        @Override
        protected ExitCode act() {
            return show(everyPage(after -> client().waste(bucket, prefix, after)));
        }
    }

    @Command(name = "dispose")
    static final class Dispose extends Confirming {
        @Parameters(paramLabel = "BUCKET", descriptionKey = "bucket")
        String bucket = "";

        @Mixin
        Which which = new Which();

        @Override
        protected ExitCode act() {
            if (dryRun) {
                return shown(client().previewWaste(bucket, order(null)));
            }
            String confirm = confirmed(() -> client().previewWaste(bucket, order(null)));
            return show(client().disposeOfWaste(bucket, order(confirm)));
        }

        private WasteDisposal order(@Nullable String confirm) {
            return new WasteDisposal(which.prefix(), which.versions(), bypass, confirm);
        }
    }
}
