package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.client.ConnectionSettings;
import gedeon.client.Obstacle;
import gedeon.client.Pin;
import gedeon.client.ProblemException;
import gedeon.sync.agent.AgentCommands;
import gedeon.sync.agent.RunReport;
import gedeon.sync.free.FreeUpReport;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon agent}. */
@Command(
        name = "agent",
        subcommands = {
            AgentCommand.Code.class,
            AgentCommand.Enrol.class,
            AgentCommand.Run.class,
            AgentCommand.Status.class,
            AgentCommand.Free.class,
            AgentCommand.ListAll.class,
            SettingsCommand.class,
            OrderCommands.Pause.class,
            OrderCommands.Resume.class,
            OrderCommands.Rescan.class,
            OrderCommands.LogLevel.class,
            ReleaseCommand.class,
            AgentServiceCommands.Install.class,
            AgentServiceCommands.Uninstall.class
        })
public final class AgentCommand extends Group {
    private static final int SECONDS_TO_STOP = 15;

    @Command(name = "code")
    static final class Code extends Answering {
        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Override
        protected ExitCode act() {
            return show(client().agentCode(instrument));
        }
    }

    /** Verbs of the agent on this computer. */
    abstract static class Here extends Answering {
        @Option(names = "--config", paramLabel = "FILE")
        @Nullable Path config;

        final Path file() {
            return config == null ? AgentCommands.defaultConfig() : config;
        }
    }

    @Command(name = "enrol")
    static final class Enrol extends Here {
        @Option(names = "--server", paramLabel = "URL")
        @Nullable URI server;

        @Option(names = "--code", paramLabel = "CODE", required = true)
        String code = "";

        @Option(names = "--ca", paramLabel = "FILE")
        @Nullable Path ca;

        @Option(names = "--pin", paramLabel = "PIN")
        List<String> pins = List.of();

        @Option(names = "--proxy", paramLabel = "URL")
        @Nullable String proxy;

        @Option(names = "--no-proxy", paramLabel = "HOSTS")
        @Nullable String direct;

        @Override
        protected ExitCode act() throws IOException {
            return show(AgentCommands.enrol(server == null ? shell().serverUrl() : server, code, file(), way()));
        }

        private ConnectionSettings way() {
            List<Pin> known = new ArrayList<>();
            for (String pin : pins) {
                try {
                    known.add(new Pin(pin));
                } catch (IllegalArgumentException e) {
                    throw new Refusal(ExitCode.USAGE, shell().say("wrong-pin", pin));
                }
            }
            try {
                return new ConnectionSettings(
                        proxy, direct, ca == null ? null : ca.toAbsolutePath().toString(), known);
            } catch (IllegalArgumentException e) {
                throw new Refusal(ExitCode.USAGE, shell().say("wrong-proxy"));
            }
        }
    }

    @Command(name = "run")
    static final class Run extends Here {
        @Option(names = "--once")
        boolean once;

        @Override
        protected ExitCode act() throws IOException {
            AtomicBoolean stop = new AtomicBoolean();
            CountDownLatch ended = new CountDownLatch(1);
            // At Ctrl-C the loop ends by itself, so that no part is cut in the middle.
            Thread atSignal = new Thread(() -> {
                stop.set(true);
                await(ended);
            });
            Runtime.getRuntime().addShutdownHook(atSignal);
            try {
                RunReport report =
                        AgentCommands.run(file(), once, line -> shell().err().println(line), stop::get);
                show(report);
                return report.refused() > 0
                        ? ExitCode.REFUSED
                        : report.troubles().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
            } catch (ProblemException e) {
                throw e.status() == 401 ? revoked() : e;
            } finally {
                ended.countDown();
            }
        }

        private Refusal revoked() throws IOException {
            String server = AgentCommands.status(file()).server();
            return new Refusal(
                    ExitCode.REFUSED,
                    Obstacle.of(Obstacle.Kind.TOKEN_REVOKED, server)
                            .sentence(shell().words().locale()));
        }

        private static void await(CountDownLatch ended) {
            try {
                ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Command(name = "status")
    static final class Status extends Here {
        @Option(names = "--open")
        boolean open;

        @Override
        protected ExitCode act() throws IOException {
            if (open) {
                URI page = AgentCommands.page(file())
                        .orElseThrow(() -> new Refusal(ExitCode.FAILED, shell().say("agent-no-page")));
                return showText(page.toString());
            }
            AgentStatus status = AgentCommands.status(file());
            if (asJson()) {
                return show(status);
            }
            status.lines(shell().words().locale()).forEach(shell().out()::println);
            return ExitCode.DONE;
        }
    }

    @Command(name = "free-up")
    static final class Free extends Here {
        private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d?");

        @Option(names = "--older-than", paramLabel = "DAYS")
        @Nullable String olderThan;

        @Option(names = "--delete")
        boolean delete;

        @Override
        protected ExitCode act() throws IOException {
            FreeUpReport report;
            try {
                report = AgentCommands.freeUp(
                        file(), days(), delete, line -> shell().err().println(line));
            } catch (IllegalStateException e) {
                throw new Refusal(ExitCode.REFUSED, shell().say("agent.free-up.off", String.valueOf(e.getMessage())));
            }
            if (asJson()) {
                return show(report);
            }
            report.lines(shell().words().locale()).forEach(shell().out()::println);
            return ExitCode.DONE;
        }

        private @Nullable Integer days() {
            if (olderThan == null) {
                return null;
            }
            Matcher days = DAYS.matcher(olderThan);
            if (!days.matches()) {
                throw new Refusal(ExitCode.USAGE, shell().say("agent.free-up.days", olderThan));
            }
            return Integer.valueOf(days.group(1));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Override
        protected ExitCode act() {
            return show(everyPage(client()::agents));
        }
    }
}
