package gedeon.storage.s3.notifications;

import java.util.List;

/**
 * One part of the configuration.
 *
 * @param queue whether it was said as a QueueConfiguration, and is shown so again, else as a TopicConfiguration
 * @param events as S3 names them, with {@code *} for all of a family
 */
public record NotificationRule(
        String id, boolean queue, WebhookArn target, List<String> events, String prefix, String suffix) {
    public NotificationRule {
        events = List.copyOf(events);
    }

    /** @param event without {@code s3:} */
    boolean fits(String event, String key) {
        return key.startsWith(prefix)
                && key.endsWith(suffix)
                && key.length() >= Math.max(prefix.length(), suffix.length())
                && events.stream().anyMatch(one -> named(one.substring("s3:".length()), event));
    }

    private static boolean named(String pattern, String event) {
        return pattern.endsWith("*")
                ? event.startsWith(pattern.substring(0, pattern.length() - 1))
                : event.equals(pattern);
    }

    /** Whether one event of a key could go to the same place twice because of the two; S3 refuses that. */
    boolean overlaps(NotificationRule other) {
        boolean families = events.stream()
                .anyMatch(mine -> other.events.stream()
                        .anyMatch(theirs ->
                                named(mine, theirs.replace("*", "")) || named(theirs, mine.replace("*", ""))));
        boolean prefixes = prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix);
        boolean suffixes = suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix);
        return families && prefixes && suffixes && target.place().equals(other.target.place());
    }
}
