package gedeon.dmp.live;

import static java.util.Objects.requireNonNull;

import gedeon.dmp.Output;
import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a drift check looks at.
 *
 * @param outputs of the version that is measured
 * @param others what the notebook's other plans in force promise; null where none names a size
 * @param inForce whether the measured version was approved
 * @param modified when the document was last changed by its author; null where it does not say
 */
public record Facts(
        String notebook,
        List<Output> outputs,
        @Nullable ByteCount others,
        boolean inForce,
        Quota quota,
        LocalDate today,
        @Nullable LocalDate modified) {
    public Facts {
        requireNonNull(notebook, "notebook");
        requireNonNull(quota, "quota");
        requireNonNull(today, "today");
        outputs = List.copyOf(outputs);
    }
}
