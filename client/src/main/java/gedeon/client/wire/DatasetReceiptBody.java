package gedeon.client.wire;

/** The signed statement about the current content of a dataset. */
public record DatasetReceiptBody(String dataset, int content, String receipt) {}
