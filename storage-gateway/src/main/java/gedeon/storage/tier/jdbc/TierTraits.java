package gedeon.storage.tier.jdbc;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people know of a tier. Place, country and certificate decide what storage policies may ask of it ({@link Demands}); the rest is for people. What is null is not known.
 *
 * @param online whether reads answer at once
 * @param range whether a part of a blob can be read without the rest
 * @param place where it stands, as the institution calls it: copies in tiers of one place go together
 * @param country where the bytes lie, two letters (ISO 3166-1)
 * @param healthData whether it is certified to hold health data
 * @param costPerTbYear in the institution's currency, of a terabyte in a year
 * @param copies how many copies the place itself keeps of what it is given
 */
public record TierTraits(
        @Nullable Boolean online,
        @Nullable Boolean range,
        @Nullable String country,
        @Nullable Boolean healthData,
        @Nullable Double costPerTbYear,
        @Nullable Integer copies,
        @Nullable String place) {
    public static final TierTraits UNKNOWN = new TierTraits(null, null, null, null, null, null, null);

    private static final int LONGEST = 100;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    public TierTraits {
        if (country != null && !COUNTRIES.contains(country)) {
            throw new IllegalArgumentException(
                    "country is the two letters of ISO 3166-1, as FR, was \"" + country + "\"");
        }
        if (costPerTbYear != null && !(costPerTbYear >= 0 && costPerTbYear <= 1e9)) {
            throw new IllegalArgumentException("costPerTbYear must be 0 to 1000000000, was " + costPerTbYear);
        }
        if (copies != null && (copies < 1 || copies > 100)) {
            throw new IllegalArgumentException("copies that a tier keeps by itself must be 1..100, was " + copies);
        }
        if (place != null && (place.isBlank() || !place.equals(place.strip()) || place.length() > LONGEST)) {
            throw new IllegalArgumentException("place is a name of 1 to " + LONGEST
                    + " characters without blanks around it, was \"" + place + "\"");
        }
    }

    /** These, with what the other ones know in their place. */
    public TierTraits with(TierTraits newer) {
        return new TierTraits(
                newer.online == null ? online : newer.online,
                newer.range == null ? range : newer.range,
                newer.country == null ? country : newer.country,
                newer.healthData == null ? healthData : newer.healthData,
                newer.costPerTbYear == null ? costPerTbYear : newer.costPerTbYear,
                newer.copies == null ? copies : newer.copies,
                newer.place == null ? place : newer.place);
    }
}
