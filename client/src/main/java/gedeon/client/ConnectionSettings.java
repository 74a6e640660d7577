package gedeon.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached, as it is written in a configuration. {@code proxy}: {@code http://[user:password@]host[:port]}, {@code none} for no proxy
 * whatever the environment names, absent: what the environment names. {@code noProxy}: hosts that are reached directly, divided by commas, as in
 * {@code NO_PROXY}. {@code ca}: a PEM file of authorities that are trusted beside Java's own. {@code pins}: where there are any, one of these keys must
 * stand in the server's chain of certificates.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConnectionSettings(
        @Nullable String proxy,
        @Nullable String noProxy,
        @Nullable String ca,
        List<Pin> pins) {
    static final String NO_PROXY = "none";

    public static final ConnectionSettings NONE = new ConnectionSettings(null, null, null, List.of());

    @SuppressWarnings("ConstantValue")
    public ConnectionSettings {
        pins = pins == null ? List.of() : List.copyOf(pins);
        if (proxy != null && !proxy.equals(NO_PROXY)) {
            address(proxy);
        }
    }

    /** Of a proxy; the message of a refusal names no password. */
    static URI address(String proxy) {
        String wrong = "a proxy is http://host:port or http://user:password@host:port, or none";
        URI uri;
        try {
            uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        } catch (IllegalArgumentException e) {
            // The exception would quote what may hold a password.
            throw new IllegalArgumentException(wrong);
        }
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(wrong);
        }
        return uri;
    }

    /** The proxy's password stays out of logs. */
    @Override
    public String toString() {
        return "ConnectionSettings[proxy=" + (proxy == null ? null : proxy.replaceFirst("//[^/]*@", "//…@"))
                + ", noProxy=" + noProxy + ", ca=" + ca + ", pins=" + pins + "]";
    }
}
