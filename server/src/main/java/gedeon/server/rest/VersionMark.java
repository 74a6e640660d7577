package gedeon.server.rest;

import gedeon.storage.ObjectKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page of versions stopped, as its cursor says it. */
record VersionMark(byte @Nullable [] key, long seq) {
    private static final VersionMark BEGINNING = new VersionMark(null, 0);

    static VersionMark parse(@Nullable String cursor) {
        if (cursor == null) {
            return BEGINNING;
        }
        try {
            int dot = cursor.indexOf('.');
            byte[] key = Base64.getUrlDecoder().decode(cursor.substring(0, Math.max(dot, 0)));
            return new VersionMark(ObjectKey.of(key).bytes(), Long.parseLong(cursor.substring(dot + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("after is no cursor of this list: " + cursor, e);
        }
    }

    static String of(ObjectKey key, long seq) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes()) + "." + seq;
    }
}
