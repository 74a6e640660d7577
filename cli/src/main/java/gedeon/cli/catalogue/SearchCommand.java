package gedeon.cli.catalogue;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon search}: words, and conditions such as {@code exposure_time>=100}. */
@Command(name = "search")
public final class SearchCommand extends Answering {
    @Parameters(paramLabel = "QUERY", arity = "1..*", descriptionKey = "query")
    List<String> query = List.of();

    @Option(names = "--notebook", paramLabel = "NOTEBOOK")
    @Nullable String notebook;

    @Option(names = "--limit", paramLabel = "N")
    @Nullable Integer limit;

    @Override
    protected ExitCode act() {
        return show(client().search(String.join(" ", query), notebook, limit));
    }
}
