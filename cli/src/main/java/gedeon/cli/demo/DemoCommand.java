package gedeon.cli.demo;

import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.cli.Shell;
import gedeon.cli.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon demo}. */
@Command(name = "demo")
public final class DemoCommand extends Verb {
    @Option(names = "--data", paramLabel = "DIR")
    @Nullable Path data;

    @Option(names = "--keep")
    boolean keep;

    @Override
    protected ExitCode act() throws Exception {
        Shell shell = shell();
        if (data != null && !Files.isDirectory(data)) {
            throw new Refusal(ExitCode.USAGE, shell.say("unreadable", data));
        }
        Script script = data == null ? new SampleScript() : new FolderScript(data);
        new Demo(shell, script, keep).play();
        return ExitCode.DONE;
    }
}
