package gedeon.storage.s3;

import gedeon.storage.memory.WorkingMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request and its answer, as the core sees them. Targets are as sent: undecoded. */
public interface Exchange {
    String method();

    /** Path as sent, without the query. */
    String rawPath();

    /** Query as sent, without the question mark; empty where there is none. */
    String rawQuery();

    /** First value of a header, in UTF-8. */
    Optional<String> header(String name);

    /** All values by lower-case name. */
    Map<String, List<String>> headers();

    /** The body; reading it first lets the client go on (100-continue). */
    InputStream body() throws IOException;

    String requestId();

    /** The network address of who sent it, without a port: who is connected, or who a trusted proxy says. */
    String remoteAddress();

    /** Whether it came encrypted (TLS), here or to a trusted proxy. */
    boolean secure();

    /** True once {@link #answer} was called. */
    boolean answered();

    /** True while the client may still have body bytes to send. */
    boolean bodyPending();

    /** Keeps room until the request has been answered, and gives it back then. */
    void holds(WorkingMemory.Taken room);

    /** Sends status and headers; {@code length} -1 means unknown. Called once. */
    OutputStream answer(int status, Map<String, String> headers, long length) throws IOException;
}
