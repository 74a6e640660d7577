package gedeon.sync.settle;

/** Why an acquisition counts as finished: the rule by name, how sure it is, and whether a later change is to be expected. */
public record Verdict(String rule, double confidence, boolean provisional) {
    public Verdict {
        if (rule.isBlank() || confidence < 0 || confidence > 1) {
            throw new IllegalArgumentException(
                    "a verdict needs a rule and a confidence of 0 to 1, was " + rule + ", " + confidence);
        }
    }
}
