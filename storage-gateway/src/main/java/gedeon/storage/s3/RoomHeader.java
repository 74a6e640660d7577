package gedeon.storage.s3;

import gedeon.storage.Quota;
import gedeon.storage.objects.Bucket;
import java.util.Map;

/** {@code x-gedeon-quota}: what is left, told with what was stored to keys of the notebook once it is nearly full. */
final class RoomHeader {
    private static final String NAME = "x-gedeon-quota";

    private RoomHeader() {}

    static void tell(Call call, Map<String, String> headers, Bucket bucket) {
        if (call.auth().holder().notebook() == bucket.notebook()) {
            call.store().nearlyFull(bucket.notebook()).ifPresent(quota -> headers.put(NAME, text(quota)));
        }
    }

    private static String text(Quota quota) {
        String bytes = "limit=" + quota.limit() + ";used=" + quota.used() + ";reserved=" + quota.reserved();
        Quota.Count objects = quota.objects();
        return objects.limit() == null
                ? bytes
                : bytes + ";limit-objects=" + objects.limit() + ";used-objects=" + objects.used() + ";reserved-objects="
                        + objects.reserved();
    }
}
