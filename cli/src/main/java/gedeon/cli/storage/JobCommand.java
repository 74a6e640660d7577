package gedeon.cli.storage;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Size;
import gedeon.client.wire.JobChange;
import gedeon.kernel.ByteCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gedeon job}. */
@Command(
        name = "job",
        subcommands = {
            JobCommand.ListAll.class,
            JobCommand.Show.class,
            JobCommand.Pause.class,
            JobCommand.Resume.class,
            JobCommand.Cancel.class,
            JobCommand.Run.class,
            JobCommand.Limit.class
        })
public final class JobCommand extends Group {
    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(client().jobs());
        }
    }

    /** Verbs on one job. */
    abstract static class OnOne extends Answering {
        @Parameters(index = "0", paramLabel = "JOB", descriptionKey = "job")
        long job;
    }

    @Command(name = "show")
    static final class Show extends OnOne {
        @Override
        protected ExitCode act() {
            return show(client().job(job));
        }
    }

    @Command(name = "pause")
    static final class Pause extends OnOne {
        @Override
        protected ExitCode act() {
            return show(client().tellJob(job, "pause"));
        }
    }

    @Command(name = "resume")
    static final class Resume extends OnOne {
        @Override
        protected ExitCode act() {
            return show(client().tellJob(job, "resume"));
        }
    }

    @Command(name = "cancel")
    static final class Cancel extends OnOne {
        @Override
        protected ExitCode act() {
            return show(client().tellJob(job, "cancel"));
        }
    }

    @Command(name = "run")
    static final class Run extends OnOne {
        @Override
        protected ExitCode act() {
            return show(client().tellJob(job, "run"));
        }
    }

    @Command(name = "limit")
    static final class Limit extends OnOne {
        @Parameters(index = "1", paramLabel = "SIZE", descriptionKey = "job-bandwidth", converter = Size.class)
        ByteCount bandwidth = ByteCount.ZERO;

        @Override
        protected ExitCode act() {
            return show(client().limitJob(job, new JobChange(bandwidth.value())));
        }
    }
}
