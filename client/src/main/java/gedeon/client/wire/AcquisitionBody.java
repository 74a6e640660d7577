package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server keeps of an acquisition that an agent told it. {@code receipt}: absent where none was given yet. {@code files}: all {@code count} of them where
 * they are few, else none: they are asked for by themselves.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AcquisitionBody(
        String dataset,
        String source,
        String name,
        @Nullable VerdictBody verdict,
        @Nullable String receipt,
        Instant received,
        long count,
        List<ManifestFile> files) {
    public AcquisitionBody {
        files = Absent.asEmpty(files);
    }
}
