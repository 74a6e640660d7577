package gedeon.metadata;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.metadata.extraction.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as the catalogue holds it.
 *
 * @param kind {@code raw}, {@code processed}, {@code result}
 * @param state {@code draft}, {@code sealed}, {@code deleted}
 * @param content which telling of it is current: 1, 2, …
 * @param type media type where one is sure
 * @param revision counts up at each change
 */
public record Dataset(
        UUID id,
        int notebook,
        String name,
        String kind,
        String state,
        String bucket,
        int content,
        ByteCount bytes,
        long files,
        @Nullable String type,
        Instant created,
        long revision,
        Reading reading,
        List<Link> links,
        List<Field> fields) {

    /** The same with what it is tied to and what was read from it. */
    public Dataset with(List<Link> tied, List<Field> read) {
        return new Dataset(
                id, notebook, name, kind, state, bucket, content, bytes, files, type, created, revision, reading, tied,
                read);
    }

    /** The same with what is personal masked: for all who may read the notebook and do not manage it. */
    public Dataset masked() {
        return with(links, fields.stream().map(Field::masked).toList());
    }

    /** How its extraction went: {@code waiting running done partial unknown failed}. */
    public record Reading(
            String state,
            @Nullable String reader,
            @Nullable String version,
            @Nullable String reason) {}

    /**
     * What it is tied to.
     *
     * @param target id of the thing, instrument or dataset
     * @param origin who says so: {@code agent}, {@code source}, {@code file}, {@code person}
     * @param url where a person reads on
     */
    public record Link(
            String relation,
            String kind,
            String target,
            String name,
            String origin,
            @Nullable String toldBy,
            @Nullable String url) {}

    /** Something measured or said in the files. */
    public record Field(
            String name,
            String raw,
            String value,
            @Nullable String unit,
            @Nullable Double siValue,
            @Nullable String source,
            double confidence) {
        /** Stands for a personal value. */
        public static final String MASK = "***";

        Field masked() {
            return Vocabulary.personal(name) ? new Field(name, MASK, MASK, null, null, source, confidence) : this;
        }
    }

    /**
     * A file of a dataset.
     *
     * @param verified when it was read again as it is stored, and was what its agent had declared
     */
    public record File(
            String path,
            String key,
            @Nullable String version,
            ByteCount size,
            @Nullable Digest sha256,
            @Nullable Instant modified,
            @Nullable Instant verified) {}

    /** An activity (PROV) that used and generated. */
    public record Activity(
            UUID id,
            String type,
            @Nullable Instant started,
            @Nullable Instant ended,
            List<Ref> used,
            List<Ref> generated,
            List<Ref> by) {}

    /** A thing that an activity names. */
    public record Ref(String kind, String name, String id) {}
}
