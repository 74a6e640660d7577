package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset with its links, extracted fields and how extraction went. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetBody(
        String id,
        String name,
        String kind,
        String state,
        String notebook,
        @Nullable String bucket,
        long bytes,
        long files,
        Instant created,
        @Nullable String type,
        List<LinkBody> links,
        List<FieldBody> fields,
        @Nullable ExtractionBody extraction) {
    public DatasetBody {
        links = Absent.asEmpty(links);
        fields = Absent.asEmpty(fields);
    }
}
