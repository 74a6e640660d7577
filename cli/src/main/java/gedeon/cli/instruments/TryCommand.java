package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.client.wire.Page;
import gedeon.kernel.FinishRule;
import gedeon.sync.settle.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon source try}: what would happen to a folder under a rule, and why. Reads names, sizes, times and ends of files; sends nothing. */
@Command(name = "try")
final class TryCommand extends Answering {
    @Parameters(index = "0", paramLabel = "RULE", descriptionKey = "try-rule")
    String rule = "";

    @Parameters(index = "1", paramLabel = "DIR", descriptionKey = "try-folder")
    Path folder = Path.of("");

    @Option(names = "--watch", paramLabel = "SECONDS", descriptionKey = "try-watch")
    int watch;

    @Override
    protected ExitCode act() {
        if (!Files.isDirectory(folder)) {
            throw new Refusal(ExitCode.USAGE, shell().say("try-no-folder", folder));
        }
        if (watch < 0) {
            throw new Refusal(ExitCode.USAGE, shell().say("try-watch-negative", watch));
        }
        FinishRule tried = RuleFiles.isFile(rule)
                ? RuleFiles.read(shell(), Path.of(rule))
                : client().rule(rule, null).rule();
        List<Trial.Line> lines = new Trial(tried, folder, Clock.systemUTC()).run(watch);
        return show(Page.of(lines));
    }
}
