package gedeon.client.wire;

/** Why an acquisition counts as finished: the rule, how sure it is (0 to 1), and whether a later change is to be expected. */
public record VerdictBody(String rule, double confidence, boolean provisional) {}
