package gedeon.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.client.wire.NewReservation;
import gedeon.client.wire.Problem;
import gedeon.client.wire.ReservationBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Room that was reserved of a fake server: by acquisition, and what of it is left. */
public final class FakeRoom {
    private final Map<String, Long> left = new HashMap<>();
    private final Map<String, String> ofUploads = new HashMap<>();

    /** False: a server that was never taught of it. */
    public boolean known = true;

    public final List<NewReservation> asked = new ArrayList<>();
    public final List<String> ended = new ArrayList<>();

    long reserved() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String id(String source, String acquisition) {
        return UUID.nameUUIDFromBytes((source + '\0' + acquisition).getBytes(UTF_8))
                .toString();
    }

    /** @param used of the quota, without what is reserved */
    Object reserve(NewReservation wanted, long used, long quota) {
        asked.add(wanted);
        String id = id(wanted.source(), wanted.acquisition());
        long others = reserved() - left.getOrDefault(id, 0L);
        if (used + others + wanted.bytes() > quota) {
            return new Problem(
                    null,
                    Problem.QUOTA_EXCEEDED,
                    403,
                    "notebook test: limit " + quota + ", used " + used + ", reserved " + others + ", asked "
                            + wanted.bytes(),
                    null);
        }
        left.put(id, wanted.bytes());
        return new ReservationBody(id, Instant.now().plusSeconds(7 * 86_400));
    }

    void end(String id) {
        ended.add(id);
        left.remove(id);
    }

    void end(String source, String acquisition) {
        left.remove(id(source, acquisition));
    }

    void begun(String upload, @Nullable String reservation) {
        if (reservation != null) {
            ofUploads.put(upload, reservation);
        }
    }

    /** Whether so many bytes lie in room that was reserved; then they are taken out of it. */
    boolean takes(@Nullable String reservation, @Nullable String upload, long bytes) {
        String id = upload == null ? reservation : ofUploads.get(upload);
        if (id == null || left.getOrDefault(id, -1L) < bytes) {
            return false;
        }
        left.merge(id, -bytes, Long::sum);
        return true;
    }
}
