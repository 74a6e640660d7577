package gedeon.client.wire;

/** A version of the agent that people may install: where it is, and the SHA-256 of what they find there. */
public record NewRelease(String version, String url, String sha256) {}
