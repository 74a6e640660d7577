package gedeon.storage.s3;

import gedeon.storage.ObjectLock;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Retention;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** S3 Object Lock: a bucket's rule, and retention and legal hold of versions. */
final class LockOperations {
    /** What S3's and the database's form of a time can say. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private LockOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "object-lock", LockOperations::getRule)
                .add(Target.BUCKET, "PUT", "object-lock", LockOperations::putRule)
                .add(Target.OBJECT, "GET", "retention", LockOperations::getRetention)
                .add(Target.OBJECT, "PUT", "retention", LockOperations::putRetention)
                .add(Target.OBJECT, "GET", "legal-hold", LockOperations::getHold)
                .add(Target.OBJECT, "PUT", "legal-hold", LockOperations::putHold);
    }

    private static S3Error malformed(String why) {
        return new S3Error("MalformedXML", 400, why);
    }

    private static void getRule(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_LOCK_CONFIGURATION);
        if (!bucket.locked()) {
            throw new S3Error(
                    "ObjectLockConfigurationNotFoundError", 404, "bucket " + bucket.name() + " has no object lock");
        }
        XmlWriter xml = XmlWriter.root("ObjectLockConfiguration").element("ObjectLockEnabled", "Enabled");
        Retention rule = bucket.retention();
        if (rule != null) {
            xml.open("Rule")
                    .open("DefaultRetention")
                    .element("Mode", rule.mode().name())
                    .element(rule.days() > 0 ? "Days" : "Years", Math.max(rule.days(), rule.years()))
                    .close("DefaultRetention")
                    .close("Rule");
        }
        call.xml(xml, "ObjectLockConfiguration");
    }

    private static void putRule(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_LOCK_CONFIGURATION);
        XmlTree asked = XmlTree.read(SmallBody.read(call), "ObjectLockConfiguration");
        if (!asked.textOf("ObjectLockEnabled").orElse("").equals("Enabled")) {
            throw malformed("ObjectLockEnabled is Enabled");
        }
        Optional<XmlTree> rule = asked.child("Rule");
        Retention retention = rule.isEmpty()
                ? null
                : retention(rule.get()
                        .child("DefaultRetention")
                        .orElseThrow(() -> malformed("a Rule has a DefaultRetention")));
        call.store().lock(bucket, retention);
        call.empty(200, Map.of());
    }

    private static Retention retention(XmlTree rule) {
        ObjectLock.Mode mode = mode(rule.textOf("Mode").orElse(""));
        Optional<String> days = rule.textOf("Days");
        Optional<String> years = rule.textOf("Years");
        if (days.isPresent() == years.isPresent()) {
            throw malformed("DefaultRetention has Days or Years");
        }
        int count = count(days.or(() -> years).orElseThrow());
        return days.isPresent() ? new Retention(mode, count, 0) : new Retention(mode, 0, count);
    }

    /** S3 calls what is no positive period InvalidRetentionPeriod. */
    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count < 1 || count > 36_500) {
                throw new S3Error("InvalidRetentionPeriod", 400, "a retention period is 1 to 36500, was " + count);
            }
            return count;
        } catch (NumberFormatException e) {
            throw malformed("a retention period is a whole number");
        }
    }

    private static ObjectLock.Mode mode(String text) {
        return switch (text) {
            case "GOVERNANCE" -> ObjectLock.Mode.GOVERNANCE;
            case "COMPLIANCE" -> ObjectLock.Mode.COMPLIANCE;
            default -> throw malformed("Mode is GOVERNANCE or COMPLIANCE, was \"" + text + "\"");
        };
    }

    private static void requireLocked(Bucket bucket) {
        if (!bucket.locked()) {
            throw S3Error.invalidRequest("bucket " + bucket.name() + " has no object lock");
        }
    }

    private static void getRetention(Call call) throws IOException {
        ObjectReads.Found found = ObjectReads.found(call, S3Action.GET_RETENTION);
        requireLocked(found.bucket());
        ObjectLock lock = found.version().lock();
        if (lock.mode() == null) {
            throw new S3Error("NoSuchObjectLockConfiguration", 404, "the version has no retention");
        }
        XmlWriter xml = XmlWriter.root("Retention")
                .element("Mode", lock.mode().name())
                .element("RetainUntilDate", String.valueOf(lock.retainUntil()));
        call.xml(xml, "Retention");
    }

    private static void putRetention(Call call) throws IOException {
        ObjectReads.Found found = ObjectReads.found(call, S3Action.PUT_RETENTION);
        requireLocked(found.bucket());
        XmlTree asked = XmlTree.read(SmallBody.read(call), "Retention");
        Optional<String> mode = asked.textOf("Mode").filter(text -> !text.isEmpty());
        Optional<String> until = asked.textOf("RetainUntilDate").filter(text -> !text.isEmpty());
        if (mode.isPresent() != until.isPresent()) {
            throw malformed("retention has a Mode and a RetainUntilDate, or neither");
        }
        ObjectLock.@Nullable Mode newMode = mode.map(LockOperations::mode).orElse(null);
        Instant newUntil = until.map(LockOperations::until).orElse(null);
        call.store()
                .edit(
                        found.version(),
                        ObjectDeletes.bypass(call, found.bucket()),
                        before -> before.withLock(before.lock().retained(newMode, newUntil)));
        call.empty(200, Map.of());
    }

    private static Instant until(String text) {
        try {
            Instant until = OffsetDateTime.parse(text.strip()).toInstant();
            if (until.isAfter(LATEST)) {
                throw S3Error.invalidArgument("a retention ends in the year 9999 at the latest, was \"" + text + "\"");
            }
            return until;
        } catch (DateTimeParseException e) {
            throw malformed("RetainUntilDate is a time, was \"" + text + "\"");
        }
    }

    private static void getHold(Call call) throws IOException {
        ObjectReads.Found found = ObjectReads.found(call, S3Action.GET_LEGAL_HOLD);
        requireLocked(found.bucket());
        XmlWriter xml = XmlWriter.root("LegalHold")
                .element("Status", found.version().lock().legalHold() ? "ON" : "OFF");
        call.xml(xml, "LegalHold");
    }

    private static void putHold(Call call) throws IOException {
        ObjectReads.Found found = ObjectReads.found(call, S3Action.PUT_LEGAL_HOLD);
        requireLocked(found.bucket());
        boolean hold = hold(
                XmlTree.read(SmallBody.read(call), "LegalHold").textOf("Status").orElse(""));
        call.store()
                .edit(
                        found.version(),
                        false,
                        before -> before.withLock(before.lock().held(hold)));
        call.empty(200, Map.of());
    }

    private static boolean hold(String status) {
        return switch (status) {
            case "ON" -> true;
            case "OFF" -> false;
            default -> throw malformed("a legal hold's Status is ON or OFF");
        };
    }

    /** The lock that a write asks for in its headers; who may not lock versions is refused. */
    static ObjectLock asked(Call call, Bucket bucket) {
        Exchange exchange = call.exchange();
        Optional<String> mode = exchange.header("x-amz-object-lock-mode");
        Optional<String> until = exchange.header("x-amz-object-lock-retain-until-date");
        Optional<String> held = exchange.header("x-amz-object-lock-legal-hold");
        if (mode.isEmpty() && until.isEmpty() && held.isEmpty()) {
            return ObjectLock.NONE;
        }
        requireLocked(bucket);
        if (mode.isPresent() != until.isPresent()) {
            throw S3Error.invalidArgument(
                    "x-amz-object-lock-mode and x-amz-object-lock-retain-until-date come together");
        }
        if (mode.isPresent()) {
            call.require(S3Action.PUT_RETENTION, bucket, String.valueOf(call.objectKey()));
        }
        if (held.isPresent()) {
            call.require(S3Action.PUT_LEGAL_HOLD, bucket, String.valueOf(call.objectKey()));
        }
        return new ObjectLock(
                mode.map(LockOperations::mode).orElse(null),
                until.map(LockOperations::until).orElse(null),
                held.map(LockOperations::hold).orElse(false));
    }
}
