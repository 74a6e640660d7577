package gedeon.cli;

import gedeon.client.GedeonClient;
import gedeon.client.wire.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One verb: options are its fields, {@link #act} does the work and says how it ended. */
public abstract class Verb implements Callable<Integer> {
    @Spec
    @Nullable CommandSpec spec;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    protected abstract ExitCode act() throws Exception;

    @Override
    public final Integer call() throws Exception {
        return act().number();
    }

    protected final Shell shell() {
        if (spec == null) {
            throw new IllegalStateException("a verb runs inside gedeon");
        }
        return ((Gedeon) spec.root().userObject()).shell();
    }

    protected final GedeonClient client() {
        return shell().client();
    }

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
