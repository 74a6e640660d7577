package gedeon.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which proxy an address is reached: the configured one for all, else those of {@code HTTPS_PROXY} and {@code HTTP_PROXY}, never for this computer itself or
 * for what {@code NO_PROXY} names ({@code *}, a host, or a domain with all below it).
 */
final class Proxies extends ProxySelector {
    private final @Nullable URI forHttps;
    private final @Nullable URI forHttp;
    private final List<String> direct;

    Proxies(ConnectionSettings settings, Map<String, String> environment) {
        String own = settings.proxy();
        if (own == null) {
            forHttps = address(variable(environment, "HTTPS_PROXY"));
            forHttp = address(variable(environment, "HTTP_PROXY"));
        } else {
            forHttps = own.equals(ConnectionSettings.NO_PROXY) ? null : ConnectionSettings.address(own);
            forHttp = forHttps;
        }
        String named = settings.noProxy() == null ? variable(environment, "NO_PROXY") : settings.noProxy();
        direct = named == null
                ? List.of()
                : Stream.of(named.split(","))
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .toList();
    }

    private static @Nullable URI address(@Nullable String proxy) {
        return proxy == null ? null : ConnectionSettings.address(proxy);
    }

    private static @Nullable String variable(Map<String, String> environment, String name) {
        String lower = environment.get(name.toLowerCase(Locale.ROOT));
        String value = lower == null ? environment.get(name) : lower;
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The proxy's address, with its credentials. */
    Optional<URI> of(URI target) {
        URI proxy = "https".equals(target.getScheme()) ? forHttps : forHttp;
        String host = target.getHost();
        return proxy == null || host == null || direct(host.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of(proxy);
    }

    private boolean direct(String host) {
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
            return true;
        }
        return direct.stream().anyMatch(named -> {
            String domain = named.startsWith("*.") ? named.substring(1) : named;
            String bare = domain.startsWith(".") ? domain.substring(1) : domain;
            return named.equals("*") || host.equals(bare) || host.endsWith("." + bare);
        });
    }

    /** What is said to the proxy, as {@code Proxy-Authorization}, if it asks for a name. */
    static Optional<String> authorization(URI proxy) {
        String user = proxy.getRawUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        byte[] plain = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(plain));
    }

    static int port(URI proxy) {
        return proxy.getPort() < 0 ? 3128 : proxy.getPort();
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(of(uri).map(proxy ->
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))))
                .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
        // There is no second way; whoever asked is told.
    }
}
