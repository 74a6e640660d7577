package gedeon.storage.s3.lifecycle;

import gedeon.storage.lifecycle.LifecycleFilter;
import gedeon.storage.lifecycle.LifecycleRule;
import gedeon.storage.lifecycle.LifecycleRule.Expiration;
import gedeon.storage.lifecycle.LifecycleRule.Noncurrent;
import gedeon.storage.lifecycle.LifecycleRule.NoncurrentTransition;
import gedeon.storage.lifecycle.LifecycleRule.Transition;
import gedeon.storage.s3.xml.XmlTree;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One rule, with the refusals that S3 has for it. */
final class RuleReader {
    private static final int LONGEST_ID = 255;
    private static final int MOST_NEWER = 100;
    private static final Set<String> CLASSES =
            Set.of("STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE");

    private RuleReader() {}

    static LifecycleRule read(XmlTree rule) {
        String id = rule.textOf("ID")
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> UUID.randomUUID().toString());
        if (id.length() > LONGEST_ID) {
            throw Refused.argument("a rule's ID has at most " + LONGEST_ID + " characters");
        }
        boolean enabled = switch (rule.textOf("Status").orElse("")) {
            case "Enabled" -> true;
            case "Disabled" -> false;
            default -> throw Refused.malformed("a rule's Status is Enabled or Disabled");
        };
        LifecycleRule read = new LifecycleRule(
                id,
                enabled,
                FilterReader.read(rule),
                rule.child("Expiration").map(RuleReader::expiration).orElse(null),
                rule.child("NoncurrentVersionExpiration")
                        .map(one -> new Noncurrent(positive(one, "NoncurrentDays"), newer(one)))
                        .orElse(null),
                rule.child("AbortIncompleteMultipartUpload")
                        .map(one -> positive(one, "DaysAfterInitiation"))
                        .orElse(null),
                rule.all("Transition").stream().map(RuleReader::transition).toList(),
                rule.all("NoncurrentVersionTransition").stream()
                        .map(one -> new NoncurrentTransition(
                                days(one, "NoncurrentDays", 0)
                                        .orElseThrow(() -> missing("NoncurrentDays", "NoncurrentVersionTransition")),
                                newer(one),
                                storageClass(one)))
                        .toList());
        requireSense(read);
        return read;
    }

    private static Expiration expiration(XmlTree one) {
        Optional<Integer> days = days(one, "Days", 1);
        Optional<Instant> date = one.textOf("Date").map(RuleReader::midnight);
        Optional<Boolean> markers = one.textOf("ExpiredObjectDeleteMarker").map(RuleReader::bool);
        if (one.children().size() != 1) {
            throw Refused.malformed("an Expiration has Days, Date or ExpiredObjectDeleteMarker");
        }
        if (days.isEmpty() && date.isEmpty() && markers.isEmpty()) {
            throw Refused.malformed("an Expiration has Days, Date or ExpiredObjectDeleteMarker");
        }
        return new Expiration(days.orElse(null), date.orElse(null), markers.orElse(false));
    }

    private static Transition transition(XmlTree one) {
        Optional<Integer> days = days(one, "Days", 0);
        Optional<Instant> date = one.textOf("Date").map(RuleReader::midnight);
        if (days.isPresent() == date.isPresent()) {
            throw Refused.malformed("a Transition has Days or Date");
        }
        return new Transition(days.orElse(null), date.orElse(null), storageClass(one));
    }

    private static String storageClass(XmlTree one) {
        return one.textOf("StorageClass")
                .filter(CLASSES::contains)
                .orElseThrow(() -> Refused.malformed("a transition's StorageClass is one of "
                        + CLASSES.stream().sorted().toList()));
    }

    private static Optional<Integer> days(XmlTree of, String name, int least) {
        return of.textOf(name).map(text -> number(of, name, text, least, Integer.MAX_VALUE));
    }

    private static int positive(XmlTree of, String name) {
        return days(of, name, 1).orElseThrow(() -> missing(name, of.name()));
    }

    private static int newer(XmlTree of) {
        return of.textOf("NewerNoncurrentVersions")
                .map(text -> number(of, "NewerNoncurrentVersions", text, 1, MOST_NEWER))
                .orElse(0);
    }

    private static RuntimeException missing(String name, String of) {
        return Refused.malformed(of + " has " + name);
    }

    private static int number(XmlTree of, String name, String text, int least, int most) {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refused.malformed(name + " of " + of.name() + " is a whole number, was \"" + text + "\"");
        }
        if (value < least || value > most) {
            throw Refused.argument("'" + name + "' for " + of.name() + " is at least " + least
                    + (most == Integer.MAX_VALUE ? "" : " and at most " + most) + ", was " + value);
        }
        return value;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw Refused.malformed("ExpiredObjectDeleteMarker is true or false");
        };
    }

    private static Instant midnight(String text) {
        Instant date;
        try {
            date = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Refused.malformed("a Date is such as 2030-01-01T00:00:00Z, was \"" + text + "\"");
        }
        if (!date.truncatedTo(ChronoUnit.DAYS).equals(date)) {
            throw Refused.argument("'Date' must be at midnight GMT, was " + date);
        }
        return date;
    }

    private static void requireSense(LifecycleRule rule) {
        LifecycleFilter filter = rule.filter();
        if (rule.expiration() == null
                && rule.noncurrent() == null
                && rule.abortDays() == null
                && rule.transitions().isEmpty()
                && rule.noncurrentTransitions().isEmpty()) {
            throw Refused.request("at least one action needs to be specified in a rule; " + rule.id() + " has none");
        }
        boolean narrow = !filter.tags().isEmpty() || filter.largerThan() != null || filter.smallerThan() != null;
        if (narrow && rule.abortDays() != null) {
            throw Refused.request("AbortIncompleteMultipartUpload cannot be specified with tags or sizes");
        }
        if (!filter.tags().isEmpty()
                && rule.expiration() != null
                && rule.expiration().markers()) {
            throw Refused.request("ExpiredObjectDeleteMarker cannot be specified with tags");
        }
        requireOrder(rule);
    }

    /** What moves does so before it goes, counted in the same way, and once to each class. */
    private static void requireOrder(LifecycleRule rule) {
        List<String> classes = new ArrayList<>();
        boolean dates = false;
        boolean numbers = false;
        @Nullable Expiration expiration = rule.expiration();
        if (expiration != null) {
            dates = expiration.date() != null;
            numbers = expiration.days() != null;
        }
        for (Transition one : rule.transitions()) {
            classes.add(one.storageClass());
            dates |= one.date() != null;
            numbers |= one.days() != null;
            if (expiration != null && !earlier(one, expiration)) {
                throw Refused.argument("the Expiration of rule " + rule.id() + " must be later than its Transition to "
                        + one.storageClass());
            }
        }
        if (dates && numbers) {
            throw Refused.request(
                    "rule " + rule.id() + " mixes 'Date' and 'Days' in its Expiration and Transition actions");
        }
        requireOnce(classes, rule);
        requireOnce(
                rule.noncurrentTransitions().stream()
                        .map(NoncurrentTransition::storageClass)
                        .toList(),
                rule);
    }

    private static boolean earlier(Transition one, Expiration expiration) {
        Integer days = expiration.days();
        Instant date = expiration.date();
        return (days == null || one.days() == null || one.days() < days)
                && (date == null || one.date() == null || one.date().isBefore(date));
    }

    private static void requireOnce(List<String> classes, LifecycleRule rule) {
        if (new HashSet<>(classes).size() < classes.size()) {
            throw Refused.request("rule " + rule.id() + " names a StorageClass twice");
        }
    }
}
