package gedeon.sync.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * What stands before a server of this machine: the end of TLS, or an institution's proxy, which opens tunnels (CONNECT) and carries plain requests, both to that one
 * port whatever the name, for those who show the right user and password alone.
 */
final class Relay implements AutoCloseable {
    private final ServerSocket front;
    private final int behind;
    private final boolean proxy;
    private final String credentials;
    /** First lines and authorizations of what was asked of the proxy. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private Relay(ServerSocket front, int behind, boolean proxy, String credentials) {
        this.front = front;
        this.behind = behind;
        this.proxy = proxy;
        this.credentials = credentials;
        start(this::accept);
    }

    static Relay tls(SSLContext identity, int behind) throws IOException {
        return new Relay(
                identity.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                behind,
                false,
                "");
    }

    /** @param credentials what {@code Proxy-Authorization} must be; empty: nothing is asked */
    static Relay proxy(int behind, String credentials) throws IOException {
        return new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behind, true, credentials);
    }

    /** A port that answers whatever comes first in plain HTTP, as most servers do to TLS. */
    static Relay plain() throws IOException {
        return new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), 0, false, "");
    }

    int port() {
        return front.getLocalPort();
    }

    URI address() {
        return URI.create((proxy ? "http" : "https") + "://127.0.0.1:" + port());
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket one = front.accept();
                start(() -> serve(one));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        if (behind == 0) {
            refuse(client);
        } else {
            relay(client);
        }
    }

    private static void refuse(Socket client) {
        try (client) {
            client.getInputStream().read(new byte[1024]);
            say(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        } catch (IOException e) {
            // The other side went away.
            return;
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            InputStream in = client.getInputStream();
            if (proxy) {
                String head = head(in);
                asked.add(head.lines().findFirst().orElse(""));
                boolean known = credentials.isEmpty()
                        || head.lines().anyMatch(("Proxy-Authorization: " + credentials)::equalsIgnoreCase);
                if (!known) {
                    say(
                            client,
                            "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n"
                                    + "Connection: close\r\n\r\n");
                    return;
                }
                if (head.startsWith("CONNECT ")) {
                    say(client, "HTTP/1.1 200 Go\r\n\r\n");
                } else {
                    // One request a connection: the next may be for another server.
                    server.getOutputStream().write(plain(head).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            start(() -> pump(server, client));
            in.transferTo(server.getOutputStream());
            server.shutdownOutput();
        } catch (IOException e) {
            // Either side went away.
            return;
        }
    }

    /** As a server expects it: a path, and no word for the proxy. */
    private static String plain(String head) {
        StringBuilder lines = new StringBuilder();
        head.lines()
                .filter(line -> !line.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-"))
                .forEach(line -> lines.append(lines.isEmpty() ? line.replaceFirst("http://[^/]+", "") : line)
                        .append("\r\n"));
        return lines.toString();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void say(Socket client, String words) throws IOException {
        client.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            // Either side went away.
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
