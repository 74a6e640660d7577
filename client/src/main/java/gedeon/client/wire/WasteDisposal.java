package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order to dispose of marked versions: either {@code prefix} or {@code versions}.
 *
 * @param bypassGovernance whether retention under GOVERNANCE is passed over, where the caller may
 * @param confirm the bucket's name, written again; not needed for a preview
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WasteDisposal(
        @Nullable String prefix,
        @Nullable List<ChosenVersion> versions,
        boolean bypassGovernance,
        @Nullable String confirm) {}
