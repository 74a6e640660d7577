package gedeon.sync.agent;

import gedeon.client.Obstacle;
import gedeon.client.wire.BandwidthBody;
import gedeon.sync.transfer.Bandwidth;
import gedeon.sync.transfer.BandwidthPlan;
import gedeon.sync.transfer.BandwidthRule;
import gedeon.sync.transfer.ServerClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Under which conditions the agent works: its clock against the server's, room on its own disk, and whether an instrument writes now. */
final class Conditions {
    private static final Duration SKEW = Duration.ofMinutes(2);
    private static final long ROOM = 64L << 20;

    private final ServerClock clock;
    private final Bandwidth bandwidth;
    private final Obstacles obstacles;
    private List<BandwidthBody> limits = List.of();
    private @Nullable BandwidthPlan plan;

    Conditions(ServerClock clock, Bandwidth bandwidth, Obstacles obstacles) {
        this.clock = clock;
        this.bandwidth = bandwidth;
        this.obstacles = obstacles;
    }

    /** The centre's limits, where it has some, else those of this computer. Returns what is wrong with them; they are not kept to then. */
    Optional<String> limits(List<BandwidthBody> said) {
        if (said.equals(limits)) {
            return Optional.empty();
        }
        limits = List.copyOf(said);
        BandwidthPlan own = plan == null ? bandwidth.plan() : plan;
        plan = own;
        try {
            List<BandwidthRule> rules = said.stream()
                    .map(one -> new BandwidthRule(one.days(), one.from(), one.to(), one.limit()))
                    .toList();
            bandwidth.set(said.isEmpty() ? own : new BandwidthPlan(rules, own.whileAcquiring()));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("the server's limits of bandwidth are not understood: " + e.getMessage());
        }
    }

    /** Sending gives way while an acquisition is written. */
    void acquiring(boolean now) {
        bandwidth.acquiring(now);
    }

    /** The server said its time. */
    void heard(Instant now) {
        clock.heard(now);
    }

    /** Looks at clock and disk, and leaves word of every obstacle for whoever asks for the status. */
    void look(Path home, Tally tally, Consumer<String> lines) {
        tell("\0clock", skew(clock.ahead()), tally, lines);
        tell("\0disk", room(home, home.toFile().getUsableSpace()), tally, lines);
        obstacles.write(tally.obstacles());
    }

    private static void tell(String thing, Optional<Obstacle> now, Tally tally, Consumer<String> lines) {
        if (now.isEmpty()) {
            tally.wellAgain(thing);
            return;
        }
        // Its figures change all the time; what was told stands until it is another thing.
        boolean told = tally.now(thing)
                .flatMap(Obstacle::read)
                .filter(before -> before.kind() == now.get().kind())
                .isPresent();
        if (!told && tally.trouble(thing, now.get().toString())) {
            lines.accept(now.get().toString());
        }
    }

    static Optional<Obstacle> skew(Duration ahead) {
        if (ahead.abs().compareTo(SKEW) <= 0) {
            return Optional.empty();
        }
        Obstacle.Kind kind = ahead.isNegative() ? Obstacle.Kind.CLOCK_BEHIND : Obstacle.Kind.CLOCK_AHEAD;
        return Optional.of(Obstacle.of(kind, length(ahead.abs())));
    }

    static Optional<Obstacle> room(Path home, long free) {
        return free >= ROOM
                ? Optional.empty()
                : Optional.of(Obstacle.of(Obstacle.Kind.DISK_NEARLY_FULL, home.toString(), (free >> 20) + " MiB"));
    }

    /** In words that are the same in both languages. */
    private static String length(Duration length) {
        if (length.compareTo(Duration.ofDays(3)) > 0) {
            return length.toHours() + " h";
        }
        return length.toHours() == 0
                ? length.toMinutes() + " min"
                : length.toHours() + " h " + length.toMinutesPart() + " min";
    }
}
