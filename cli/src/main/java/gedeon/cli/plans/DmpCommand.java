package gedeon.cli.plans;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.client.wire.DriftBody;
import gedeon.client.wire.PlanCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon dmp}. */
@Command(
        name = "dmp",
        subcommands = {
            DmpCommand.Import.class,
            DmpCommand.Validate.class,
            DmpCommand.Approve.class,
            DmpCommand.Drift.class,
            DmpCommand.Export.class,
            DmpCommand.ListAll.class,
            DmpCommand.Show.class
        })
public final class DmpCommand extends Group {
    /** Verbs that read a maDMP file. */
    abstract static class OfFile extends Answering {
        @Parameters(paramLabel = "FILE", descriptionKey = "madmp")
        Path file = Path.of("");

        final String text() {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new Refusal(ExitCode.FAILED, shell().say("unreadable", file));
            }
        }
    }

    /** Verbs about one plan. */
    abstract static class OfPlan extends Answering {
        @Parameters(paramLabel = "PLAN", descriptionKey = "plan-id")
        String plan = "";
    }

    @Command(name = "import")
    static final class Import extends OfFile {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Override
        protected ExitCode act() {
            return show(client().importPlan(notebook, text()));
        }
    }

    @Command(name = "validate")
    static final class Validate extends OfFile {
        @Override
        protected ExitCode act() {
            PlanCheck check = client().validatePlan(text());
            show(check);
            return check.valid() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    @Command(name = "approve")
    static final class Approve extends OfPlan {
        @Option(names = "--dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return show(client().approvePlan(plan, dryRun));
        }
    }

    /** Drift is whatever is graded worse than {@code ok}. */
    @Command(name = "drift")
    static final class Drift extends OfPlan {
        @Override
        protected ExitCode act() {
            DriftBody drift = client().drift(plan);
            show(drift);
            boolean found =
                    drift.items().stream().anyMatch(item -> !item.grade().equalsIgnoreCase("ok"));
            return found ? ExitCode.FOUND : ExitCode.DONE;
        }
    }

    @Command(name = "export")
    static final class Export extends OfPlan {
        @Option(names = "--version", paramLabel = "1.2", descriptionKey = "madmp-version")
        String version = "1.2";

        @Option(names = "--output", paramLabel = "FILE")
        @Nullable Path output;

        @Override
        protected ExitCode act() throws IOException {
            String madmp = client().exportPlan(plan, version);
            if (output == null) {
                return showText(madmp);
            }
            Files.writeString(output, madmp);
            return ExitCode.DONE;
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::plans));
        }
    }

    @Command(name = "show")
    static final class Show extends OfPlan {
        @Override
        protected ExitCode act() {
            return show(client().plan(plan));
        }
    }
}
