package gedeon.storage.tier;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a buffer and goes on writing it while its caller fills another: disk and network work at the same time. */
public interface AheadChannel {
    /** Begins to write all that remains. The buffer is this channel's until {@link #ended} returns; one at a time. */
    void begin(ByteBuffer bytes) throws IOException;

    /** Waits until what was begun is written, or failed. */
    void ended() throws IOException;
}
