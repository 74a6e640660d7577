package gedeon.storage.s3;

import java.util.List;
import java.util.Locale;

/** A request as its client sent it to the first of the trusted proxies. */
record Forwarded(Exchange exchange, TrustedProxies.Sender sender) implements Wrapped {
    private static final String FOR = TrustedProxies.FOR.toLowerCase(Locale.ROOT);
    private static final String PROTO = TrustedProxies.PROTO.toLowerCase(Locale.ROOT);

    /** The same exchange where no trusted proxy is connected. */
    static Exchange of(Exchange exchange, TrustedProxies proxies) {
        return proxies.sender(exchange.remoteAddress(), exchange.secure(), lines(exchange, FOR), lines(exchange, PROTO))
                .<Exchange>map(sender -> new Forwarded(exchange, sender))
                .orElse(exchange);
    }

    private static List<String> lines(Exchange exchange, String header) {
        return exchange.headers().getOrDefault(header, List.of());
    }

    @Override
    public String remoteAddress() {
        return sender.address();
    }

    @Override
    public boolean secure() {
        return sender.secure();
    }
}
