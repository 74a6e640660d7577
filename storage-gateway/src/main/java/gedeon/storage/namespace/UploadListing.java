package gedeon.storage.namespace;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.UploadMark;
import gedeon.storage.objects.ObjectStore.UploadPage;
import gedeon.storage.sql.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of open uploads, by key and then by id. A common prefix is one look-up that goes on behind it. */
final class UploadListing {
    private static final UUID FIRST = new UUID(0, 0);

    private final Sql sql;

    UploadListing(Sql sql) {
        this.sql = sql;
    }

    /** The place behind which a look-up goes on: of a key, behind an upload's id. */
    private record Place(byte[] key, UUID id) {}

    UploadPage page(Bucket bucket, byte[] prefix, byte[] delimiter, @Nullable UploadMark after, int max) {
        byte[] end = prefix.length == 0 ? null : Listing.successor(prefix);
        List<Upload> uploads = new ArrayList<>();
        List<byte[]> prefixes = new ArrayList<>();
        UploadMark last = null;
        Place place = first(prefix, delimiter, after);
        boolean behindPrefix = false;
        while (place != null) {
            // Behind a prefix there may be another one at once: of what is folded only the first is needed.
            int wanted = behindPrefix ? 1 : max + 1 - uploads.size() - prefixes.size();
            behindPrefix = false;
            List<Upload> found = after(bucket, place, end, wanted);
            place = null;
            for (Upload one : found) {
                if (uploads.size() + prefixes.size() == max) {
                    return new UploadPage(uploads, prefixes, true, last);
                }
                byte[] key = one.key().bytes();
                byte[] common = common(key, prefix, delimiter);
                if (common == null) {
                    uploads.add(one);
                    last = new UploadMark(key, one.id());
                    place = found.size() == wanted ? new Place(key, UUID.fromString(one.id())) : null;
                } else {
                    prefixes.add(common);
                    last = new UploadMark(common, null);
                    byte[] behind = Listing.successor(common);
                    place = behind == null ? null : new Place(behind, FIRST);
                    behindPrefix = true;
                    break;
                }
            }
        }
        return new UploadPage(uploads, prefixes, false, null);
    }

    private static Place first(byte[] prefix, byte[] delimiter, @Nullable UploadMark after) {
        if (after == null || after.key().length == 0) {
            return new Place(prefix, FIRST);
        }
        String id = after.id();
        if (id != null) {
            return new Place(after.key(), UUID.fromString(id));
        }
        byte[] past = Listing.pastOf(after.key(), prefix, delimiter);
        return new Place(Arrays.compareUnsigned(past, prefix) > 0 ? past : prefix, FIRST);
    }

    private static byte @Nullable [] common(byte[] key, byte[] prefix, byte[] delimiter) {
        for (int i = prefix.length; delimiter.length > 0 && i + delimiter.length <= key.length; i++) {
            if (Arrays.equals(key, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return Arrays.copyOf(key, i + delimiter.length);
            }
        }
        return null;
    }

    private List<Upload> after(Bucket bucket, Place place, byte @Nullable [] end, int limit) {
        String statement = Uploads.SELECT + "where bucket_id = ? and completed_seq is null and (key, id) > (?, ?)"
                + (end == null ? "" : " and key < ?") + " order by key, id limit ?";
        return end == null
                ? sql.list(row -> Uploads.read(row, bucket), statement, bucket.id(), place.key(), place.id(), limit)
                : sql.list(
                        row -> Uploads.read(row, bucket), statement, bucket.id(), place.key(), place.id(), end, limit);
    }
}
