package gedeon.storage.s3.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.lifecycle.LifecycleFilter;
import gedeon.storage.lifecycle.LifecycleRule;
import gedeon.storage.lifecycle.LifecycleRules;
import gedeon.storage.s3.xml.XmlWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rules as they are kept and shown. */
final class RuleWriter {
    private final XmlWriter xml = XmlWriter.root("LifecycleConfiguration");

    private RuleWriter() {}

    static String write(LifecycleRules rules) {
        RuleWriter writer = new RuleWriter();
        rules.rules().forEach(writer::rule);
        return new String(writer.xml.end("LifecycleConfiguration"), UTF_8);
    }

    private void rule(LifecycleRule rule) {
        xml.open("Rule").element("ID", rule.id());
        if (rule.filter().old()) {
            xml.element("Prefix", rule.filter().prefixText());
        } else {
            filter(rule.filter());
        }
        xml.element("Status", rule.enabled() ? "Enabled" : "Disabled");
        LifecycleRule.Expiration expiration = rule.expiration();
        if (expiration != null) {
            xml.open("Expiration");
            when(expiration.days(), expiration.date());
            if (expiration.days() == null && expiration.date() == null) {
                xml.element("ExpiredObjectDeleteMarker", String.valueOf(expiration.markers()));
            }
            xml.close("Expiration");
        }
        for (LifecycleRule.Transition one : rule.transitions()) {
            xml.open("Transition");
            when(one.days(), one.date());
            xml.element("StorageClass", one.storageClass()).close("Transition");
        }
        for (LifecycleRule.NoncurrentTransition one : rule.noncurrentTransitions()) {
            xml.open("NoncurrentVersionTransition");
            noncurrent(one.days(), one.newer());
            xml.element("StorageClass", one.storageClass()).close("NoncurrentVersionTransition");
        }
        LifecycleRule.Noncurrent noncurrent = rule.noncurrent();
        if (noncurrent != null) {
            xml.open("NoncurrentVersionExpiration");
            noncurrent(noncurrent.days(), noncurrent.newer());
            xml.close("NoncurrentVersionExpiration");
        }
        Integer abort = rule.abortDays();
        if (abort != null) {
            xml.open("AbortIncompleteMultipartUpload")
                    .element("DaysAfterInitiation", abort)
                    .close("AbortIncompleteMultipartUpload");
        }
        xml.close("Rule");
    }

    private void filter(LifecycleFilter filter) {
        Long larger = filter.largerThan();
        Long smaller = filter.smallerThan();
        int predicates = filter.tags().size()
                + (filter.prefix() == null ? 0 : 1)
                + (larger == null ? 0 : 1)
                + (smaller == null ? 0 : 1);
        xml.open("Filter");
        if (predicates > 1) {
            xml.open("And");
        }
        if (filter.prefix() != null) {
            xml.element("Prefix", filter.prefixText());
        }
        filter.tags()
                .forEach((key, value) -> xml.open("Tag")
                        .element("Key", key)
                        .element("Value", value)
                        .close("Tag"));
        if (larger != null) {
            xml.element("ObjectSizeGreaterThan", larger);
        }
        if (smaller != null) {
            xml.element("ObjectSizeLessThan", smaller);
        }
        if (predicates > 1) {
            xml.close("And");
        }
        xml.close("Filter");
    }

    private void when(@Nullable Integer days, @Nullable Instant date) {
        if (days != null) {
            xml.element("Days", days);
        } else if (date != null) {
            xml.element("Date", date.toString());
        }
    }

    private void noncurrent(int days, int newer) {
        xml.element("NoncurrentDays", days);
        if (newer > 0) {
            xml.element("NewerNoncurrentVersions", newer);
        }
    }
}
