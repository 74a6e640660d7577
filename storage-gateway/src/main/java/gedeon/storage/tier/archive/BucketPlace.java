package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.archive.ocfl.OcflObjects;
import gedeon.storage.tier.bucket.BucketMark;
import gedeon.storage.tier.bucket.BucketSettings;
import gedeon.storage.tier.bucket.Credentials;
import gedeon.storage.tier.bucket.S3Objects;
import gedeon.storage.tier.s3.S3Tier;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** A bucket of an S3 store, or a prefix in one. What gathers is an S3 tier under {@code gathering/}, the storage root is under {@code ocfl/}. */
final class BucketPlace implements ArchivePlace {
    private static final String GATHERING = "gathering";

    private final BucketSettings bucket;
    private final Map<String, String> environment;
    private final Clock clock;

    /** @param environment where credentials may be */
    BucketPlace(BucketSettings bucket, Map<String, String> environment, Clock clock) {
        this.bucket = bucket;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public UUID create() throws IOException {
        Credentials credentials = credentials();
        try (S3Objects objects = new S3Objects(bucket, credentials)) {
            if (!objects.bucketIsThere()) {
                throw new IllegalArgumentException("there is no bucket \"" + bucket.bucket() + "\" at "
                        + bucket.endpoint() + "; make it there first, or name another one");
            }
            if (objects.isAny("")) {
                throw new IllegalArgumentException(bucket.where()
                        + " holds something already; name an empty bucket, or a prefix under which nothing is");
            }
            UUID uuid = S3Tier.create(bucket.within(GATHERING), credentials);
            objects().close();
            byte[] readme = ArchiveKind.README.getBytes(UTF_8);
            objects.put("README.txt", readme, readme.length);
            BucketMark.write(objects, ArchiveKind.NAME, uuid);
            return uuid;
        }
    }

    private Credentials credentials() throws IOException {
        return Credentials.of(bucket.credentials(), environment);
    }

    private OcflObjects objects() throws IOException {
        return OcflObjects.inBucket(new S3Objects(bucket, credentials()), bucket.partSize());
    }

    @Override
    public Opened open(UUID tier, UUID writer) throws IOException {
        S3Objects marked = new S3Objects(bucket, credentials());
        S3Tier gathered = null;
        try {
            BucketMark mark = new BucketMark(marked, bucket.where(), tier);
            mark.require();
            gathered = S3Tier.open(bucket.within(GATHERING), credentials(), tier, writer, clock);
            return new Opened(
                    mark::requireNow,
                    new InObjects(gathered),
                    OcflObjects.inBucket(marked, bucket.partSize()),
                    OcflObjects.longestPath(bucket.prefix()));
        } catch (IOException | RuntimeException e) {
            if (gathered != null) {
                gathered.close();
            }
            marked.close();
            throw e;
        }
    }

    private record InObjects(S3Tier s3) implements Gathering {
        @Override
        public Tier tier() {
            return s3;
        }

        @Override
        public byte[] stored(Location blob, long from, int length) throws IOException {
            return s3.stored(blob.blob(), from, length);
        }
    }
}
