package gedeon.metadata;

import java.io.IOException;
import java.util.UUID;

/**
 * Takes acquisitions: only a manifest makes a dataset of what an agent sent.
 *
 * <p>Every file named must be stored with that size and SHA-256 (the server's own, read back where it was not known); then dataset, files, activity and links are
 * committed in one transaction, and the answer is a signed receipt. The same manifest again gets the same answer. Another manifest of the same acquisition is a
 * new content of the same dataset; what the old one named stays on record.
 */
public interface Intake {
    /**
     * @throws IllegalArgumentException where a file is not stored as said: which, and what to do
     * @throws IOException where storage cannot be read now
     */
    Receipt accept(Agents.Agent agent, Manifest manifest) throws IOException;

    /** The dataset it became, and the signed statement (JWS, RFC 7515, EdDSA) that these bytes were stored and verified. */
    record Receipt(UUID dataset, String statement) {}
}
