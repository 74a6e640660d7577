package gedeon.storage.s3;

import gedeon.storage.memory.WorkingMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request whose answer carries headers beside those of its operation, whatever that is. */
record AnsweringWith(Exchange exchange, Map<String, String> more) implements Exchange {
    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public String rawPath() {
        return exchange.rawPath();
    }

    @Override
    public String rawQuery() {
        return exchange.rawQuery();
    }

    @Override
    public Optional<String> header(String name) {
        return exchange.header(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        return exchange.headers();
    }

    @Override
    public InputStream body() throws IOException {
        return exchange.body();
    }

    @Override
    public String requestId() {
        return exchange.requestId();
    }

    @Override
    public String remoteAddress() {
        return exchange.remoteAddress();
    }

    @Override
    public boolean secure() {
        return exchange.secure();
    }

    @Override
    public boolean answered() {
        return exchange.answered();
    }

    @Override
    public boolean bodyPending() {
        return exchange.bodyPending();
    }

    @Override
    public void holds(WorkingMemory.Taken room) {
        exchange.holds(room);
    }

    @Override
    public OutputStream answer(int status, Map<String, String> headers, long length) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(headers);
        return exchange.answer(status, all, length);
    }
}
