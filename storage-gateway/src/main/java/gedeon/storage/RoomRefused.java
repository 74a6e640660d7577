package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.time.Instant;

/**
 * An account was refused room that it wanted to reserve, and waits.
 *
 * @param source where what it is for comes from
 * @param name what it is for
 * @param bytes how many it wanted, and how many {@code objects}
 * @param scope where there was no room
 * @param quota of that scope, now
 * @param since when it was refused first
 */
public record RoomRefused(
        long account,
        int notebook,
        String notebookName,
        String source,
        String name,
        ByteCount bytes,
        long objects,
        Scope scope,
        String scopeName,
        Quota quota,
        Instant since) {}
