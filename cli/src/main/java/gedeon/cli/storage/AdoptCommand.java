package gedeon.cli.storage;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Size;
import gedeon.client.wire.AdoptionBody;
import gedeon.client.wire.AdoptionRepeat;
import gedeon.client.wire.NewAdoption;
import gedeon.client.wire.SurveyBody;
import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon tier adopt} and what belongs to it. */
final class AdoptCommand {
    private AdoptCommand() {}

    @Command(name = "adopt")
    static final class Adopt extends Answering {
        @Parameters(index = "0", paramLabel = "DIR", descriptionKey = "adopt-folder")
        String folder = "";

        @Option(names = "--notebook", paramLabel = "NAME", required = true, descriptionKey = "notebook")
        String notebook = "";

        @Option(names = "--bucket", paramLabel = "NAME", descriptionKey = "adopt-bucket")
        @Nullable String bucket;

        @Option(names = "--prefix", paramLabel = "TEXT", descriptionKey = "adopt-prefix")
        @Nullable String prefix;

        @Option(names = "--rate", paramLabel = "SIZE", descriptionKey = "adopt-rate", converter = Size.class)
        ByteCount rate = ByteCount.ZERO;

        @Mixin
        TierCommand.Traits traits = new TierCommand.Traits();

        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Override
        protected ExitCode act() {
            NewAdoption wanted = new NewAdoption(folder, notebook, bucket, prefix, rate.value(), traits.body());
            if (dryRun) {
                SurveyBody survey = client().surveyFolder(wanted);
                show(survey);
                return survey.quota() == null ? ExitCode.DONE : ExitCode.FOUND;
            }
            return show(client().adopt(wanted));
        }
    }

    @Command(name = "adoption")
    static final class Show extends Answering {
        @Parameters(index = "0", paramLabel = "TIER", descriptionKey = "adopted-tier")
        String tier = "";

        @Option(names = "--again", descriptionKey = "adopt-again")
        boolean again;

        @Option(names = "--take", descriptionKey = "adopt-take")
        boolean take;

        @Option(names = "--rate", paramLabel = "SIZE", descriptionKey = "adopt-rate", converter = Size.class)
        ByteCount rate = ByteCount.ZERO;

        @Override
        protected ExitCode act() {
            if (again || take) {
                return show(client().adoptAgain(tier, new AdoptionRepeat(take, rate.value())));
            }
            AdoptionBody adoption = client().adoption(tier);
            show(adoption);
            return adoption.differs() ? ExitCode.FOUND : ExitCode.DONE;
        }
    }
}
