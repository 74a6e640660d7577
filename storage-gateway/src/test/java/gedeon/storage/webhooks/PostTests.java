package gedeon.storage.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import gedeon.storage.webhooks.Destinations.Destination;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reached is what was looked at. */
class PostTests {
    private static final byte[] BODY = "{}".getBytes(UTF_8);
    private final Post post = new Post(Duration.ofSeconds(20));
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** Leads to 127.0.0.1 the first time it is asked, to 127.0.0.2 from then on. */
    private final Destinations destinations = new Destinations(true, host ->
            new InetAddress[] {InetAddress.getByName("127.0.0." + (asked.getAndIncrement() == 0 ? 1 : 2))});

    private void hear(HttpServer server, int status) {
        server.createContext("/", exchange -> {
            heard.add(server.getAddress().getAddress().getHostAddress() + " "
                    + exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.getResponseHeaders().set("Location", "http://127.0.0.2/");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    private static HttpServer server(String address, int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(address, port), 0);
    }

    @Test
    void aNameThatLeadsElsewhereWhenAskedAgainIsNotAskedAgain() throws Exception {
        HttpServer looked = server("127.0.0.1", 0);
        int port = looked.getAddress().getPort();
        HttpServer other = server("127.0.0.2", port);
        hear(looked, 204);
        hear(other, 500);
        try {
            Destination to = destinations.require("http://hook.example:" + port + "/a%20b?c=d");
            assertThat(post.send(to, Map.of(), BODY)).isEqualTo(204);
            assertThat(heard).containsExactly("127.0.0.1 hook.example:" + port + "/a%20b?c=d {}");
            assertThat(asked).hasValue(1);
        } finally {
            looked.stop(0);
            other.stop(0);
        }
    }

    @Test
    void aRedirectIsAnAnswerLikeOthers() throws Exception {
        HttpServer server = server("127.0.0.1", 0);
        hear(server, 307);
        try {
            Destination to = destinations.require(
                    "http://hook.example:" + server.getAddress().getPort());
            assertThat(post.send(to, Map.of(), BODY)).isEqualTo(307);
            assertThat(heard).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whoGivesAByteNowAndThenIsCut() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread drip = Thread.ofVirtual().start(() -> {
                try (Socket socket = listener.accept()) {
                    while (true) {
                        socket.getOutputStream().write('H');
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // The other side has cut.
                }
            });
            Destination to = destinations.require("http://hook.example:" + listener.getLocalPort());
            assertThatThrownBy(() -> new Post(Duration.ofMillis(300)).send(to, Map.of(), BODY))
                    .isInstanceOf(SocketTimeoutException.class);
            drip.join();
        }
    }

    @Test
    void aCertificateIsTheNamesNotTheAddresss(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder, "hook.example");
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        hear(server, 204);
        int port = server.getAddress().getPort();
        Post trusting = new Post(Duration.ofSeconds(20), context.getSocketFactory());
        InetAddress address = InetAddress.getByName("127.0.0.1");
        Destinations here = new Destinations(true, host -> new InetAddress[] {address});
        try {
            assertThat(trusting.send(here.require("https://hook.example:" + port + "/"), Map.of(), BODY))
                    .isEqualTo(204);
            for (String other : new String[] {"other.example", "127.0.0.1"}) {
                Destination to = here.require("https://" + other + ":" + port + "/");
                assertThatThrownBy(() -> trusting.send(to, Map.of(), BODY)).isInstanceOf(SSLException.class);
            }
            Destination untrusted = here.require("https://hook.example:" + port + "/");
            assertThatThrownBy(() -> post.send(untrusted, Map.of(), BODY)).isInstanceOf(SSLException.class);
            assertThat(heard).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    /** Both sides of one key that the JDK's own tool made for a name. */
    private static SSLContext context(Path folder, String name) throws Exception {
        Path file = folder.resolve("keys.p12");
        List<String> tool = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        tool.addAll(List.of("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=" + name));
        tool.addAll(List.of("-ext", "SAN=dns:" + name, "-storepass", "for-tests", "-keystore", file.toString()));
        assertThat(new ProcessBuilder(tool).inheritIO().start().waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "for-tests".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "for-tests".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
