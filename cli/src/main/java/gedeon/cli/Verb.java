package gedeon.cli;

import gedeon.client.GedeonClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One verb: options are its fields, {@link #act} does the work and says how it ended. */
public abstract class Verb implements Callable<Integer> {
    @Spec
    @Nullable CommandSpec spec;

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
}
