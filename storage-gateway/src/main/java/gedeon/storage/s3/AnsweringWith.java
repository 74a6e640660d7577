package gedeon.storage.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request whose answer carries headers beside those of its operation, whatever that is. */
record AnsweringWith(Exchange exchange, Map<String, String> more) implements Wrapped {
    @Override
    public OutputStream answer(int status, Map<String, String> headers, long length) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(headers);
        return exchange.answer(status, all, length);
    }
}
