package gedeon.storage;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What lies in an archive comes back for some days, as a copy beside it. The copy is no content of its own: it counts in no quota, and the archive's stays as
 * it is whatever becomes of it. Times are the database's.
 */
public interface Restores {
    /** What became of what was asked. */
    sealed interface Answer {
        /** It is under way; nobody has to stay for it. */
        record Begun() implements Answer {}

        /** It was there already, and stays until then. */
        record Extended(Instant until) implements Answer {}
    }

    /** @param until when the copy ends; null while it is under way */
    record Restoration(@Nullable Instant until) {}

    /**
     * Asks for a version's content for so many days from when it is there, up to the next midnight UTC. Asked again, its end moves away, never nearer.
     *
     * @param days at least 1
     * @throws gedeon.storage.objects.Refusal NOT_ARCHIVED, RESTORE_UNDER_WAY, TOO_MANY_RESTORES
     * @throws java.io.IOException where no tier has room for the copy
     */
    Answer restore(StoredVersion version, int days) throws java.io.IOException;

    /** Empty where it is not restored, or need not be. */
    Optional<Restoration> of(StoredVersion version);
}
