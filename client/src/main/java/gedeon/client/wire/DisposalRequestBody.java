package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disposal, from its request to its end.
 *
 * @param kind {@code waste} (by a manager alone) or {@code request} (by two persons)
 * @param state {@code gathering}, {@code requested}, {@code refused}, {@code withdrawn}, {@code approved}, {@code disposing} or {@code done}
 * @param prefix of the keys; absent where versions were named one by one
 * @param due when an approved one is done
 * @param disposed versions that went, of {@code disposedBytes} in all
 * @param stays some of the {@code stayed} versions that did not go; only of one that is asked for alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisposalRequestBody(
        String id,
        String notebook,
        String bucket,
        String kind,
        String state,
        String asker,
        Instant asked,
        String reason,
        @Nullable String prefix,
        @Nullable String decider,
        @Nullable Instant decided,
        @Nullable String words,
        boolean bypassGovernance,
        @Nullable Instant due,
        @Nullable Instant ended,
        long versions,
        long bytes,
        long disposed,
        long disposedBytes,
        long stayed,
        List<StaysBody> stays,
        List<DisposalActBody> acts) {
    public DisposalRequestBody {
        stays = Absent.asEmpty(stays);
        acts = Absent.asEmpty(acts);
    }
}
