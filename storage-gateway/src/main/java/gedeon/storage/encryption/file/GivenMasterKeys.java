package gedeon.storage.encryption.file;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Master keys that the process was given, from its environment: the current one, and the one before it while keys are wrapped anew. */
final class GivenMasterKeys implements MasterKeys {
    private final List<MasterKey> keys;

    /** @throws IllegalArgumentException where one is not 32 bytes in base64; the message does not hold it */
    GivenMasterKeys(String current, @Nullable String previous) {
        MasterKey first = key("GEDEON_MASTER_KEY", current);
        this.keys = previous == null ? List.of(first) : List.of(first, key("GEDEON_MASTER_KEY_PREVIOUS", previous));
    }

    private static MasterKey key(String variable, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != 32) {
            throw new IllegalArgumentException(
                    variable + " must be 32 bytes in base64, as from: openssl rand -base64 32");
        }
        return new MasterKey(bytes);
    }

    @Override
    public MasterKey current() {
        return keys.getFirst();
    }

    @Override
    public Optional<MasterKey> byId(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** The person who sets the variables has chosen it already. */
    @Override
    public MasterKey next() {
        return current();
    }

    @Override
    public void retireOthers() {
        // The variable of the previous one is the operator's to take away.
    }
}
