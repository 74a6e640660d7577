package gedeon.client.wire;

import java.util.List;

/**
 * Where the bytes lie that a notebook uses.
 *
 * @param tiers what has copies in several tiers counts in each
 * @param classes storage classes; with {@code openBytes} the sum is what is used
 * @param openBytes of parts of open uploads
 * @param counted false where it took too long: then nothing is said
 */
public record PlacesBody(
        String name, List<PlaceShare> tiers, List<PlaceShare> classes, long openBytes, boolean counted) {
    public PlacesBody {
        tiers = Absent.asEmpty(tiers);
        classes = Absent.asEmpty(classes);
    }

    public record PlaceShare(String name, long bytes, long objects) {}
}
