package gedeon.storage.s3;

import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PutObject and CopyObject. */
final class ObjectWrites {
    private ObjectWrites() {}

    static void offer(Routes routes) {
        routes.add(Target.OBJECT, "PUT", "", ObjectWrites::putOrCopy);
    }

    private static void putOrCopy(Call call) throws IOException {
        if (call.exchange().header("x-amz-copy-source").isPresent()) {
            copy(call);
        } else {
            put(call);
        }
    }

    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        Attributes attributes = ObjectHeaders.attributes(call, bucket);
        Body body = Body.of(call);
        Optional<StoredVersion> same = UnlessSame.find(call, bucket, body);
        StoredVersion stored = same.isPresent()
                ? same.get()
                : call.store()
                        .put(body.put(bucket, call.key(), attributes, ObjectHeaders.conditions(call, bucket))
                                .within(ReservationHeader.claim(call, bucket)));
        Map<String, String> headers = Call.headers();
        headers.put("ETag", "\"" + stored.etag() + "\"");
        ObjectHeaders.checksums(headers, stored);
        Sse.write(headers, stored.attributes().encryption());
        ObjectHeaders.made(headers, bucket, stored);
        RoomHeader.tell(call, headers, bucket);
        LifecycleOperations.expiration(call, headers, bucket, stored);
        call.empty(200, headers);
    }

    private static void copy(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        CopySource source = CopySource.of(call);
        StoredVersion from = source.version();
        Attributes asked = ObjectHeaders.attributes(call, bucket);
        boolean replace = directive(call, "x-amz-metadata-directive");
        boolean replaceTags = directive(call, "x-amz-tagging-directive");
        boolean same = source.bucket().id() == bucket.id() && from.key().equals(call.key());
        if (same
                && !replace
                && !replaceTags
                && !source.named()
                && asked.lock().equals(ObjectLock.NONE)
                && asked.encryption() == null) {
            throw S3Error.invalidRequest(
                    "a copy onto itself must change something: set x-amz-metadata-directive to REPLACE");
        }
        Attributes attributes = new Attributes(
                replace ? asked.headers() : from.headers(),
                replace ? asked.userMetadata() : from.userMetadata(),
                replaceTags ? asked.tags() : source.tags(call),
                asked.lock(),
                asked.acl(),
                asked.owner(),
                asked.encryption());
        Set<DigestAlgorithm> compute = EnumSet.noneOf(DigestAlgorithm.class);
        call.exchange().header("x-amz-checksum-algorithm").ifPresent(name -> compute.add(Body.algorithm(name)));
        StoredVersion stored = call.store()
                .copy(
                        from,
                        source.key(),
                        new Put(
                                bucket,
                                call.key(),
                                InputStream.nullInputStream(),
                                from.size().value(),
                                attributes,
                                compute,
                                List::of,
                                ObjectHeaders.conditions(call, bucket),
                                Sse.customer(call.exchange())));
        XmlWriter xml = XmlWriter.root("CopyObjectResult")
                .element("LastModified", stored.created().toString())
                .element("ETag", "\"" + stored.etag() + "\"");
        ObjectHeaders.checksums(xml, stored);
        Map<String, String> headers = Call.headers();
        Sse.write(headers, stored.attributes().encryption());
        ObjectHeaders.made(headers, bucket, stored);
        RoomHeader.tell(call, headers, bucket);
        LifecycleOperations.expiration(call, headers, bucket, stored);
        if (source.bucket().showsVersions()) {
            headers.put("x-amz-copy-source-version-id", from.versionText());
        }
        call.xml(200, headers, xml, "CopyObjectResult");
    }

    private static boolean directive(Call call, String name) {
        return call.exchange()
                .header(name)
                .map(value -> switch (value) {
                    case "COPY" -> false;
                    case "REPLACE" -> true;
                    default -> throw S3Error.invalidArgument(name + " is COPY or REPLACE, was " + value);
                })
                .orElse(false);
    }
}
