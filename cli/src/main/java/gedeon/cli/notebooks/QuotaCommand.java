package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Size;
import gedeon.client.wire.LedgerCheck;
import gedeon.client.wire.NewLimit;
import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon quota}. */
@Command(
        name = "quota",
        subcommands = {QuotaCommand.Show.class, QuotaCommand.Set.class, QuotaCommand.Verify.class})
public final class QuotaCommand extends Group {
    @Command(name = "show")
    static final class Show extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Override
        protected ExitCode act() {
            return show(client().quota(name));
        }
    }

    @Command(name = "set")
    static final class Set extends Answering {
        @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Parameters(index = "1", paramLabel = "SIZE", descriptionKey = "quota", converter = Size.class)
        ByteCount limit = ByteCount.ZERO;

        @ArgGroup
        @Nullable Objects objects;

        static final class Objects {
            @Option(names = "--objects", paramLabel = "N")
            @Nullable Long limit;

            @Option(names = "--any-objects")
            @Nullable Boolean unlimited;
        }

        @Override
        protected ExitCode act() {
            return show(client().setQuota(
                            name,
                            new NewLimit(
                                    limit.value(),
                                    objects == null ? null : objects.limit,
                                    objects == null ? null : objects.unlimited)));
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
