package gedeon.storage.s3.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.S3Error;
import org.junit.jupiter.api.Test;

class NotificationRulesTests {
    private static String topic(String id, String arn, String... events) {
        StringBuilder xml = new StringBuilder("<TopicConfiguration><Id>" + id + "</Id><Topic>" + arn + "</Topic>");
        for (String event : events) {
            xml.append("<Event>s3:").append(event).append("</Event>");
        }
        return xml.append("</TopicConfiguration>").toString();
    }

    private static String all(String... parts) {
        return "<NotificationConfiguration>" + String.join("", parts) + "</NotificationConfiguration>";
    }

    private static NotificationRules read(String xml) {
        return NotificationRules.read(xml.getBytes(UTF_8));
    }

    @Test
    void anEventThatOnePartNamesTwiceIsToldOnce() {
        NotificationRules rules = read(all(topic(
                "one",
                "arn:gedeon:webhook::000000000001:lims",
                "ObjectCreated:*",
                "ObjectCreated:Put",
                "ObjectCreated:Put")));
        rules.requireApart();
        assertThat(rules.of("ObjectCreated:Put", "k")).hasSize(1);
    }

    @Test
    void oneWebhookUnderTwoSpellingsIsOnePlace() {
        NotificationRules rules = read(all(
                topic("one", "arn:gedeon:webhook::000000000001:lims", "ObjectCreated:*"),
                topic("two", "arn:gedeon:webhook:us-east-1:000000000001:lims", "ObjectCreated:Put")));
        assertThatThrownBy(rules::requireApart)
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidArgument"));
        // A bucket may keep it from before it was refused.
        assertThat(rules.of("ObjectCreated:Put", "k"))
                .extracting(NotificationRule::id)
                .containsExactly("one");
    }

    @Test
    void twoWebhooksAreToldOfTheSameEvent() {
        NotificationRules rules = read(all(
                topic("one", "arn:gedeon:webhook::000000000001:lims", "ObjectCreated:*"),
                topic("two", "arn:gedeon:webhook::000000000001:other", "ObjectCreated:Put")));
        rules.requireApart();
        assertThat(rules.of("ObjectCreated:Put", "k")).hasSize(2);
        assertThat(rules.of("ObjectCreated:Copy", "k")).hasSize(1);
    }

    @Test
    void rulesThatABucketKeepsAreReadOnce() {
        String xml = all(topic("one", "arn:gedeon:webhook::000000000001:lims", "ObjectCreated:*"));
        assertThat(NotificationRules.kept(xml)).isSameAs(NotificationRules.kept(new String(xml.toCharArray())));
    }
}
