package gedeon.storage.tier.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What a storage policy asks of the places where its blobs lie.
 *
 * @param copies how many there are in all, those in tiers that are named among them; 1: no more than those
 * @param differentPlaces of {@code copies} each lies in another place; a tier whose place nobody knows counts for none
 * @param onlyCountry two letters: nothing lies in a tier of another country, or of none that is known; null: wherever
 * @param healthData nothing lies in a tier that is not certified to hold health data
 */
public record Demands(
        int copies, boolean differentPlaces, @Nullable String onlyCountry, boolean healthData) {
    public static final Demands NONE = new Demands(1, false, null, false);

    private static final int MOST = 10;

    public Demands {
        if (copies < 1 || copies > MOST) {
            throw new IllegalArgumentException("copies are 1 to " + MOST + " in all, was " + copies);
        }
    }

    /** Whether what has these demands may lie in a tier of which this is known. */
    public boolean allow(TierTraits traits) {
        return (onlyCountry == null || onlyCountry.equals(traits.country()))
                && (!healthData || Boolean.TRUE.equals(traits.healthData()));
    }
}
