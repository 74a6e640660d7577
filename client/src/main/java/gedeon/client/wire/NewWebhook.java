package gedeon.client.wire;

/** An address to which a notebook's buckets may send what happens in them. */
public record NewWebhook(String name, String url) {}
