package gedeon.cli.disposal;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.client.wire.DisposalPreview;
import java.io.Console;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb after which something cannot be brought back: it has the bucket's name written again, unless {@code --yes} gives it. */
abstract class Confirming extends Answering {
    @Option(names = "--dry-run", descriptionKey = "dry-run")
    boolean dryRun;

    @Option(names = "--yes", paramLabel = "BUCKET", descriptionKey = "disposal-yes")
    @Nullable String yes;

    @Option(names = "--bypass-governance", descriptionKey = "bypass-governance")
    boolean bypass;

    /** Refused where not everything would go. */
    protected final ExitCode shown(DisposalPreview preview) {
        show(preview);
        return preview.goes() == preview.versions() && preview.versions() > 0 ? ExitCode.DONE : ExitCode.REFUSED;
    }

    protected final String confirmed(Supplier<DisposalPreview> asked) {
        if (yes != null) {
            return yes;
        }
        DisposalPreview preview = asked.get();
        Console console = System.console();
        if (console == null) {
            throw new Refusal(ExitCode.USAGE, shell().say("disposal-unconfirmed", preview.bucket()));
        }
        String answer = console.readLine(
                "%s ", shell().say("disposal-question", preview.goes(), preview.goesBytes(), preview.bucket()));
        return answer == null ? "" : answer.strip();
    }
}
