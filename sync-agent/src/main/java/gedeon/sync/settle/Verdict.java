package gedeon.sync.settle;

/** Why an acquisition counts as finished: the rule by name, how sure it is, and whether a later change is to be expected. */
public record Verdict(String rule, double confidence, boolean provisional) {
    public static final Verdict MARKER = new Verdict("marker", 0.99, false);
    public static final Verdict RENAMED = new Verdict("temp-then-rename", 0.95, false);
    public static final Verdict QUIET = new Verdict("quiet-period", 0.7, true);
    public static final Verdict LONG_QUIET = new Verdict("long-quiet-period", 0.5, true);

    public Verdict {
        if (rule.isBlank() || confidence < 0 || confidence > 1) {
            throw new IllegalArgumentException(
                    "a verdict needs a rule and a confidence of 0 to 1, was " + rule + ", " + confidence);
        }
    }
}
