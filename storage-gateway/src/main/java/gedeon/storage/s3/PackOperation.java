package gedeon.storage.s3;

import gedeon.kernel.Digest;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.Together;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.SigV4;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many small objects in one request: each is what a PUT of it would be (rights, conditions, headers, lock, encryption, checksums, events), all of them are one act.
 * An error names the object that it speaks of; nothing of the request is stored then.
 */
final class PackOperation {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

    private PackOperation() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "POST", SubResources.PACK, PackOperation::store);
    }

    private static void store(Call call) throws IOException {
        requireSigned(call.auth());
        // A policy may let somebody add some of them: each is asked for by itself.
        Bucket bucket = call.anyOf(S3Action.PUT_OBJECT, S3Action.PUT_OBJECT);
        PackReader.Said said = PackReader.Said.of(call.exchange());
        Together.Arriving arriving = () -> puts(call, said);
        if (!call.may(S3Action.PUT_OBJECT, bucket)) {
            // Whether any of it is for them is known only then: until it is, no room is kept from those who may.
            List<Put> puts = arriving.read();
            arriving = () -> puts;
        }
        List<StoredVersion> stored =
                call.store().putTogether(new Together(bucket, said.bytes(), said.objects(), arriving));
        Map<String, String> headers = Call.headers();
        RoomHeader.tell(call, headers, bucket);
        call.send(200, headers, "application/json", answer(bucket, stored));
    }

    /** What a signature does not cover may be anybody's; of a pack that would be many things at once. */
    private static void requireSigned(Authenticated auth) {
        if (auth.isAnonymous()) {
            throw new S3Error(
                    "AccessDenied", 403, "a pack of objects is signed; send one object at a time without a key");
        }
        boolean covered = auth.way() == Authenticated.Way.HEADER
                && !auth.scope().isEmpty()
                && !auth.payload().equals(SigV4.UNSIGNED)
                && (!auth.payload().startsWith("STREAMING-") || auth.payload().startsWith(SIGNED_CHUNKS));
        if (!covered) {
            throw S3Error.invalidRequest(
                    "a pack of objects is signed in headers by Version 4, its body as well: x-amz-content-sha256 is its SHA-256, or "
                            + SIGNED_CHUNKS);
        }
    }

    private static List<Put> puts(Call call, PackReader.Said said) throws IOException {
        PackReader pack = PackReader.read(call, said);
        List<Put> puts = new ArrayList<>(said.objects());
        for (PackReader.Found found : pack.objects()) {
            try {
                puts.add(put(one(call, pack, found)));
            } catch (S3Error e) {
                throw e.about(found.head().key());
            }
        }
        return puts;
    }

    /** The PUT that an object stands for. */
    private static Call one(Call call, PackReader pack, PackReader.Found found) {
        PackHead head = found.head();
        Authenticated auth = call.auth();
        return new Call(
                new PackedExchange(call.exchange(), head.headers(), pack.pack(), found.from(), head.size()),
                new Authenticated(
                        auth.holder(),
                        head.sha256().hex(),
                        auth.signingKey(),
                        auth.seed(),
                        auth.timestamp(),
                        auth.scope(),
                        auth.way()),
                call.query(),
                call.bucketName(),
                head.key(),
                call.sight(),
                call.store(),
                call.access(),
                call.owners(),
                call.day());
    }

    private static Put put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        return Body.of(call)
                .put(
                        bucket,
                        call.key(),
                        ObjectHeaders.attributes(call, bucket),
                        ObjectHeaders.conditions(call, bucket));
    }

    private static byte[] answer(Bucket bucket, List<StoredVersion> stored) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode objects = all.putArray("objects");
        for (StoredVersion version : stored) {
            ObjectNode one = objects.addObject().put("key", version.key().toString());
            if (bucket.versioned()) {
                one.put("versionId", version.versionText());
            }
            one.put("etag", version.etag()).put("size", version.size().value());
            Digest sha256 = version.sha256();
            if (sha256 != null) {
                one.put("sha256", sha256.hex());
            }
        }
        return JSON.writeValueAsBytes(all);
    }
}
