package gedeon.storage.glance;

import gedeon.storage.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * One look at all that a request needs to be admitted and, if it reads an object, to be answered. It is taken before anybody's signature is checked: what it
 * tells is for who has shown a right to it. Nothing is kept from one request to the next, so that a key that was revoked is refused at once everywhere.
 */
@FunctionalInterface
public interface Glances {
    /**
     * One statement, one snapshot. {@link Glance#NOTHING} where nobody holds the key: then nothing else was looked for.
     *
     * @param accessKey a text without control characters
     * @param bucket null where the request names none
     * @param key null where no object is looked for
     */
    Glance at(String accessKey, @Nullable String bucket, @Nullable ObjectKey key);
}
