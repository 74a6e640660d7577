package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.quota.Claim;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code x-gedeon-reservation}: the reservation that an object, or an upload with all its parts, is to be stored in. One that has ended, has too little room or
 * is another's is as none: then the notebook's room is asked, and nobody learns by it what there is.
 */
final class ReservationHeader {
    private static final String NAME = "x-gedeon-reservation";

    private ReservationHeader() {}

    /**
     * Null where none is named, or by whom it is not to be believed: reservations are for the notebook's own lasting keys, by what they signed.
     *
     * @throws S3Error InvalidArgument where it is no UUID
     */
    static @Nullable Claim claim(Call call, Bucket bucket) {
        Optional<String> named = call.exchange().header(NAME).map(String::strip).filter(text -> !text.isEmpty());
        if (named.isEmpty() || !call.auth().speaksFor(bucket.notebook())) {
            return null;
        }
        return new Claim(uuid(named.get()), call.auth().holder().principal().id());
    }

    private static UUID uuid(String text) {
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw S3Error.invalidArgument(NAME + " is the id of a reservation, was \"" + text + "\"");
        }
        return UUID.fromString(text);
    }
}
