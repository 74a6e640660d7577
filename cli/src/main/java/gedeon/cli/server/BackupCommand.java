package gedeon.cli.server;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.client.wire.BackupsBody;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon backup}. */
@Command(
        name = "backup",
        subcommands = {BackupCommand.ListAll.class, BackupCommand.Take.class})
public final class BackupCommand extends Group {
    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            BackupsBody backups = client().backups();
            show(backups);
            return backups.failure() == null && backups.log() == null ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    @Command(name = "take")
    static final class Take extends Answering {
        private static final long LOOK_MILLIS = 500;

        @Option(names = "--no-wait", descriptionKey = "no-wait")
        boolean noWait;

        @Override
        protected ExitCode act() throws InterruptedException {
            BackupsBody backups = client().takeBackup();
            while (!noWait && backups.running() != null) {
                Thread.sleep(LOOK_MILLIS);
                backups = client().backups();
            }
            if (!noWait && backups.failure() != null) {
                throw new Refusal(ExitCode.FAILED, backups.failure());
            }
            return show(backups);
        }
    }
}
