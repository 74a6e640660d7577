package gedeon.storage.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import gedeon.storage.webhooks.Destinations.Destination;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST to addresses that were looked at before (RFC 9112, a connection a request). The name is not asked again, so that it cannot lead elsewhere between
 * the look and the connection; it stays in Host, in TLS's server name and in what the certificate is checked against. Redirects are answers like others, no
 * proxy is asked, and of the answer only the status is read.
 */
final class Post {
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final int LONGEST_HEAD = 32 << 10;

    private final Duration within;
    private final SSLSocketFactory tls;

    /** @param within the whole of it, however slowly the other side takes and gives */
    Post(Duration within) {
        this(within, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    Post(Duration within, SSLSocketFactory tls) {
        this.within = within;
        this.tls = tls;
    }

    /**
     * Returns the status.
     *
     * @throws IOException where no address is reached, the certificate is not the name's, or no answer came in time
     */
    int send(Destination to, Map<String, String> headers, byte[] body) throws IOException {
        URI uri = to.uri();
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        AtomicBoolean late = new AtomicBoolean();
        try (Socket plain = connected(to, port)) {
            Thread end = Thread.ofVirtual().name("webhook-deadline").start(() -> cut(plain, late));
            try {
                Socket socket = secure ? secured(plain, bare(uri.getHost()), port) : plain;
                OutputStream out = socket.getOutputStream();
                out.write(head(uri, headers, body.length));
                out.write(body);
                out.flush();
                return status(new BufferedInputStream(socket.getInputStream()));
            } catch (IOException e) {
                if (late.get()) {
                    throw new SocketTimeoutException("no answer within " + within.toSeconds() + " seconds");
                }
                throw e;
            } finally {
                end.interrupt();
            }
        }
    }

    private static Socket connected(Destination to, int port) throws IOException {
        IOException failed = new IOException("no address");
        for (InetAddress address : to.addresses()) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) TO_CONNECT.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                failed = e;
                if (e instanceof SocketTimeoutException) {
                    // The others would take as long: all of them together must not.
                    break;
                }
            }
        }
        throw failed;
    }

    private void cut(Socket socket, AtomicBoolean late) {
        try {
            Thread.sleep(within);
            late.set(true);
            socket.close();
        } catch (InterruptedException e) {
            // It was quicker.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** An IPv6 address without its brackets. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static byte[] head(URI uri, Map<String, String> headers, int length) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery();
        StringBuilder head = new StringBuilder("POST ").append(path);
        if (query != null) {
            head.append('?').append(query);
        }
        head.append(" HTTP/1.1\r\nHost: ").append(ascii.getHost().toLowerCase(Locale.ROOT));
        if (ascii.getPort() >= 0) {
            head.append(':').append(ascii.getPort());
        }
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        return head.append("\r\nContent-Length: ")
                .append(length)
                .append("\r\nConnection: close\r\n\r\n")
                .toString()
                .getBytes(US_ASCII);
    }

    /** Of the final answer: those of 1xx come before it (RFC 9110, section 15.2). */
    private static int status(InputStream in) throws IOException {
        int[] left = {LONGEST_HEAD};
        while (true) {
            String line = line(in, left);
            if (!line.matches("HTTP/1\\.[0-9] [1-5][0-9]{2}( .*)?")) {
                throw new IOException("the answer is not HTTP/1.1's");
            }
            int status = Integer.parseInt(line, 9, 12, 10);
            if (status >= 200) {
                return status;
            }
            while (!line(in, left).isEmpty()) {
                // Headers of an interim answer are nobody's business.
            }
        }
    }

    private static String line(InputStream in, int[] left) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended before an answer");
            }
            if (--left[0] < 0) {
                throw new IOException("the answer begins with too many headers");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
