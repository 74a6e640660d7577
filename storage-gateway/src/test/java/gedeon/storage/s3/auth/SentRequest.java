package gedeon.storage.s3.auth;

import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.s3.Exchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as a client would have sent it, without a network. */
final class SentRequest implements Exchange {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();

    SentRequest(String method, String path, String query) {
        this.method = method;
        this.path = path;
        this.query = query;
    }

    SentRequest with(String name, String... values) {
        headers.put(name, List.of(values));
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public String rawQuery() {
        return query;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public String requestId() {
        return "test";
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public boolean answered() {
        return false;
    }

    @Override
    public boolean bodyPending() {
        return false;
    }

    @Override
    public void holds(WorkingMemory.Taken room) {
        room.close();
    }

    @Override
    public OutputStream answer(int status, Map<String, String> answerHeaders, long length) {
        return new ByteArrayOutputStream();
    }
}
