package gedeon.cli.storage;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.client.wire.FixityBody;
import gedeon.client.wire.FixityRoundsBody;
import gedeon.client.wire.JobBody;
import gedeon.client.wire.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon fixity}. */
@Command(
        name = "fixity",
        subcommands = {FixityCommand.Show.class, FixityCommand.Run.class, FixityCommand.Rounds.class})
public final class FixityCommand extends Group {
    /** Found where damage stands open. */
    @Command(name = "show")
    static final class Show extends Answering {
        @Override
        protected ExitCode act() {
            FixityBody fixity = client().fixity();
            show(fixity);
            return fixity.open() == 0 ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    /** Found where what was written down of a round was changed, or is not there. */
    @Command(name = "rounds")
    static final class Rounds extends Answering {
        @Override
        protected ExitCode act() {
            FixityRoundsBody rounds = client().fixityRounds();
            show(rounds);
            return rounds.whole() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    /** Begins the round of each tier, or of one, now. */
    @Command(name = "run")
    static final class Run extends Answering {
        @Option(names = "--tier", paramLabel = "TIER", descriptionKey = "fixity-tier")
        @Nullable String tier;

        @Override
        protected ExitCode act() {
            List<JobBody> told = client().jobs().items().stream()
                    .filter(job -> job.kind().equals("fixity") && job.state().equals("running"))
                    .filter(job -> tier == null || tier.equals(job.tier()))
                    .map(job -> client().tellJob(job.id(), "run"))
                    .toList();
            if (told.isEmpty()) {
                throw new Refusal(ExitCode.FAILED, shell().say("fixity-none"));
            }
            show(Page.of(told));
            return client().fixity().open() == 0 ? ExitCode.DONE : ExitCode.FOUND;
        }
    }
}
