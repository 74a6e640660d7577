package gedeon.storage.s3;

import gedeon.storage.memory.WorkingMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An exchange that is another one but for what it says itself. */
interface Wrapped extends Exchange {
    /** The other one. */
    Exchange exchange();

    @Override
    default String method() {
        return exchange().method();
    }

    @Override
    default String rawPath() {
        return exchange().rawPath();
    }

    @Override
    default String rawQuery() {
        return exchange().rawQuery();
    }

    @Override
    default Optional<String> header(String name) {
        return exchange().header(name);
    }

    @Override
    default Map<String, List<String>> headers() {
        return exchange().headers();
    }

    @Override
    default InputStream body() throws IOException {
        return exchange().body();
    }

    @Override
    default String requestId() {
        return exchange().requestId();
    }

    @Override
    default String remoteAddress() {
        return exchange().remoteAddress();
    }

    @Override
    default boolean secure() {
        return exchange().secure();
    }

    @Override
    default boolean answered() {
        return exchange().answered();
    }

    @Override
    default boolean bodyPending() {
        return exchange().bodyPending();
    }

    @Override
    default void holds(WorkingMemory.Taken room) {
        exchange().holds(room);
    }

    @Override
    default OutputStream answer(int status, Map<String, String> headers, long length) throws IOException {
        return exchange().answer(status, headers, length);
    }
}
