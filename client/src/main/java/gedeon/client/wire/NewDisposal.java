package gedeon.client.wire;

/**
 * The order to destroy a notebook's encryption keys.
 *
 * @param confirm the notebook's name, written again
 * @param bypassGovernance whether retention under GOVERNANCE stands in the way
 */
public record NewDisposal(String confirm, boolean bypassGovernance) {}
