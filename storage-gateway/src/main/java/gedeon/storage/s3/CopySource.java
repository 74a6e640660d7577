package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.access.Access;
import gedeon.storage.s3.access.Facts;
import gedeon.storage.s3.access.S3Action;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source as {@code x-amz-copy-source} names it, once the caller may read it, has its key and its conditions hold.
 *
 * @param named whether a version was named
 * @param key the customer's, where the source is encrypted with one
 */
record CopySource(
        Bucket bucket,
        StoredVersion version,
        boolean named,
        @Nullable SuppliedKey key) {
    private static final String VERSION = "?versionId=";

    static CopySource of(Call call) throws IOException {
        String raw = call.exchange()
                .header("x-amz-copy-source")
                .orElseThrow(() -> S3Error.invalidArgument("x-amz-copy-source is missing"));
        String version = null;
        int question = raw.indexOf(VERSION);
        if (question >= 0) {
            version = raw.substring(question + VERSION.length());
            raw = raw.substring(0, question);
        }
        byte[] path = Uri.decode(raw.startsWith("/") ? raw.substring(1) : raw, false);
        int slash = slash(path);
        if (slash < 1 || slash == path.length - 1) {
            throw S3Error.invalidArgument("x-amz-copy-source is bucket/key");
        }
        Bucket bucket = call.known(new String(path, 0, slash, UTF_8), "x-amz-source-expected-bucket-owner");
        ObjectKey key = Call.key(Arrays.copyOfRange(path, slash + 1, path.length));
        StoredVersion found =
                find(call, bucket, key, version, version == null ? S3Action.GET_OBJECT : S3Action.GET_OBJECT_VERSION);
        SuppliedKey supplied = Sse.forSource(call.exchange(), found);
        requireConditions(call, found);
        return new CopySource(bucket, found, version != null, supplied);
    }

    /** Where the bucket's name ends; clients encode that slash or leave it. */
    private static int slash(byte[] path) {
        int at = 0;
        while (at < path.length && path[at] != '/') {
            at++;
        }
        return at == path.length ? -1 : at;
    }

    private static void requireConditions(Call call, StoredVersion source) throws IOException {
        try {
            ReadConditions.requireOfSource(call.exchange(), source);
        } catch (S3Error failed) {
            ReadConditions.requireReadable(call.store(), source);
            throw failed;
        }
    }

    /** The tags, for who may read them: a copy that carries them shows them. */
    Map<String, String> tags(Call call) {
        if (!version.tags().isEmpty()) {
            Access.require(call.decide(
                    named ? S3Action.GET_VERSION_TAGGING : S3Action.GET_OBJECT_TAGGING,
                    bucket,
                    version.key(),
                    version,
                    CallFacts.of(call.facts(), named ? version.versionText() : null)));
        }
        return version.tags();
    }

    /** Found for who may read it; who may not list learns not whether it is there. */
    private static StoredVersion find(
            Call call, Bucket bucket, ObjectKey key, @Nullable String version, S3Action action) {
        boolean nullVersion = "null".equals(version);
        VersionId id = version == null || nullVersion
                ? null
                : VersionId.parse(version)
                        .orElseThrow(() -> S3Error.invalidArgument("not a version id in x-amz-copy-source"));
        Facts facts = CallFacts.of(call.facts(), version);
        Optional<StoredVersion> found = call.store().find(bucket, key, id, nullVersion);
        if (found.isEmpty() || found.get().deleteMarker()) {
            ObjectReads.requireToMiss(call, action, bucket, key, facts);
        } else {
            Access.require(call.decide(action, bucket, key, found.get(), facts));
        }
        if (found.isEmpty()) {
            throw version == null
                    ? new Refusal(Refusal.Reason.NO_SUCH_KEY, "no object " + key + " to copy from")
                    : new Refusal(Refusal.Reason.NO_SUCH_VERSION, "no such version of " + key + " to copy from");
        }
        if (found.get().deleteMarker()) {
            throw version == null
                    ? new Refusal(Refusal.Reason.NO_SUCH_KEY, "no object " + key + " to copy from")
                    : S3Error.invalidRequest("a delete marker has no content to copy");
        }
        return found.get();
    }
}
