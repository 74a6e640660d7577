package gedeon.storage.keys;

import gedeon.kernel.ByteCount;
import gedeon.storage.encryption.KeyRef;
import java.util.List;

/**
 * What destroying a notebook's keys means.
 *
 * @param keys that live and would be destroyed
 * @param versions that can be read by them alone, and their bytes
 * @param customers versions under keys of customers, which stay as readable as they are
 * @param compliance versions of the notebook, encrypted or not, under COMPLIANCE that is not over
 * @param held on legal hold
 * @param governance under GOVERNANCE that is not over
 */
public record Disposal(
        int notebook,
        List<KeyRef> keys,
        long versions,
        ByteCount bytes,
        long customers,
        long compliance,
        long held,
        long governance) {

    /** The same, with those that were really destroyed. */
    Disposal of(List<KeyRef> destroyed) {
        return new Disposal(notebook, destroyed, versions, bytes, customers, compliance, held, governance);
    }

    /** @param bypass whether who asks may pass over GOVERNANCE */
    public boolean allowed(boolean bypass) {
        return compliance == 0 && held == 0 && (governance == 0 || bypass);
    }
}
