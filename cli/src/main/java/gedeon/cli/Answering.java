package gedeon.cli;

import gedeon.client.wire.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb that prints data: as text, or with {@code --json} the same record as JSON. */
public abstract class Answering extends Verb {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    protected final boolean asJson() {
        return json;
    }

    /** Prints a record or a list, as text or as JSON. */
    protected final ExitCode show(Object answer) {
        new Printer(shell().out(), shell().words()).print(answer, json);
        return ExitCode.DONE;
    }

    /** Prints {@code text}, a document of its own (a plan, a crate), as it is. */
    protected final ExitCode showText(String text) {
        shell().out().println(text.stripTrailing());
        return ExitCode.DONE;
    }

    /** All pages of a list as one. */
    protected static <T> Page<T> everyPage(Function<@Nullable String, Page<T>> pages) {
        List<T> items = new ArrayList<>();
        String after = null;
        do {
            Page<T> page = pages.apply(after);
            items.addAll(page.items());
            after = page.next();
        } while (after != null);
        return Page.of(items);
    }
}
