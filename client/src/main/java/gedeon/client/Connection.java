package gedeon.client;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One way to a server for every client that goes there: proxy, authorities, pins. Immutable. The file of authorities is read once, here. */
public final class Connection {
    private final Proxies proxies;
    private final Trust trust;
    private final SSLContext tls;

    private Connection(Proxies proxies, Trust trust, SSLContext tls) {
        this.proxies = proxies;
        this.trust = trust;
        this.tls = tls;
    }

    /**
     * @param environment where {@code HTTPS_PROXY} and its kin are looked for
     * @throws IOException naming the file of authorities that cannot be used
     */
    public static Connection of(ConnectionSettings settings, Map<String, String> environment) throws IOException {
        String ca = settings.ca();
        Trust trust = Trust.of(ca == null ? null : Path.of(ca), settings.pins());
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {trust}, null);
            return new Connection(new Proxies(settings, environment), trust, tls);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot speak TLS: " + e.getMessage(), e);
        }
    }

    public SSLContext tls() {
        return tls;
    }

    public X509TrustManager trust() {
        return trust;
    }

    public ProxySelector proxies() {
        return proxies;
    }

    /** Host and port of the proxy by which {@code target} is reached. */
    public Optional<String> proxyTo(URI target) {
        return proxies.of(target).map(proxy -> proxy.getHost() + ":" + Proxies.port(proxy));
    }

    /** The header {@code Proxy-Authorization} on the way to {@code target}: a secret. */
    public Optional<String> proxyAuthorization(URI target) {
        return proxies.of(target).flatMap(Proxies::authorization);
    }

    HttpClient.Builder apply(HttpClient.Builder builder) {
        return builder.sslContext(tls).proxy(proxies);
    }
}
