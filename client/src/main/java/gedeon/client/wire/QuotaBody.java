package gedeon.client.wire;

/** The room of a notebook, in bytes. */
public record QuotaBody(String name, long limit, long used, long reserved) {}
