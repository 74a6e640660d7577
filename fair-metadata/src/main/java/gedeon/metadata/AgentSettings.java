package gedeon.metadata;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is central of the agents of an instrument.
 *
 * @param sources in the order of their names; their own versions are not compared
 * @param senders files under way at a time
 * @param paused null: it sends
 */
public record AgentSettings(
        List<Source> sources,
        List<BandwidthHours> bandwidth,
        int senders,
        LogLevel logLevel,
        @Nullable Pause paused) {
    public static final int SENDERS = 3;
    private static final int MOST_SENDERS = 16;
    private static final int MOST_SOURCES = 1000;
    private static final int MOST_HOURS = 100;

    public AgentSettings {
        sources = List.copyOf(sources);
        bandwidth = List.copyOf(bandwidth);
        if (senders < 1 || senders > MOST_SENDERS) {
            throw new IllegalArgumentException("senders are 1 to " + MOST_SENDERS + ", were " + senders);
        }
        if (sources.size() > MOST_SOURCES || bandwidth.size() > MOST_HOURS) {
            throw new IllegalArgumentException("at most " + MOST_SOURCES + " sources and " + MOST_HOURS
                    + " lines of bandwidth, were " + sources.size() + " and " + bandwidth.size());
        }
        if (sources.stream().map(Source::name).distinct().count() < sources.size()) {
            throw new IllegalArgumentException("two sources have one name; give each its own");
        }
    }

    /** Nobody ever said anything. */
    public static AgentSettings of(List<Source> sources) {
        return new AgentSettings(sources, List.of(), SENDERS, LogLevel.INFO, null);
    }

    public AgentSettings paused(@Nullable Pause other) {
        return new AgentSettings(sources, bandwidth, senders, logLevel, other);
    }

    public AgentSettings with(List<Source> others) {
        return new AgentSettings(others, bandwidth, senders, logLevel, paused);
    }

    /** How much an agent writes. */
    public enum LogLevel {
        INFO,
        DEBUG;

        public static LogLevel of(String word) {
            for (LogLevel level : values()) {
                if (level.name().equalsIgnoreCase(word)) {
                    return level;
                }
            }
            throw new IllegalArgumentException("the log level is info or debug, was \"" + word + "\"");
        }
    }

    /**
     * Nothing is sent; watching goes on.
     *
     * @param until null: until somebody resumes
     */
    public record Pause(@Nullable Instant until, @Nullable String reason, String by, Instant since) {
        private static final int LONGEST_REASON = 500;

        public Pause {
            if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON)) {
                throw new IllegalArgumentException("a reason has 1 to " + LONGEST_REASON + " letters, or is left out");
            }
            if (until != null && !until.isAfter(since)) {
                throw new IllegalArgumentException("a pause ends after it began; " + until + " is over");
            }
        }

        /** Whether it is still on. */
        public boolean on(Instant now) {
            return until == null || now.isBefore(until);
        }
    }
}
