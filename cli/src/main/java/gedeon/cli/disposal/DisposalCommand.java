package gedeon.cli.disposal;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.DisposalApproval;
import gedeon.client.wire.DisposalPreview;
import gedeon.client.wire.DisposalWords;
import gedeon.client.wire.NewDisposalRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon disposal}. */
@Command(
        name = "disposal",
        subcommands = {
            DisposalCommand.Request.class,
            DisposalCommand.ListAll.class,
            DisposalCommand.Show.class,
            DisposalCommand.Approve.class,
            DisposalCommand.Refuse.class,
            DisposalCommand.Withdraw.class,
            DisposalCommand.Tombstones.class
        })
public final class DisposalCommand extends Group {
    /** A dry run is refused where something is locked that nobody may pass over. */
    @Command(name = "request")
    static final class Request extends Answering {
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
            NewDisposalRequest request = new NewDisposalRequest(which.prefix(), which.versions(), reason);
            if (!dryRun) {
                return show(client().requestDisposal(bucket, request));
            }
            DisposalPreview preview = client().previewDisposal(bucket, request);
            show(preview);
            return preview.compliance() + preview.held() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
        }
    }

    /** Of a notebook, or those that wait for the caller. */
    @Command(name = "list")
    static final class ListAll extends Answering {
        @Parameters(paramLabel = "NOTEBOOK", arity = "0..1", descriptionKey = "requests-of")
        @Nullable String notebook;

        @Override
        protected ExitCode act() {
            return show(client().disposals(notebook));
        }
    }

    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "DISPOSAL", descriptionKey = "disposal-id")
        String disposal = "";

        @Override
        protected ExitCode act() {
            return show(client().disposal(disposal));
        }
    }

    @Command(name = "approve")
    static final class Approve extends Confirming {
        @Parameters(paramLabel = "DISPOSAL", descriptionKey = "disposal-id")
        String disposal = "";

        @Option(names = "--words", paramLabel = "WORDS", descriptionKey = "words")
        @Nullable String words;

        @Override
        protected ExitCode act() {
            if (dryRun) {
                return shown(client().previewApproval(disposal, bypass));
            }
            String confirm = confirmed(() -> client().previewApproval(disposal, bypass));
            return show(client().approveDisposal(disposal, new DisposalApproval(confirm, bypass, words)));
        }
    }

    /** What a dry run shows stays as it is. */
    @Command(name = "refuse")
    static final class Refuse extends Answering {
        @Parameters(paramLabel = "DISPOSAL", descriptionKey = "disposal-id")
        String disposal = "";

        @Option(names = "--words", paramLabel = "WORDS", required = true, descriptionKey = "words")
        String words = "";

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return show(
                    dryRun ? client().disposal(disposal) : client().refuseDisposal(disposal, new DisposalWords(words)));
        }
    }

    @Command(name = "withdraw")
    static final class Withdraw extends Answering {
        @Parameters(paramLabel = "DISPOSAL", descriptionKey = "disposal-id")
        String disposal = "";

        @Option(names = "--words", paramLabel = "WORDS", descriptionKey = "words")
        @Nullable String words;

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return show(
                    dryRun
                            ? client().disposal(disposal)
                            : client().withdrawDisposal(disposal, new DisposalWords(words)));
        }
    }

    @Command(name = "tombstones")
    static final class Tombstones extends Answering {
        @Parameters(paramLabel = "DISPOSAL", descriptionKey = "disposal-id")
        String disposal = "";

        @Override
        protected ExitCode act() {
            return show(everyPage(after -> client().tombstones(disposal, after)));
        }
    }
}
