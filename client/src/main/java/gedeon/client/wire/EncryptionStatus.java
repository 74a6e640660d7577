package gedeon.client.wire;

import java.util.List;

/**
 * @param master names the master key that wraps all keys of notebooks
 * @param notebooks that have keys
 */
public record EncryptionStatus(String master, List<KeyCount> notebooks) {
    public EncryptionStatus {
        notebooks = Absent.asEmpty(notebooks);
    }

    /** How many generations a notebook has that live, and that were destroyed. */
    public record KeyCount(String notebook, boolean encrypted, int living, int destroyed) {}
}
