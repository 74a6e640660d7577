package gedeon.sync.settle;

import gedeon.sync.scan.FoundFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What lies beside, what files end with, and who holds them, as a test says. */
final class FakeGlimpse implements Glimpse {
    final Set<String> there = new HashSet<>();
    final Set<String> ended = new HashSet<>();
    final Map<String, Held> held = new HashMap<>();
    int looks;

    @Override
    public boolean exists(Path file) {
        return there.contains(String.valueOf(file.getFileName()));
    }

    @Override
    public boolean endsWith(Path file, byte[] end, boolean spaceBehind) {
        looks++;
        return ended.contains(String.valueOf(file.getFileName()));
    }

    @Override
    public Held held(FoundFile file) {
        return held.getOrDefault(String.valueOf(file.file().getFileName()), Held.UNKNOWN);
    }
}
