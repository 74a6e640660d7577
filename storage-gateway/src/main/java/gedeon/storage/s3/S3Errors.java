package gedeon.storage.s3;

import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.RoomOf;
import gedeon.storage.StoredVersion;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The one place that turns outcomes into S3 errors. */
final class S3Errors {
    private S3Errors() {}

    static S3Error of(Throwable failure) {
        return switch (failure) {
            case S3Error error -> error;
            case Refusal refusal -> of(refusal);
            // Final for the client: a 5xx would be repeated.
            case QuotaExceeded full -> new S3Error("QuotaExceeded", 403, full.getMessage(), figures(full));
            case Rights.Denied denied -> new S3Error("AccessDenied", 403, denied.getMessage());
            case WorkingMemory.Exhausted busy -> new S3Error("SlowDown", 503, busy.getMessage());
            case QuotaLedger.LeaseLost lost -> new S3Error("ServiceUnavailable", 503, lost.getMessage());
            case TierFull full ->
                new S3Error("ServiceUnavailable", 503, "the storage below is full; the operator was told");
            case TierOffline offline ->
                new S3Error("ServiceUnavailable", 503, "the storage below is offline; repeat later");
            case TierBroken broken ->
                new S3Error("ServiceUnavailable", 503, "the storage below failed; the operator was told");
            case Sql.UnknownOutcome lost ->
                new S3Error(
                        "ServiceUnavailable", 503, "the database did not say whether it was done; repeat the request");
            case Sql.Failed failed -> of(failed);
            case DamagedBlock damaged ->
                new S3Error("InternalError", 500, "stored bytes are damaged; the operator was told");
            default -> inside();
        };
    }

    private static Map<String, String> figures(QuotaExceeded full) {
        Quota quota = full.quota();
        boolean bytes = full.of() == RoomOf.BYTES;
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("Of", full.of().name().toLowerCase(Locale.ROOT));
        figures.put(
                "Limit", String.valueOf(bytes ? quota.limit() : quota.objects().limit()));
        figures.put(
                "Used", String.valueOf(bytes ? quota.used() : quota.objects().used()));
        figures.put(
                "Reserved",
                String.valueOf(bytes ? quota.reserved() : quota.objects().reserved()));
        figures.put("Asked", String.valueOf(full.asked()));
        full.silent().ifPresent(silent -> {
            figures.put("PromisedToSilent", String.valueOf(silent.amount()));
            figures.put(
                    "ComesBackBy",
                    silent.backBy().truncatedTo(ChronoUnit.SECONDS).toString());
        });
        return figures;
    }

    private static S3Error of(Sql.Failed failed) {
        if (failed.unreachable()) {
            return new S3Error("ServiceUnavailable", 503, "the database cannot be reached; repeat later");
        }
        return failed.overtaken()
                ? new S3Error(
                        "OperationAborted", 409, "another request changed what this one needs; repeat the request")
                : inside();
    }

    private static S3Error inside() {
        return new S3Error("InternalError", 500, "something failed inside; quote the request id to the operator");
    }

    private static S3Error of(Refusal refusal) {
        S3Error error = plain(refusal);
        return refusal.about().map(error::about).orElse(error);
    }

    private static S3Error plain(Refusal refusal) {
        String message = refusal.getMessage();
        return switch (refusal.reason()) {
            case NO_SUCH_BUCKET -> new S3Error("NoSuchBucket", 404, message);
            case NO_SUCH_KEY -> new S3Error("NoSuchKey", 404, message);
            case NO_SUCH_VERSION -> new S3Error("NoSuchVersion", 404, message);
            case NO_SUCH_UPLOAD -> new S3Error("NoSuchUpload", 404, message);
            case BUCKET_EXISTS -> new S3Error("BucketAlreadyExists", 409, message);
            case BUCKET_OWNED -> new S3Error("BucketAlreadyOwnedByYou", 409, message);
            case BUCKET_NOT_EMPTY -> new S3Error("BucketNotEmpty", 409, message);
            case INVALID_BUCKET_NAME -> new S3Error("InvalidBucketName", 400, message);
            case INVALID_BUCKET_STATE -> new S3Error("InvalidBucketState", 409, message);
            case NOT_LOCKABLE -> new S3Error("InvalidRequest", 400, message);
            case INVALID_PART -> new S3Error("InvalidPart", 400, message);
            case INVALID_PART_ORDER -> new S3Error("InvalidPartOrder", 400, message);
            case ENTITY_TOO_SMALL -> new S3Error("EntityTooSmall", 400, message);
            case ENTITY_TOO_LARGE -> new S3Error("EntityTooLarge", 400, message);
            case INCOMPLETE_BODY -> new S3Error("IncompleteBody", 400, message);
            case BAD_DIGEST -> new S3Error("BadDigest", 400, message);
            case PRECONDITION_FAILED -> new S3Error("PreconditionFailed", 412, message);
            case UNKNOWN_KEY -> new S3Error("KMS.NotFoundException", 400, message);
            case KEY_DESTROYED, NOT_ARCHIVED -> new S3Error("InvalidObjectState", 403, message);
            case ARCHIVED ->
                new S3Error("InvalidObjectState", 403, message, Map.of("StorageClass", StoredVersion.ARCHIVED));
            case RESTORE_UNDER_WAY -> new S3Error("RestoreAlreadyInProgress", 409, message);
            case TOO_MANY_RESTORES -> new S3Error("SlowDown", 503, message);
            case CUSTOMER_KEY -> new S3Error("InvalidRequest", 400, message);
            case LOCKED -> new S3Error("AccessDenied", 403, message);
            case TIER_UNAVAILABLE, UNKNOWN_OUTCOME -> new S3Error("ServiceUnavailable", 503, message);
        };
    }
}
