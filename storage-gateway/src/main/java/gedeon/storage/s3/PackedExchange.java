package gedeon.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One object of a pack as the PUT that it stands for: its headers are those that the pack gives it, its body is its stretch of the pack. What says who sends it is
 * the request's.
 */
record PackedExchange(Exchange exchange, Map<String, List<String>> headers, byte[] pack, int from, int length)
        implements Wrapped {
    /** Of the request, and known to conditions of policies. */
    private static final Set<String> OF_THE_SENDER = Set.of("user-agent", "referer");

    @Override
    public Optional<String> header(String name) {
        return OF_THE_SENDER.contains(name)
                ? exchange.header(name)
                : Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(pack, from, length);
    }
}
