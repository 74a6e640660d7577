package gedeon.dmp;

import static java.util.Objects.requireNonNull;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of a plan's document, never changed.
 *
 * @param mended what reading the document put right
 * @param planned null where no size is given
 * @param sha256 of the bytes that came
 */
public record PlanVersion(
        int number,
        @Nullable String label,
        List<Repair> mended,
        @Nullable ByteCount planned,
        Digest sha256,
        String by,
        Instant at,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt) {
    public PlanVersion {
        requireNonNull(sha256, "sha256");
        requireNonNull(by, "by");
        requireNonNull(at, "at");
        mended = List.copyOf(mended);
    }

    /** Something that reading put right: where (JSON Pointer) and what. */
    public record Repair(String pointer, String what) {}
}
