package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that lay in a tier and that nothing named: an audit put them aside.
 *
 * @param found when they were put aside, {@code changed}: when they were written
 * @param bytes as stored; absent where they are not in lost+found any more, or are not what was written
 * @param named whether a version names them by now
 * @param notebook and {@code bucket}, {@code key}: as their header says, where the asker may list the notebook; bucket and key of what is encrypted are sealed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LostBody(
        String blob,
        Instant found,
        Instant changed,
        @Nullable Long bytes,
        boolean named,
        @Nullable Boolean encrypted,
        @Nullable String notebook,
        @Nullable String bucket,
        @Nullable String key) {}
