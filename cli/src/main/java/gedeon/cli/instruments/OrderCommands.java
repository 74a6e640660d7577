package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.client.CentreClient.Whom;
import gedeon.client.wire.LogLevelBody;
import gedeon.client.wire.PauseBody;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders to agents: each has them with its next sign of life. */
final class OrderCommands {
    private OrderCommands() {}

    /** One agent, or all of an instrument. */
    abstract static class Ordering extends Answering {
        @Option(names = "--agent", paramLabel = "AGENT", descriptionKey = "order-agent")
        @Nullable String agent;

        @Option(names = "--instrument", paramLabel = "INSTRUMENT", descriptionKey = "order-instrument")
        @Nullable String instrument;

        final Whom whom() {
            if (agent != null && instrument == null) {
                return Whom.agent(agent);
            }
            if (instrument != null && agent == null) {
                return Whom.instrument(instrument);
            }
            throw new Refusal(ExitCode.USAGE, shell().say("order-whom"));
        }
    }

    /** Orders with an end. */
    abstract static class ForAWhile extends Ordering {
        private static final Pattern LENGTH = Pattern.compile("([0-9]{1,6})(m|h|d)");

        @Option(names = "--until", paramLabel = "TIME", descriptionKey = "order-until")
        @Nullable String until;

        @Option(names = "--for", paramLabel = "TIME", descriptionKey = "order-for")
        @Nullable String length;

        final @Nullable Instant end() {
            if (until != null && length != null) {
                throw new Refusal(ExitCode.USAGE, shell().say("order-end-twice"));
            }
            try {
                return until != null
                        ? Instant.parse(until)
                        : length == null ? null : shell().clock().instant().plus(parsed(length));
            } catch (DateTimeException e) {
                throw new Refusal(
                        ExitCode.USAGE, shell().say("order-bad-time", String.valueOf(until == null ? length : until)));
            }
        }

        private static Duration parsed(String text) {
            Matcher parts = LENGTH.matcher(text);
            if (!parts.matches()) {
                throw new DateTimeException(text);
            }
            long count = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
    }

    @Command(name = "pause")
    static final class Pause extends ForAWhile {
        @Option(names = "--reason", paramLabel = "TEXT", descriptionKey = "order-reason")
        @Nullable String reason;

        @Override
        protected ExitCode act() {
            return show(client().centre().pause(whom(), new PauseBody(end(), reason, null, null)));
        }
    }

    @Command(name = "resume")
    static final class Resume extends Ordering {
        @Override
        protected ExitCode act() {
            client().centre().resume(whom());
            return ExitCode.DONE;
        }
    }

    @Command(name = "rescan")
    static final class Rescan extends Ordering {
        @Override
        protected ExitCode act() {
            return show(client().centre().rescan(whom()));
        }
    }

    @Command(name = "log-level")
    static final class LogLevel extends ForAWhile {
        @Parameters(paramLabel = "info|debug", descriptionKey = "order-level")
        String level = "";

        @Override
        protected ExitCode act() {
            return show(client().centre().logLevel(whom(), new LogLevelBody(level, end())));
        }
    }
}
