package gedeon.server.web;

import gedeon.client.wire.PolicyBody;
import gedeon.client.wire.RuleBody;
import gedeon.kernel.ByteCount;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** A storage policy in sentences that people read. */
@Component
public final class PolicyWords {
    private final MessageSource words;

    PolicyWords(MessageSource words) {
        this.words = words;
    }

    /**
     * A policy as pages tell it.
     *
     * @param says what it wants, one sentence each
     * @param unmet what of that tiers do not give now, in English
     */
    public record Line(String name, List<String> says, List<String> unmet, long notebooks) {}

    public Line line(PolicyBody policy, Locale locale) {
        List<String> says = new ArrayList<>();
        says.add(say(locale, "lands", String.join(", ", policy.landing())));
        if (!policy.copies().isEmpty()) {
            says.add(say(locale, "copies", String.join(", ", policy.copies())));
        }
        if (policy.copyCount() != null) {
            says.add(say(locale, policy.differentPlaces() == null ? "count" : "count.places", policy.copyCount()));
        }
        if (policy.onlyCountry() != null) {
            says.add(say(locale, "country", Locale.of("", policy.onlyCountry()).getDisplayCountry(locale)));
        }
        if (policy.healthData() != null) {
            says.add(say(locale, "health"));
        }
        policy.rules().forEach(rule -> says.add(rule(rule, locale)));
        says.add(say(locale, "fixity", policy.fixityDays()));
        return new Line(policy.name(), says, policy.unmet(), policy.notebooks());
    }

    private String rule(RuleBody rule, Locale locale) {
        List<String> asked = new ArrayList<>();
        days(asked, "older", rule.olderThan(), locale);
        days(asked, "unread", rule.unreadFor(), locale);
        bytes(asked, "larger", rule.largerThan(), locale);
        bytes(asked, "smaller", rule.smallerThan(), locale);
        text(asked, "bucket", rule.bucket(), locale);
        text(asked, "prefix", rule.prefix(), locale);
        if (rule.noncurrent() != null) {
            asked.add(say(locale, "if.noncurrent"));
        }
        if (rule.state() != null) {
            asked.add(say(locale, "if.sealed"));
        }
        if (rule.retained() != null) {
            asked.add(say(locale, Boolean.TRUE.equals(rule.retained()) ? "if.retained" : "if.free"));
        }
        days(asked, "retained-for", rule.retainedFor(), locale);
        if (rule.tags() != null) {
            for (Map.Entry<String, String> tag : rule.tags().entrySet()) {
                asked.add(say(locale, "if.tag", tag.getKey(), tag.getValue()));
            }
        }
        return asked.isEmpty()
                ? say(locale, "all", rule.to())
                : say(locale, "rule", rule.to(), String.join(", ", asked));
    }

    private void days(List<String> asked, String what, @Nullable String age, Locale locale) {
        if (age != null) {
            asked.add(say(locale, "if." + what, Period.parse(age).getDays()));
        }
    }

    private void bytes(List<String> asked, String what, @Nullable Long bytes, Locale locale) {
        if (bytes != null) {
            asked.add(say(locale, "if." + what, new ByteCount(bytes).human(locale)));
        }
    }

    private void text(List<String> asked, String what, @Nullable String text, Locale locale) {
        if (text != null) {
            asked.add(say(locale, "if." + what, text));
        }
    }

    private String say(Locale locale, String key, Object... facts) {
        return words.getMessage("policy." + key, facts, locale);
    }
}
