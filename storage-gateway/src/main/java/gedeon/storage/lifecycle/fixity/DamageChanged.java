package gedeon.storage.lifecycle.fixity;

/**
 * There is more or less damage in a tier than was told last. Of a million copies that one disk lost it is one, with how many.
 *
 * @param number of the event: what is handed over again has the same
 * @param tier its name
 * @param open damaged or missing copies that are not repaired, as {@link Damages.Sum}
 * @param lost of them, those without another copy
 * @param openBefore as it was told last
 * @param lostBefore as it was told last
 */
public record DamageChanged(long number, String tier, long open, long lost, long openBefore, long lostBefore) {
    /** Whether content went that no other copy has. */
    public boolean loses() {
        return lost > lostBefore;
    }
}
