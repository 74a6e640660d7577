package gedeon.server.rest;

import gedeon.client.wire.ObjectBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.TombstoneBody;
import gedeon.kernel.Digest;
import gedeon.server.security.Access;
import gedeon.server.security.Disposed;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Single versions of objects, and what is kept of those that were disposed of. */
@RestController
@RequestMapping("/api/v1/buckets/{bucket}")
class VersionRoutes {
    private final ObjectStore objects;
    private final Disposing disposing;
    private final Access access;

    VersionRoutes(ObjectStore objects, Disposing disposing, Access access) {
        this.objects = objects;
        this.disposing = disposing;
        this.access = access;
    }

    /** @throws Disposed where it was disposed of */
    @GetMapping("/versions")
    ObjectBody version(
            @AuthenticationPrincipal Principal who,
            @PathVariable String bucket,
            @RequestParam String key,
            @RequestParam String version) {
        Bucket found = access.bucket(who, Act.READ_OBJECT, bucket);
        ObjectKey named = ObjectKey.of(key);
        boolean nullVersion = version.equals("null");
        VersionId id = nullVersion
                ? null
                : VersionId.parse(version)
                        .orElseThrow(() -> new IllegalArgumentException("not a version's name: " + version));
        return objects.find(found, named, id, nullVersion)
                .filter(one -> !one.deleteMarker())
                .map(VersionRoutes::body)
                .orElseThrow(() -> missing(found, named, id, nullVersion));
    }

    private RuntimeException missing(Bucket bucket, ObjectKey key, @Nullable VersionId id, boolean nullVersion) {
        return objects.disposed(bucket, key, id, nullVersion)
                .<RuntimeException>map(tombstone -> new Disposed(key.toString(), List.of(tombstone)))
                .orElseGet(() -> new Refusal(
                        Refusal.Reason.NO_SUCH_VERSION, "bucket " + bucket.name() + " has no such version of " + key));
    }

    private static ObjectBody body(StoredVersion version) {
        Digest sha256 = version.sha256();
        return new ObjectBody(
                version.key().toString(),
                version.isNull() ? null : version.version().toString(),
                version.size().value(),
                version.etag(),
                sha256 == null ? null : sha256.hex(),
                version.created(),
                null);
    }

    @GetMapping("/tombstones")
    Page<TombstoneBody> tombstones(
            @AuthenticationPrincipal Principal who,
            @PathVariable String bucket,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Bucket found = access.bucket(who, Act.READ_OBJECT, bucket);
        VersionMark mark = VersionMark.parse(after);
        int most = Paging.limit(limit);
        return Paging.cut(
                disposing.tombstones().ofBucket(found.id(), mark.key(), mark.seq(), most + 1),
                most,
                stone -> VersionMark.of(stone.key(), stone.version().seq()),
                DisposalBodies::tombstone);
    }
}
