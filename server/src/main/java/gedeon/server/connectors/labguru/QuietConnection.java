package gedeon.server.connectors.labguru;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * A connection that logs neither headers nor bytes, whatever the level, and puts the token of the request's ticket into the address as it writes it to the wire.
 * Nothing before it knows the token, nothing behind it writes a log.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {
    static final String TICKET = "Gedeon-Ticket";

    private final ActiveTokens tokens;

    QuietConnection(Http1Config config, ActiveTokens tokens) {
        super("labguru", null, null, config, null, null, null, null);
        this.tokens = tokens;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket tls, Socket socket) throws IOException {
        bind(new SocketHolder(tls, socket));
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        Header ticket = request.getFirstHeader(TICKET);
        super.sendRequestHeader(ticket == null ? request : signed(request, tokens.of(ticket.getValue())));
    }

    private static ClassicHttpRequest signed(ClassicHttpRequest request, Token token) {
        String path = request.getPath();
        ClassicHttpRequest copy = new BasicClassicHttpRequest(
                request.getMethod(),
                request.getScheme(),
                request.getAuthority(),
                path + (path.contains("?") ? "&" : "?") + "token=" + token.encoded());
        copy.setVersion(request.getVersion());
        copy.setHeaders(request.getHeaders());
        copy.removeHeaders(TICKET);
        return copy;
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {} // would log the address

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {} // whose headers may repeat the address
}
