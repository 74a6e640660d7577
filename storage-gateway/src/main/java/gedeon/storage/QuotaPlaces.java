package gedeon.storage;

import java.util.List;

/** Where the bytes lie that a notebook uses, counted when it is asked: no hot path does. */
public interface QuotaPlaces {
    /**
     * Reads every version of the notebook, by the index of its buckets, and where each of its blobs lies, in one snapshot. Ends by itself after 20 seconds.
     */
    Places places(int notebook);

    /**
     * @param tiers logical bytes by tier; what has copies in several tiers counts in each
     * @param classes by storage class; with {@code openBytes} the sum is what is used
     * @param openBytes of parts of open uploads
     * @param counted false where it took too long: then nothing is said
     */
    record Places(List<Share> tiers, List<Share> classes, long openBytes, boolean counted) {
        public Places {
            tiers = List.copyOf(tiers);
            classes = List.copyOf(classes);
        }
    }

    /** @param objects of a tier: those of which anything lies there */
    record Share(String name, long bytes, long objects) {}
}
