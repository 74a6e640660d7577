package gedeon.client.wire;

/** The dataset that an acquisition became, and the statement that its bytes were stored and verified. */
public record ReceiptBody(String dataset, String receipt) {}
