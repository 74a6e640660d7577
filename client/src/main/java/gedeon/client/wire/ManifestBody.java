package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An acquisition that is finished and whose files are all stored; answered with a receipt once the server has checked each of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestBody(
        String source,
        String name,
        VerdictBody verdict,
        @Nullable Instant started,
        Instant finished,
        @Nullable String operator,
        @Nullable String experiment,
        List<ManifestFile> files) {
    public ManifestBody {
        files = Absent.asEmpty(files);
    }
}
