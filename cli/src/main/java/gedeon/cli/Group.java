package gedeon.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A noun with verbs; alone it shows them, which counts as a usage error. */
public abstract class Group implements Runnable {
    @Spec
    @Nullable CommandSpec spec;

    @Override
    public final void run() {
        if (spec == null) {
            throw new IllegalStateException("a group runs inside gedeon");
        }
        Shell shell = ((Gedeon) spec.root().userObject()).shell();
        spec.commandLine().usage(shell.err());
        throw new Refusal(ExitCode.USAGE, shell.say("usage-remedy", spec.qualifiedName()));
    }
}
