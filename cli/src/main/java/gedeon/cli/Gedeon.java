package gedeon.cli;

import gedeon.cli.catalogue.CatalogueCommands;
import gedeon.cli.catalogue.DatasetCommand;
import gedeon.cli.catalogue.ReceiptCommand;
import gedeon.cli.catalogue.SearchCommand;
import gedeon.cli.demo.DemoCommand;
import gedeon.cli.disposal.DisposalCommand;
import gedeon.cli.disposal.WasteCommand;
import gedeon.cli.instruments.AgentCommand;
import gedeon.cli.instruments.InstrumentCommand;
import gedeon.cli.instruments.RuleCommand;
import gedeon.cli.instruments.SourceCommand;
import gedeon.cli.notebooks.BucketCommand;
import gedeon.cli.notebooks.EncryptionCommand;
import gedeon.cli.notebooks.KeyCommand;
import gedeon.cli.notebooks.NotebookCommand;
import gedeon.cli.notebooks.QuotaCommand;
import gedeon.cli.notebooks.UnitCommand;
import gedeon.cli.notebooks.WebhookCommand;
import gedeon.cli.plans.DmpCommand;
import gedeon.cli.server.BackupCommand;
import gedeon.cli.server.DevCommand;
import gedeon.cli.server.GatewayCommand;
import gedeon.cli.server.MailCommand;
import gedeon.cli.server.ProcessesCommand;
import gedeon.cli.server.RebuildCommand;
import gedeon.cli.server.RestoreCommand;
import gedeon.cli.server.StatusCommand;
import gedeon.cli.server.UpCommand;
import gedeon.cli.storage.FixityCommand;
import gedeon.cli.storage.JobCommand;
import gedeon.cli.storage.PolicyCommand;
import gedeon.cli.storage.TierCommand;
import gedeon.kernel.Release;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code gedeon}. */
@Command(
        name = "gedeon",
        version = "gedeon " + Release.VERSION,
        subcommands = {
            UpCommand.class,
            GatewayCommand.class,
            DemoCommand.class,
            DevCommand.class,
            StatusCommand.class,
            ProcessesCommand.class,
            MailCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            RebuildCommand.class,
            UnitCommand.class,
            NotebookCommand.class,
            QuotaCommand.class,
            BucketCommand.class,
            WasteCommand.class,
            DisposalCommand.class,
            KeyCommand.class,
            EncryptionCommand.class,
            WebhookCommand.class,
            InstrumentCommand.class,
            RuleCommand.class,
            SourceCommand.class,
            AgentCommand.class,
            CatalogueCommands.Experiment.class,
            CatalogueCommands.Protocol.class,
            CatalogueCommands.Software.class,
            CatalogueCommands.Sample.class,
            CatalogueCommands.Person.class,
            DatasetCommand.class,
            ReceiptCommand.class,
            SearchCommand.class,
            DmpCommand.class,
            TierCommand.class,
            PolicyCommand.class,
            JobCommand.class,
            FixityCommand.class,
            Gedeon.Completion.class
        })
public final class Gedeon implements Runnable {
    private final Shell shell;

    private Gedeon(Shell shell) {
        this.shell = shell;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs one command line as the process would and returns its exit code. */
    public static int run(PrintStream out, PrintStream err, String... args) {
        Surroundings surroundings = Surroundings.ofProcess();
        Words words = Words.in(Words.localeOf(surroundings.environment()));
        return run(new Shell(out, err, surroundings, words, Clock.systemUTC()), args);
    }

    public static int run(Shell shell, String... args) {
        return commandLine(shell).execute(args);
    }

    static CommandLine commandLine(Shell shell) {
        CommandLine line = new CommandLine(new Gedeon(shell));
        line.setResourceBundle(shell.words().bundle());
        line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, arguments) -> usage(shell, wrong));
        line.setExecutionExceptionHandler((thrown, command, result) -> {
            shell.err().println("gedeon: " + ExitCodes.line(thrown, shell.words()));
            return ExitCodes.of(thrown).number();
        });
        everyCommand(line);
        return line;
    }

    /** Gives every command {@code --help}; the root {@code --version} too. */
    private static void everyCommand(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.addOption(help());
        if (spec.parent() == null) {
            spec.addOption(CommandLine.Model.OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .descriptionKey("version")
                    .build());
        }
        line.getSubcommands().values().forEach(Gedeon::everyCommand);
    }

    private static CommandLine.Model.OptionSpec help() {
        return CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .descriptionKey("help")
                .build();
    }

    private static int usage(Shell shell, ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String what = String.valueOf(wrong.getMessage()).replace('\n', ' ');
        if (wrong instanceof MissingParameterException missing) {
            what = shell.say(
                    "usage-missing",
                    String.join(
                            ", ",
                            missing.getMissing().stream()
                                    .map(arg -> arg.isOption()
                                            ? ((CommandLine.Model.OptionSpec) arg).longestName()
                                            : arg.paramLabel())
                                    .toList()));
        } else if (wrong instanceof UnmatchedArgumentException unmatched) {
            what = shell.say("usage-unknown", String.join(" ", unmatched.getUnmatched()));
        }
        shell.err().println("gedeon: " + what + ". " + shell.say("usage-remedy", command));
        return ExitCode.USAGE.number();
    }

    Shell shell() {
        return shell;
    }

    @Override
    public void run() {
        commandLine(shell).usage(shell.out());
    }

    /** Prints the script that completes commands in bash and zsh: {@code source <(gedeon completion)}. */
    @Command(name = "completion")
    static final class Completion extends Verb {
        @Override
        protected ExitCode act() {
            shell().out().println(AutoComplete.bash("gedeon", commandLine(shell())));
            return ExitCode.DONE;
        }
    }
}
