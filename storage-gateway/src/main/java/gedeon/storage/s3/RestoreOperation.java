package gedeon.storage.s3;

import gedeon.storage.Restores;
import gedeon.storage.StoredVersion;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** RestoreObject, and what objects tell of where they lie: storage class and restore. */
final class RestoreOperation {
    private static final int LARGEST = 64 << 10;
    private static final int MOST_DAYS = 36_500;
    /** How quickly S3 would; here the archive says how long it takes. */
    private static final Set<String> TIERS = Set.of("Standard", "Bulk", "Expedited");

    private RestoreOperation() {}

    static void offer(Routes routes) {
        routes.add(Target.OBJECT, "POST", "restore", RestoreOperation::restore);
    }

    private static void restore(Call call) throws IOException {
        ObjectReads.Found found = ObjectReads.found(call, S3Action.RESTORE_OBJECT);
        int days = days(XmlTree.read(SmallBody.read(call, LARGEST), "RestoreRequest"));
        Restores.Answer answer = call.store().restores().restore(found.version(), days);
        int status = switch (answer) {
            case Restores.Answer.Begun begun -> 202;
            case Restores.Answer.Extended extended -> 200;
        };
        call.empty(status, found.versionHeader());
    }

    private static int days(XmlTree asked) {
        if (asked.textOf("Type").isPresent() || asked.child("OutputLocation").isPresent()) {
            throw S3Error.notImplemented("a restore that selects");
        }
        Optional<String> tier = asked.child("GlacierJobParameters")
                .flatMap(parameters -> parameters.textOf("Tier"))
                .or(() -> asked.textOf("Tier"));
        if (tier.isPresent() && !TIERS.contains(tier.get())) {
            throw new S3Error("MalformedXML", 400, "Tier is one of " + TIERS + ", was " + Text.shown(tier.get()));
        }
        String days = asked.textOf("Days")
                .orElseThrow(() -> new S3Error("MalformedXML", 400, "Days says for how long the copy stays"));
        if (!days.matches("[0-9]{1,5}") || Integer.parseInt(days) < 1 || Integer.parseInt(days) > MOST_DAYS) {
            throw S3Error.invalidArgument("Days is from 1 to " + MOST_DAYS + ", was " + Text.shown(days));
        }
        return Integer.parseInt(days);
    }

    /** What GET and HEAD say of a version that lies in an archive; of any other nothing, as S3 does. */
    static void tell(Call call, Map<String, String> headers, StoredVersion version) {
        if (!version.archived()) {
            return;
        }
        headers.put("x-amz-storage-class", version.storageClass());
        call.store()
                .restores()
                .of(version)
                .ifPresent(restoration -> headers.put(
                        "x-amz-restore",
                        restoration.until() == null
                                ? "ongoing-request=\"true\""
                                : "ongoing-request=\"false\", expiry-date=\"" + ObjectHeaders.date(restoration.until())
                                        + "\""));
    }
}
