package gedeon.storage.s3.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.Parsed;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The parts of a bucket's configuration, at most 100. */
public record NotificationRules(List<NotificationRule> rules) {
    private static final int MOST = 100;
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_AFFIX = 1024;
    private static final Parsed<NotificationRules> KEPT = new Parsed<>(text -> read(text.getBytes(UTF_8)));
    private static final Set<String> EVENTS = Set.of(
            "s3:ObjectCreated:*",
            "s3:ObjectCreated:Put",
            "s3:ObjectCreated:Post",
            "s3:ObjectCreated:Copy",
            "s3:ObjectCreated:CompleteMultipartUpload",
            "s3:ObjectRemoved:*",
            "s3:ObjectRemoved:Delete",
            "s3:ObjectRemoved:DeleteMarkerCreated",
            "s3:ObjectTagging:*",
            "s3:ObjectTagging:Put",
            "s3:ObjectTagging:Delete",
            "s3:ObjectAcl:Put",
            "s3:ObjectRestore:*",
            "s3:ObjectRestore:Post",
            "s3:ObjectRestore:Completed");

    public NotificationRules {
        rules = List.copyOf(rules);
    }

    /** Those that want this event of this key: of each webhook the first, for one event is told once. */
    public List<NotificationRule> of(String event, String key) {
        Set<String> told = new HashSet<>();
        return rules.stream()
                .filter(rule -> rule.fits(event, key) && told.add(rule.target().place()))
                .toList();
    }

    /** @throws S3Error MalformedXML, InvalidArgument, NotImplemented */
    public static NotificationRules read(byte[] body) {
        XmlTree tree = XmlTree.read(body, "NotificationConfiguration");
        List<NotificationRule> rules = new ArrayList<>();
        for (XmlTree one : tree.children()) {
            switch (one.name()) {
                case "TopicConfiguration" -> rules.add(rule(one, "Topic"));
                case "QueueConfiguration" -> rules.add(rule(one, "Queue"));
                default -> throw S3Error.notImplemented("a notification by " + one.name());
            }
        }
        if (rules.size() > MOST) {
            throw S3Error.invalidArgument("a bucket has at most " + MOST + " notification configurations");
        }
        return new NotificationRules(rules);
    }

    /** The rules that a bucket keeps. */
    static NotificationRules kept(String text) {
        return KEPT.of(text);
    }

    /** S3: no two parts may tell the same place of one event. @throws S3Error InvalidArgument */
    public void requireApart() {
        for (int i = 0; i < rules.size(); i++) {
            for (NotificationRule other : rules.subList(i + 1, rules.size())) {
                if (rules.get(i).overlaps(other)) {
                    throw S3Error.invalidArgument(
                            "Configurations overlap. Configurations on the same bucket cannot share a common event type: "
                                    + rules.get(i).id() + " and " + other.id());
                }
            }
        }
    }

    private static NotificationRule rule(XmlTree one, String target) {
        String id = one.textOf("Id")
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> UUID.randomUUID().toString());
        if (id.length() > LONGEST_ID) {
            throw S3Error.invalidArgument("a configuration's Id has at most " + LONGEST_ID + " characters");
        }
        List<String> events =
                one.all("Event").stream().map(event -> event.text().strip()).toList();
        if (events.isEmpty()) {
            throw new S3Error("MalformedXML", 400, "a notification configuration has an Event");
        }
        for (String event : events) {
            if (!EVENTS.contains(event)) {
                throw S3Error.invalidArgument("The event is not supported for notifications: " + event);
            }
        }
        WebhookArn arn = WebhookArn.of(one.textOf(target).orElse(""));
        String prefix = "";
        String suffix = "";
        for (XmlTree filter : one.all("Filter")) {
            for (XmlTree key : filter.all("S3Key")) {
                for (XmlTree affix : key.all("FilterRule")) {
                    String value = affix.rawTextOf("Value").orElse("");
                    if (value.length() > LONGEST_AFFIX) {
                        throw S3Error.invalidArgument("a filter's value has at most " + LONGEST_AFFIX + " characters");
                    }
                    switch (affix.textOf("Name").orElse("").toLowerCase(Locale.ROOT)) {
                        case "prefix" -> prefix = value;
                        case "suffix" -> suffix = value;
                        default -> throw S3Error.invalidArgument("filter rule name must be either prefix or suffix");
                    }
                }
            }
        }
        return new NotificationRule(id, target.equals("Queue"), arn, events, prefix, suffix);
    }

    /** As it is kept and shown. */
    public String text() {
        XmlWriter xml = XmlWriter.root("NotificationConfiguration");
        for (NotificationRule rule : rules) {
            String name = rule.queue() ? "QueueConfiguration" : "TopicConfiguration";
            xml.open(name)
                    .element("Id", rule.id())
                    .element(rule.queue() ? "Queue" : "Topic", rule.target().text());
            rule.events().forEach(event -> xml.element("Event", event));
            if (!rule.prefix().isEmpty() || !rule.suffix().isEmpty()) {
                xml.open("Filter").open("S3Key");
                affix(xml, "prefix", rule.prefix());
                affix(xml, "suffix", rule.suffix());
                xml.close("S3Key").close("Filter");
            }
            xml.close(name);
        }
        return new String(xml.end("NotificationConfiguration"), UTF_8);
    }

    private static void affix(XmlWriter xml, String name, String value) {
        if (!value.isEmpty()) {
            xml.open("FilterRule").element("Name", name).element("Value", value).close("FilterRule");
        }
    }
}
