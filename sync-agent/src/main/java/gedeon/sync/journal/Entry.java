package gedeon.sync.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import gedeon.sync.settle.Verdict;
import java.time.Instant;
import java.util.List;

/** What happened to an acquisition, as the journal keeps it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = Entry.Settled.class, name = "settled"),
    @JsonSubTypes.Type(value = Entry.UploadOpened.class, name = "upload-opened"),
    @JsonSubTypes.Type(value = Entry.UploadDropped.class, name = "upload-dropped"),
    @JsonSubTypes.Type(value = Entry.Stored.class, name = "stored"),
    @JsonSubTypes.Type(value = Entry.Declared.class, name = "declared"),
    @JsonSubTypes.Type(value = Entry.Received.class, name = "received"),
    @JsonSubTypes.Type(value = Entry.Reopened.class, name = "reopened"),
    @JsonSubTypes.Type(value = Entry.Looked.class, name = "looked"),
    @JsonSubTypes.Type(value = Entry.Doubted.class, name = "doubted"),
    @JsonSubTypes.Type(value = Entry.Troubled.class, name = "troubled"),
    @JsonSubTypes.Type(value = Entry.Gone.class, name = "gone"),
    @JsonSubTypes.Type(value = Entry.Snapshot.class, name = "snapshot")
})
sealed interface Entry {
    String source();

    String name();

    Instant at();

    record Seen(String source, String name, Instant at) implements Entry {}

    record Settled(String source, String name, Instant at, String content, Verdict verdict) implements Entry {}

    record UploadOpened(String source, String name, Instant at, OpenUpload upload) implements Entry {}

    record UploadDropped(String source, String name, Instant at, String path) implements Entry {}

    /** The bucket holds these files of it. */
    record Stored(String source, String name, Instant at, List<StoredFile> files) implements Entry {}

    /** The server took the manifest; its receipt is still to come. */
    record Declared(String source, String name, Instant at, Outstanding outstanding) implements Entry {}

    record Received(String source, String name, Instant at, String content, String dataset, String receipt, long bytes)
            implements Entry {}

    record Reopened(String source, String name, Instant at) implements Entry {}

    record Looked(String source, String name, Instant at) implements Entry {}

    record Doubted(String source, String name, Instant at, String path) implements Entry {}

    record Troubled(String source, String name, Instant at, String reason) implements Entry {}

    record Gone(String source, String name, Instant at) implements Entry {}

    /** All that is known of an acquisition but its files, which {@link Stored} tells before: what compaction writes. */
    record Snapshot(
            String source,
            String name,
            Instant at,
            Known known,
            List<OpenUpload> uploads,
            boolean looked,
            boolean undeclared)
            implements Entry {}
}
