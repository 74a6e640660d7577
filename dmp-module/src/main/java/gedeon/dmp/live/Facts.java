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
 * @param imported when the measured version came
 */
public record Facts(
        String notebook,
        List<Output> outputs,
        @Nullable ByteCount others,
        boolean inForce,
        Quota quota,
        LocalDate today,
        LocalDate imported) {
    public Facts {
        requireNonNull(notebook, "notebook");
        requireNonNull(quota, "quota");
        requireNonNull(today, "today");
        requireNonNull(imported, "imported");
        outputs = List.copyOf(outputs);
    }
}
