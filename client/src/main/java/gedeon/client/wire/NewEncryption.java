package gedeon.client.wire;

/** Whether a notebook's buckets encrypt what no request says otherwise of. */
public record NewEncryption(boolean encrypted) {}
