package gedeon.dmp;

import static java.util.Objects.requireNonNull;

import gedeon.kernel.ByteCount;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan promises to produce (maDMP's {@code dataset}).
 *
 * @param key its identifier, or its place where it has none; unique in a version
 * @param planned sum of its distributions' sizes; null where none has one
 * @param complete whether every distribution has a size
 */
public record Output(
        String key,
        String title,
        @Nullable String type,
        @Nullable ByteCount planned,
        boolean complete,
        Commitments commitments) {
    public Output {
        requireNonNull(key, "key");
        requireNonNull(title, "title");
        requireNonNull(commitments, "commitments");
    }

    /**
     * The promises that a machine can hold against facts.
     *
     * @param access the widest {@code data_access} of the distributions: open, shared, closed; null where there is none
     * @param issued when it is released
     * @param availableUntil the latest date that a distribution names
     * @param licensedFrom the earliest date that a licence starts
     */
    public record Commitments(
            @Nullable String access,
            @Nullable LocalDate issued,
            @Nullable LocalDate availableUntil,
            @Nullable LocalDate licensedFrom,
            List<String> licences,
            List<String> formats,
            @Nullable String personalData,
            @Nullable String sensitiveData) {
        public Commitments {
            licences = List.copyOf(licences);
            formats = List.copyOf(formats);
        }
    }
}
