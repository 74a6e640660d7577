package gedeon.server.security;

import gedeon.storage.s3.TrustedProxies;
import gedeon.storage.s3.TrustedProxies.Sender;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Where a trusted proxy is connected, all behind this sees the request as its client sent it: address, scheme and port. So cookies of a page that came over
 * TLS are for TLS alone, and redirects lead to the outer address. A valve, because the container makes both, and no filter's wrapper is asked then.
 */
final class ProxyValve extends ValveBase {
    /** Set where what {@code X-Forwarded-For} says is in the request's address already. */
    static final String BELIEVED = "gedeon.forwarded";

    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final TrustedProxies proxies;

    ProxyValve(TrustedProxies proxies) {
        super(true);
        this.proxies = proxies;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Optional<Sender> sender = proxies.sender(
                request.getRemoteAddr(),
                request.isSecure(),
                lines(request, TrustedProxies.FOR),
                lines(request, TrustedProxies.PROTO));
        // The container forgets all of this with the request.
        sender.ifPresent(told -> {
            request.setAttribute(BELIEVED, true);
            request.setRemoteAddr(told.address());
            request.setRemoteHost(told.address());
            request.setSecure(told.secure());
            request.getCoyoteRequest().scheme().setString(told.secure() ? "https" : "http");
            request.setServerPort(port(request.getHeader("Host"), told.secure()));
        });
        getNext().invoke(request, response);
    }

    private static List<String> lines(Request request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    private static int port(@Nullable String host, boolean secure) {
        Matcher named = PORT.matcher(host == null ? "" : host);
        return named.find() ? Integer.parseInt(named.group(1)) : secure ? HTTPS : HTTP;
    }
}
