package gedeon.sync.agent;

import gedeon.sync.presence.PlaceMemory;
import gedeon.sync.presence.Presence;
import gedeon.sync.settle.Ticks;
import gedeon.sync.transfer.Bandwidth;
import gedeon.sync.transfer.ServerClock;
import java.nio.file.Path;
import java.time.Clock;

/** What an agent has about itself, without limits, in a folder of a test. */
final class Surroundings {
    private Surroundings() {}

    static Conditions conditions(Path folder) {
        return new Conditions(
                new ServerClock(Clock.systemUTC()),
                new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM),
                new Obstacles(folder.resolve("agent.json")));
    }

    static Presence presence(Path folder, Ticks ticks) {
        return new Presence(PlaceMemory.open(folder.resolve("agent.json.folders")), ticks);
    }
}
