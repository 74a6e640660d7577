package gedeon.client.wire;

/** A letter that only says that letters arrive. */
public record NewLetter(String to) {}
