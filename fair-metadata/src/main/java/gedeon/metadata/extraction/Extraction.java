package gedeon.metadata.extraction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extraction as the catalogue sees it: one acquisition in, what it says out, in bounded time, memory and output. Several threads may call; a crash or a hang
 * costs that acquisition alone.
 */
public interface Extraction extends AutoCloseable {
    /** Blocks until read, refused or out of time. Never throws for what the material holds; an {@link InterruptedException} means the server stops. */
    Extracted extract(Material material) throws InterruptedException;

    @Override
    void close();

    /**
     * @param state how it went
     * @param type media type where one is sure
     * @param reader name of the reader, e.g. {@code fits}; null where no reader knows the format
     * @param reason why it failed or is partial, or what to know about how it was read, in sentences for people; null where all is well
     */
    record Extracted(
            State state,
            @Nullable String type,
            @Nullable String reader,
            @Nullable String version,
            @Nullable String reason,
            List<ExtractedField> fields) {
        public Extracted {
            fields = List.copyOf(fields);
        }
    }

    /** How an extraction went. */
    enum State {
        /** Read. */
        DONE,
        /** Read as far as it goes: the file ends early, or the budget was spent. */
        PARTIAL,
        /** No reader knows this format. */
        UNKNOWN,
        /** The reader failed, crashed, or ran out of time or memory. */
        FAILED,
        /** Not read, or not wholly, by no fault of the file's: the store could not give its bytes, or no process could be started. Worth another try. */
        LATER
    }

    /**
     * @param name of the vocabulary
     * @param value number as text, or the text; what people see
     * @param unit UCUM code of {@code value}
     * @param siValue the value in SI units, for numbers
     */
    record ExtractedField(
            String name,
            String raw,
            String value,
            @Nullable String unit,
            @Nullable Double siValue,
            String source,
            double confidence) {}
}
