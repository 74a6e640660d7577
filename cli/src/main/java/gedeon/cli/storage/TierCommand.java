package gedeon.cli.storage;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.cli.Verb;
import gedeon.client.wire.DrainBody;
import gedeon.client.wire.JobBody;
import gedeon.client.wire.NewTier;
import gedeon.client.wire.Page;
import gedeon.client.wire.TierChange;
import gedeon.client.wire.TierCheckBody;
import gedeon.client.wire.TierDetail;
import gedeon.client.wire.TierTraitsBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon tier}. */
@Command(
        name = "tier",
        subcommands = {
            TierCommand.ListAll.class,
            TierCommand.Add.class,
            TierCommand.Set.class,
            TierCommand.Drain.class,
            TierCommand.Check.class,
            TierCommand.Audit.class,
            TierCommand.Lost.class,
            TierCommand.Remove.class,
            AdoptCommand.Adopt.class,
            AdoptCommand.Show.class
        })
public final class TierCommand extends Group {
    @Command(name = "list")
    static final class ListAll extends Answering {
        @Option(names = "--count", descriptionKey = "tier-count")
        boolean count;

        @Override
        protected ExitCode act() {
            Page<TierDetail> tiers = client().tiers(count);
            return asJson()
                    ? show(tiers)
                    : show(Page.of(tiers.items().stream().map(TierLine::of).toList()));
        }
    }

    /** What people know of a tier. */
    static final class Traits {
        @Option(names = "--online", negatable = true, descriptionKey = "tier-online")
        @Nullable Boolean online;

        @Option(names = "--range", negatable = true, descriptionKey = "tier-range")
        @Nullable Boolean range;

        @Option(names = "--country", paramLabel = "CC", descriptionKey = "tier-country")
        @Nullable String country;

        @Option(names = "--health-data", negatable = true, descriptionKey = "tier-health")
        @Nullable Boolean healthData;

        @Option(names = "--cost", paramLabel = "N", descriptionKey = "tier-cost")
        @Nullable Double cost;

        @Option(names = "--place", paramLabel = "PLACE", descriptionKey = "tier-place")
        @Nullable String place;

        @Option(names = "--own-copies", paramLabel = "N", descriptionKey = "tier-copies")
        @Nullable Integer copies;

        @Nullable TierTraitsBody body() {
            TierTraitsBody body = new TierTraitsBody(online, range, country, healthData, cost, copies, place);
            return body.equals(new TierTraitsBody(null, null, null, null, null, null, null)) ? null : body;
        }
    }

    @Command(name = "add")
    static final class Add extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--kind", paramLabel = "KIND", descriptionKey = "tier-kind")
        String kind = "posix";

        @Option(names = "--setting", paramLabel = "NAME=VALUE", descriptionKey = "tier-setting")
        Map<String, String> settings = Map.of();

        @Option(names = "--rank", paramLabel = "N", descriptionKey = "tier-rank")
        @Nullable Integer rank;

        @Mixin
        Traits traits = new Traits();

        @Override
        protected ExitCode act() {
            return show(client().addTier(new NewTier(name, kind, settings, rank, traits.body())));
        }
    }

    @Command(name = "set")
    static final class Set extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--state", paramLabel = "online|draining|off", descriptionKey = "tier-state")
        @Nullable String state;

        @Option(names = "--confirm", paramLabel = "NAME", descriptionKey = "tier-confirm")
        @Nullable String confirm;

        @Option(names = "--rank", paramLabel = "N", descriptionKey = "tier-rank")
        @Nullable Integer rank;

        @Mixin
        Traits traits = new Traits();

        @Override
        protected ExitCode act() {
            TierChange change = new TierChange(state, confirm, rank, traits.body());
            if (state == null && rank == null && change.traits() == null) {
                throw new Refusal(ExitCode.USAGE, shell().say("tier-set-nothing"));
            }
            return show(client().changeTier(name, change));
        }
    }

    @Command(name = "drain")
    static final class Drain extends Answering {
        private static final long LOOK_MILLIS = 1000;

        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Option(names = "--wait", descriptionKey = "tier-wait")
        boolean wait;

        @Override
        protected ExitCode act() throws InterruptedException {
            DrainBody drain = client().drainTier(name, dryRun);
            JobBody job = drain.job();
            if (job == null || !wait) {
                return show(drain);
            }
            return waited(job);
        }

        /** Progress goes to the error stream: what is printed stays one record. */
        private ExitCode waited(JobBody begun) throws InterruptedException {
            JobBody job = begun;
            long told = -1;
            while (job.state().equals("running")) {
                if (job.done() != told) {
                    told = job.done();
                    shell().err().println(shell().say("tier-drain-progress", job.done(), job.blobs(), job.failed()));
                }
                Thread.sleep(LOOK_MILLIS);
                job = client().job(job.id());
            }
            show(job);
            return job.state().equals("finished") ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    @Command(name = "check")
    static final class Check extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            TierCheckBody check = client().checkTier(name);
            show(check);
            return check.holds() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    @Command(name = "audit")
    static final class Audit extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            return show(client().auditTier(name));
        }
    }

    @Command(name = "lost")
    static final class Lost extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--put-back", paramLabel = "BLOB", descriptionKey = "lost-put-back")
        @Nullable String putBack;

        @Option(names = "--delete", paramLabel = "BLOB", descriptionKey = "lost-delete")
        @Nullable String delete;

        @Option(names = "--confirm", paramLabel = "NAME", descriptionKey = "lost-confirm")
        @Nullable String confirm;

        @Override
        protected ExitCode act() {
            if (putBack != null && delete != null) {
                throw new Refusal(ExitCode.USAGE, shell().say("lost-one"));
            }
            if (putBack != null) {
                return show(client().putBack(name, putBack));
            }
            if (delete == null) {
                return show(everyPage(after -> client().lost(name, after)));
            }
            if (!name.equals(confirm)) {
                throw new Refusal(ExitCode.USAGE, shell().say("lost-unconfirmed", delete, name));
            }
            client().deleteLost(name, delete, confirm);
            return ExitCode.DONE;
        }
    }

    @Command(name = "remove")
    static final class Remove extends Verb {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--confirm", paramLabel = "NAME", descriptionKey = "tier-remove-confirm")
        @Nullable String confirm;

        @Override
        protected ExitCode act() {
            client().removeTier(name, confirm);
            return ExitCode.DONE;
        }
    }
}
