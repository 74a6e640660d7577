package gedeon.sync.program;

import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.sync.agent.AgentCommands;
import gedeon.sync.words.Words;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code gedeon-agent}. */
@Command(
        name = "gedeon-agent",
        version = "gedeon-agent " + AgentCommands.VERSION,
        subcommands = {
            EnrolVerb.class,
            RunVerb.class,
            StatusVerb.class,
            InstallVerbs.Install.class,
            InstallVerbs.Uninstall.class
        })
public final class AgentProgram implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int UNREACHABLE = 5;

    private final PrintStream out;
    private final PrintStream err;
    private final Words words;

    private AgentProgram(PrintStream out, PrintStream err, Words words) {
        this.out = out;
        this.err = err;
        this.words = words;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, System.getenv(), args));
    }

    /** Runs one command line as the process would and returns its exit code. */
    public static int run(PrintStream out, PrintStream err, Map<String, String> environment, String... args) {
        return commandLine(out, err, Words.of(environment)).execute(args);
    }

    static CommandLine commandLine(PrintStream out, PrintStream err, Words words) {
        CommandLine line = new CommandLine(new AgentProgram(out, err, words));
        line.setResourceBundle(words.bundle());
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, arguments) -> {
            String what = String.valueOf(wrong.getMessage()).replace('\n', ' ');
            String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
            err.println("gedeon-agent: " + what + ". " + words.say("usage-remedy", command));
            return USAGE;
        });
        line.setExecutionExceptionHandler((thrown, command, result) -> {
            err.println("gedeon-agent: " + sentence(thrown));
            return code(thrown);
        });
        everyCommand(line);
        return line;
    }

    private static void everyCommand(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .descriptionKey("help")
                .build());
        if (spec.parent() == null) {
            spec.addOption(OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .descriptionKey("version")
                    .build());
        }
        line.getSubcommands().values().forEach(AgentProgram::everyCommand);
    }

    private static String sentence(Throwable thrown) {
        String message = thrown.getMessage();
        boolean plain = thrown instanceof ProblemException
                || thrown instanceof Unreachable
                || thrown.getClass().getName().startsWith("gedeon.");
        if (plain) {
            return String.valueOf(message);
        }
        String name = thrown.getClass().getSimpleName();
        return (message == null || message.isBlank() ? name : name + ": " + message).replace('\n', ' ');
    }

    private static int code(Throwable thrown) {
        if (thrown instanceof Unreachable) {
            return UNREACHABLE;
        }
        if (thrown instanceof ProblemException problem) {
            return problem.status() == 401 || problem.status() == 403 ? REFUSED : FAILED;
        }
        return FAILED;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    Words words() {
        return words;
    }

    @Override
    public void run() {
        commandLine(out, err, words).usage(out);
    }
}
