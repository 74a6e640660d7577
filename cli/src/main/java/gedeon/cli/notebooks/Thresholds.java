package gedeon.cli.notebooks;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a scope is nearly full; 0 takes back to the institution's. */
final class Thresholds {
    @Option(names = "--warn-at", paramLabel = "PERCENT", descriptionKey = "warn-at")
    @Nullable Integer warnAt;

    @Option(names = "--alarm-at", paramLabel = "PERCENT", descriptionKey = "alarm-at")
    @Nullable Integer alarmAt;

    @Option(names = "--grace-days", paramLabel = "DAYS", descriptionKey = "grace-days")
    @Nullable Integer graceDays;
}
