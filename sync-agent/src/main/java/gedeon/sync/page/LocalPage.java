package gedeon.sync.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gedeon.sync.words.Words;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page's door: 127.0.0.1 and one port. Only requests that name this very address are answered, so that a name that somebody points to 127.0.0.1 opens nothing; only
 * GET and HEAD, so that nothing changes; no other site's page may read, frame or embed what is said. Whoever is signed in at this computer may read it.
 */
public final class LocalPage implements AutoCloseable {
    private static final int THREADS = 2;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final HttpServer server;
    private final ExecutorService threads;
    private final Path told;
    private final URI address;
    private final Set<String> hosts;
    private final Supplier<PageFacts> facts;
    private final LeavesView leaves;

    private LocalPage(HttpServer server, Path told, Supplier<PageFacts> facts, LeavesView leaves) {
        int port = server.getAddress().getPort();
        this.server = server;
        this.told = told;
        this.facts = facts;
        this.leaves = leaves;
        this.address = URI.create("http://127.0.0.1:" + port + "/");
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "gedeon-page");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens the page. Throws IOException if the port is taken.
     *
     * @param port 0: any that is free
     * @param told a file that says its address from now until it is closed
     */
    public static LocalPage open(int port, Path told, Supplier<PageFacts> facts, LeavesView leaves) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), port), 0);
        LocalPage page = new LocalPage(server, told, facts, leaves);
        try {
            server.setExecutor(page.threads);
            server.createContext("/", page::answer);
            server.start();
            Path fresh = told.resolveSibling(told.getFileName() + ".new");
            Files.writeString(fresh, page.address + "\n");
            Files.move(fresh, told, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return page;
        } catch (IOException | RuntimeException e) {
            page.close();
            throw e;
        }
    }

    public URI address() {
        return address;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readNBytes(1);
            String host = exchange.getRequestHeaders().getFirst("Host");
            String method = exchange.getRequestMethod();
            if (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
                send(exchange, 421, "text/plain", "this page is at " + address + "\n");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "text/plain", "this page only shows: GET, HEAD\n");
            } else {
                show(exchange);
            }
        } catch (RuntimeException e) {
            System.getLogger(LocalPage.class.getName())
                    .log(System.Logger.Level.WARNING, "a page could not be shown", e);
            throw e;
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        List<String> wished = exchange.getRequestHeaders().getOrDefault("Accept-Language", List.of());
        Words words = Words.wished(String.join(",", wished));
        switch (exchange.getRequestURI().getPath()) {
            case "/" -> html(exchange, words, StatusView.html(words, facts.get()));
            case "/leaves" -> html(exchange, words, leaves.html(words, facts.get()));
            case "/status.json" -> send(exchange, 200, "application/json", JSON.writeValueAsString(facts.get()));
            default -> send(exchange, 404, "text/plain", words.say("page-nothing", address) + "\n");
        }
    }

    private static void html(HttpExchange exchange, Words words, String html) throws IOException {
        exchange.getResponseHeaders().set("Content-Language", words.locale().getLanguage());
        exchange.getResponseHeaders().set("Vary", "Accept-Language");
        send(exchange, 200, "text/html", html);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type + "; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Content-Security-Policy", Frame.POLICY);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            String says = Files.exists(told) ? Files.readString(told).strip() : "";
            if (says.equals(address.toString())) {
                Files.deleteIfExists(told);
            }
        } catch (IOException e) {
            System.getLogger(LocalPage.class.getName())
                    .log(System.Logger.Level.DEBUG, told + " stays and names a page that is closed", e);
        }
    }

    /** The address in {@code told}, or null where no page is open or was ever. Whether it still answers is another question. */
    public static @Nullable URI told(Path told) throws IOException {
        if (!Files.exists(told)) {
            return null;
        }
        String says = Files.readString(told).strip();
        return says.matches("http://127\\.0\\.0\\.1:\\d{1,5}/") ? URI.create(says) : null;
    }
}
