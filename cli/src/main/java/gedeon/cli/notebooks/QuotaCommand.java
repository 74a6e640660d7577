package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Size;
import gedeon.client.ProblemException;
import gedeon.client.wire.LedgerCheck;
import gedeon.client.wire.NewLimit;
import gedeon.client.wire.QuotaBody;
import gedeon.kernel.ByteCount;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gedeon quota}. */
@Command(
        name = "quota",
        subcommands = {
            QuotaCommand.Show.class,
            QuotaCommand.Set.class,
            RoomRequestCommands.Ask.class,
            RoomRequestCommands.ListAll.class,
            RoomRequestCommands.Grant.class,
            RoomRequestCommands.Refuse.class,
            QuotaCommand.Verify.class
        })
public final class QuotaCommand extends Group {
    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            return show(withPlaces(client().quota(name)));
        }

        /** An older server counts no places; its figures are shown without. */
        private QuotaBody withPlaces(QuotaBody quota) {
            try {
                return quota.with(client().places(name));
            } catch (ProblemException e) {
                return quota;
            }
        }
    }

    @Command(name = "set")
    static final class Set extends Answering {
        @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Parameters(index = "1", paramLabel = "SIZE", descriptionKey = "quota", converter = Size.class)
        ByteCount limit = ByteCount.ZERO;

        @ArgGroup
        ObjectLimit objects = new ObjectLimit();

        @Mixin
        Thresholds thresholds = new Thresholds();

        @Override
        protected ExitCode act() {
            return show(client().setQuota(
                            name,
                            new NewLimit(
                                    limit.value(),
                                    objects.limit,
                                    objects.unlimited,
                                    thresholds.warnAt,
                                    thresholds.alarmAt,
                                    thresholds.graceDays)));
        }
    }

    @Command(name = "verify")
    static final class Verify extends Answering {
        @Override
        protected ExitCode act() {
            LedgerCheck check = client().verifyQuota();
            show(check);
            return check.drift().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }
}
