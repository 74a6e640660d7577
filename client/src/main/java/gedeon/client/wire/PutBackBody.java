package gedeon.client.wire;

/** @param how {@code named}: a version named it, and is read again; {@code new-version}: one was made, as its header says */
public record PutBackBody(String tier, String blob, String how) {}
