package gedeon.sync.free;

/**
 * Whether the agent may delete what it sent.
 *
 * @param enabled false unless somebody wrote otherwise
 * @param days after how many from its receipt on
 */
public record FreeUpSettings(boolean enabled, int days) {
    public static final FreeUpSettings OFF = new FreeUpSettings(false, 30);

    public FreeUpSettings {
        if (days < 1) {
            throw new IllegalArgumentException("freeUp.days must be 1 or more, was " + days);
        }
    }
}
