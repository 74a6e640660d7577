package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.FinishRuleBody;
import gedeon.client.wire.Page;
import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon rule}: what says that an acquisition is finished. */
@Command(
        name = "rule",
        subcommands = {
            RuleCommand.ListAll.class,
            RuleCommand.Show.class,
            RuleCommand.Versions.class,
            RuleCommand.Keep.class,
            RuleCommand.Back.class
        })
public final class RuleCommand extends Group {
    /** A rule as a line. */
    record Line(
            String name,
            int version,
            String kind,
            String takes,
            String signs,
            @Nullable Instant made,
            @Nullable String by) {
        static Line of(FinishRuleBody body) {
            FinishRule rule = body.rule();
            return new Line(
                    rule.name(),
                    rule.version(),
                    rule.kind().name(),
                    String.join(" ", rule.takes()),
                    rule.signs().stream().map(FinishSign::word).distinct().collect(Collectors.joining(" ")),
                    body.made(),
                    body.by());
        }

        static Page<Line> of(List<FinishRuleBody> all) {
            return Page.of(all.stream().map(Line::of).toList());
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            Page<FinishRuleBody> all = client().rules();
            return asJson() ? show(all) : show(Line.of(all.items()));
        }
    }

    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--version", paramLabel = "N", descriptionKey = "rule-version")
        @Nullable Integer version;

        @Override
        protected ExitCode act() {
            return show(client().rule(name, version));
        }
    }

    @Command(name = "versions")
    static final class Versions extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            Page<FinishRuleBody> all = client().ruleVersions(name);
            return asJson() ? show(all) : show(Line.of(all.items()));
        }
    }

    @Command(name = "put")
    static final class Keep extends Answering {
        @Parameters(paramLabel = "FILE", descriptionKey = "rule-file")
        Path file = Path.of("");

        @Override
        protected ExitCode act() {
            return show(client().keepRule(RuleFiles.read(shell(), file)));
        }
    }

    /** An old version becomes the next one. */
    @Command(name = "back")
    static final class Back extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--to", paramLabel = "N", required = true, descriptionKey = "rule-back-to")
        int to;

        @Override
        protected ExitCode act() {
            return show(client().keepRule(client().rule(name, to).rule()));
        }
    }
}
