package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.Obstacle;
import gedeon.client.Obstacle.Kind;
import gedeon.sync.journal.Standing;
import gedeon.sync.settle.Ticks;
import gedeon.sync.status.AgentStatus;
import gedeon.sync.transfer.Bandwidth;
import gedeon.sync.transfer.ServerClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionsTests {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path home;

    private final ServerClock clock = new ServerClock(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Tally tally = new Tally();
    private final List<String> lines = new ArrayList<>();

    @Test
    void aClockThatIsWrongIsToldOnceHereAndOnTheServerAndInTheStatus() throws IOException {
        Obstacles obstacles = new Obstacles(home.resolve("agent.json"));
        Conditions conditions = new Conditions(clock, new Bandwidth(clock, Ticks.SYSTEM), obstacles);
        conditions.heard(NOW.minusSeconds(119));
        conditions.look(home, tally, lines::add);
        assertThat(lines).isEmpty();

        conditions.heard(NOW.minus(Duration.ofMinutes(125)));
        conditions.look(home, tally, lines::add);
        conditions.heard(NOW.minus(Duration.ofMinutes(126)));
        conditions.look(home, tally, lines::add);

        assertThat(lines).singleElement().isEqualTo("clock-ahead 2%20h%204%20min");
        assertThat(tally.messages())
                .singleElement()
                .asString()
                .startsWith("clock-ahead: This computer’s clock is 2 h 4 min ahead of the server’s.");
        AgentStatus status =
                AgentStatus.of("a", "i", "n", "s", new Standing(0, 0, 0, 0, null, List.of()), obstacles.read());
        assertThat(status.lines(Locale.FRENCH)).anyMatch(line -> line.contains("avance de 2 h 4 min"));

        conditions.heard(NOW.plus(Duration.ofMinutes(5)));
        conditions.look(home, tally, lines::add);
        assertThat(lines).last().isEqualTo("clock-behind 5%20min");
        conditions.heard(NOW);
        conditions.look(home, tally, lines::add);
        assertThat(tally.messages()).isEmpty();
        assertThat(obstacles.read()).isEmpty();
        assertThat(Files.list(home)).isEmpty();
    }

    @Test
    void aDiskThatIsNearlyFullIsTold() {
        assertThat(Conditions.room(home, 64L << 20)).isEmpty();
        assertThat(Conditions.room(home, (64L << 20) - 1))
                .contains(Obstacle.of(Kind.DISK_NEARLY_FULL, home.toString(), "63 MiB"));
    }
}
