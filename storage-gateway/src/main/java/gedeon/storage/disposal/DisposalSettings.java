package gedeon.storage.disposal;

import java.time.Duration;

/**
 * @param wasteWithin how long after it came a marked version may be disposed of by a manager alone
 * @param waiting how long an approved disposal can still be withdrawn before it is done
 * @param grace how long the bytes of what was disposed of stay in their tiers
 * @param pause between two looks for what is due
 */
public record DisposalSettings(Duration wasteWithin, Duration waiting, Duration grace, Duration pause) {
    public static final DisposalSettings DEFAULTS =
            new DisposalSettings(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(7), Duration.ofSeconds(20));

    public DisposalSettings {
        if (wasteWithin.isNegative() || waiting.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("times of disposals are not negative, was " + wasteWithin
                    + " for waste, " + waiting + " to wait and " + grace + " of grace");
        }
        if (!pause.isPositive()) {
            throw new IllegalArgumentException("disposals are looked for after a pause, was " + pause);
        }
    }
}
