package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Which storage policy a notebook has.
 *
 * @param policy absent: none, its blobs lie in the tier of the server's home
 * @param preview only where it was asked what would happen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotebookPolicy(
        String notebook, @Nullable String policy, @Nullable PreviewBody preview) {}
