package gedeon.server.rest;

import gedeon.client.wire.BucketBody;
import gedeon.client.wire.NewBucket;
import gedeon.client.wire.ObjectBody;
import gedeon.client.wire.Page;
import gedeon.kernel.Digest;
import gedeon.metadata.Catalogue;
import gedeon.server.security.Access;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class BucketRoutes {
    private static final byte[] NONE = new byte[0];

    private final ObjectStore objects;
    private final Access access;
    private final Catalogue catalogue;

    BucketRoutes(ObjectStore objects, Access access, Catalogue catalogue) {
        this.catalogue = catalogue;
        this.objects = objects;
        this.access = access;
    }

    @GetMapping("/notebooks/{name}/buckets")
    Page<BucketBody> buckets(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        return Page.of(
                objects.buckets(access.notebook(who, Act.LIST_OBJECTS, name).id()).stream()
                        .map(BucketRoutes::body)
                        .toList());
    }

    @PostMapping("/notebooks/{name}/buckets")
    @ResponseStatus(HttpStatus.CREATED)
    BucketBody create(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewBucket bucket) {
        int notebook = access.notebook(who, Act.CREATE_BUCKET, name).id();
        return body(objects.createBucket(notebook, bucket.name(), bucket.versioned()));
    }

    @GetMapping("/buckets/{bucket}/objects")
    Page<ObjectBody> objects(
            @AuthenticationPrincipal Principal who,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        Bucket found = access.bucket(who, Act.LIST_OBJECTS, bucket);
        ObjectStore.Page page = objects.list(
                found,
                prefix.getBytes(StandardCharsets.UTF_8),
                NONE,
                after == null ? null : after.getBytes(StandardCharsets.UTF_8),
                Paging.limit(limit));
        List<StoredVersion> versions = objects.live(
                found, // less what was deleted since the page was read
                page.entries().stream()
                        .filter(Entry.Key.class::isInstance) // no delimiter is asked, so these are all
                        .map(entry -> ObjectKey.of(((Entry.Key) entry).key()))
                        .toList());
        Map<String, UUID> datasets = catalogue
                .datasets()
                .ofObjects(
                        found.notebook(),
                        bucket,
                        versions.stream()
                                .map(version -> version.key().toString())
                                .toList());
        List<ObjectBody> items = versions.stream()
                .map(version -> body(version, datasets.get(version.key().toString())))
                .toList();
        return new Page<>(items, next(page));
    }

    /** The last key of the page, shown or not: a page of deleted objects does not end the list. */
    private static @Nullable String next(ObjectStore.Page page) {
        return page.truncated() && page.entries().getLast() instanceof Entry.Key last
                ? new String(last.key(), StandardCharsets.UTF_8)
                : null;
    }

    private static ObjectBody body(StoredVersion version, @Nullable UUID dataset) {
        Digest sha256 = version.sha256();
        return new ObjectBody(
                version.key().toString(),
                version.isNull() ? null : version.version().toString(),
                version.size().value(),
                version.etag(),
                sha256 == null ? null : sha256.hex(),
                version.created(),
                dataset == null ? null : dataset.toString());
    }

    private static BucketBody body(Bucket bucket) {
        return new BucketBody(bucket.name(), bucket.versioned(), bucket.created());
    }
}
