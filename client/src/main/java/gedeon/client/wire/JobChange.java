package gedeon.client.wire;

/** How many bytes a second a job may move at most; 0 for no limit. */
public record JobChange(long bandwidth) {}
