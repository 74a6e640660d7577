package gedeon.cli.storage;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.cli.Verb;
import gedeon.client.wire.NewAssignment;
import gedeon.client.wire.NewPolicy;
import gedeon.client.wire.RuleBody;
import gedeon.kernel.ByteCount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon policy}. */
@Command(
        name = "policy",
        subcommands = {
            PolicyCommand.ListAll.class,
            PolicyCommand.Show.class,
            PolicyCommand.Save.class,
            PolicyCommand.Delete.class,
            PolicyCommand.Assign.class
        })
public final class PolicyCommand extends Group {
    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(client().policies());
        }
    }

    /** A policy, or with {@code --notebook} the one that a notebook has. */
    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "NAME", arity = "0..1", descriptionKey = "name")
        @Nullable String name;

        @Option(names = "--notebook", paramLabel = "NOTEBOOK")
        @Nullable String notebook;

        @Override
        protected ExitCode act() {
            if (notebook != null) {
                return show(client().policyOf(notebook));
            }
            if (name == null) {
                throw new Refusal(ExitCode.USAGE, shell().say("policy-show-nothing"));
            }
            return show(client().policy(name));
        }
    }

    @Command(name = "set")
    static final class Save extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(
                names = "--landing",
                paramLabel = "TIER",
                split = ",",
                required = true,
                descriptionKey = "policy-landing")
        List<String> landing = List.of();

        @Option(names = "--copy", paramLabel = "TIER", split = ",", descriptionKey = "policy-copy")
        List<String> copies = List.of();

        @Option(names = "--rule", paramLabel = "RULE", descriptionKey = "policy-rule")
        List<String> rules = List.of();

        @Option(names = "--fixity-days", paramLabel = "N", descriptionKey = "policy-fixity")
        @Nullable Integer fixityDays;

        @Option(names = "--copies", paramLabel = "N", descriptionKey = "policy-copies")
        @Nullable Integer count;

        @Option(names = "--different-places", descriptionKey = "policy-different-places")
        boolean differentPlaces;

        @Option(names = "--only-country", paramLabel = "CC", descriptionKey = "policy-only-country")
        @Nullable String onlyCountry;

        @Option(names = "--health-data", descriptionKey = "policy-health-data")
        boolean healthData;

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            List<RuleBody> all = new ArrayList<>();
            for (String rule : rules) {
                all.add(rule(rule));
            }
            NewPolicy policy = new NewPolicy(
                    landing,
                    copies,
                    all,
                    fixityDays,
                    count,
                    differentPlaces ? true : null,
                    onlyCountry,
                    healthData ? true : null);
            return show(client().savePolicy(name, policy, dryRun));
        }

        /** {@code to=cold,older-than=P90D,larger-than=1GB,prefix=raw/,tag:state=done}. */
        private RuleBody rule(String text) {
            Map<String, String> said = new LinkedHashMap<>();
            Map<String, String> tags = new LinkedHashMap<>();
            for (String part : text.split(",", -1)) {
                int is = part.indexOf('=');
                String what = is < 0 ? part : part.substring(0, is);
                String value = is < 0 ? "true" : part.substring(is + 1);
                if (what.startsWith("tag:")) {
                    tags.put(what.substring("tag:".length()), value);
                } else if (KNOWN.contains(what)) {
                    said.put(what, value);
                } else {
                    throw new Refusal(ExitCode.USAGE, shell().say("policy-bad-rule", part));
                }
            }
            String to = said.get("to");
            if (to == null) {
                throw new Refusal(ExitCode.USAGE, shell().say("policy-bad-rule", text));
            }
            return new RuleBody(
                    to,
                    said.get("older-than"),
                    said.get("unread-for"),
                    bytes(said.get("larger-than")),
                    bytes(said.get("smaller-than")),
                    said.get("bucket"),
                    said.get("prefix"),
                    said.containsKey("noncurrent") ? true : null,
                    tags.isEmpty() ? null : tags,
                    said.get("state"),
                    truth(said.get("retained")),
                    said.get("retained-for"));
        }

        private static final Set<String> KNOWN = Set.of(
                "to",
                "older-than",
                "unread-for",
                "larger-than",
                "smaller-than",
                "bucket",
                "prefix",
                "noncurrent",
                "state",
                "retained",
                "retained-for");

        private @Nullable Boolean truth(@Nullable String value) {
            if (value == null || value.equals("true") || value.equals("false")) {
                return value == null ? null : Boolean.valueOf(value);
            }
            throw new Refusal(ExitCode.USAGE, shell().say("policy-bad-rule", "retained=" + value));
        }

        private @Nullable Long bytes(@Nullable String size) {
            try {
                return size == null ? null : ByteCount.parse(size).value();
            } catch (IllegalArgumentException e) {
                throw new Refusal(ExitCode.USAGE, shell().say("policy-bad-rule", size));
            }
        }
    }

    @Command(name = "delete")
    static final class Delete extends Verb {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            client().deletePolicy(name);
            return ExitCode.DONE;
        }
    }

    /** Gives a notebook a policy, or takes its own away. */
    @Command(name = "assign")
    static final class Assign extends Answering {
        @Parameters(paramLabel = "NAME", arity = "0..1", descriptionKey = "policy-assigned")
        @Nullable String name;

        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            return show(client().assignPolicy(notebook, new NewAssignment(name), dryRun));
        }
    }
}
