package gedeon.server.connectors.labguru;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A server that answers whatever a test wants. */
final class Stranger implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Stranger(HttpHandler answer) throws IOException {
        this(HttpServer.create(), "http", answer);
    }

    private Stranger(HttpServer server, String scheme, HttpHandler answer) throws IOException {
        this.server = server;
        this.scheme = scheme;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            try (exchange) {
                answer.handle(exchange);
            } catch (IOException e) {
                // whoever asked has gone
                Thread.yield();
            }
        });
        server.start();
    }

    /** The same, with a certificate. */
    static Stranger overTls(SSLContext identity, HttpHandler answer) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        return new Stranger(server, "https", answer);
    }

    /** Each list holds one page with {@code experiments}; the others are empty. */
    static Stranger with(String experiments) throws IOException {
        return new Stranger(exchange -> {
            String uri = exchange.getRequestURI().toString();
            answer(exchange, 200, uri.contains("/experiments.json?page=1&") ? experiments : "[]");
        });
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Addresses as they came over the wire. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
