package gedeon.server.web.operations;

/**
 * Something that a person should look at: the text {@code operations.risk.KEY} with up to three facts.
 *
 * @param grave whether content may be lost or cannot be served; else it may become so
 * @param part of the page that tells more
 */
record Risk(String key, boolean grave, String part, String first, String second, String third) {
    static Risk grave(String key, String part, Object... facts) {
        return of(key, true, part, facts);
    }

    static Risk watch(String key, String part, Object... facts) {
        return of(key, false, part, facts);
    }

    private static Risk of(String key, boolean grave, String part, Object... facts) {
        return new Risk(key, grave, part, fact(facts, 0), fact(facts, 1), fact(facts, 2));
    }

    private static String fact(Object[] facts, int at) {
        return at < facts.length ? String.valueOf(facts[at]) : "";
    }
}
