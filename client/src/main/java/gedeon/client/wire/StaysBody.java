package gedeon.client.wire;

/**
 * A version that stays, and why: {@code gone}, {@code compliance}, {@code held}, {@code governance}, {@code unmarked}, {@code late}, {@code sealed} or {@code tied}.
 *
 * @param version empty where it is gone
 */
public record StaysBody(String key, String version, String why) {}
