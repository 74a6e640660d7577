package gedeon.server.assembly;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gedeon.storage.Gateway;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.s3.TrustedProxies;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers who watches a gateway, at the addresses that a complete server has for it: {@code /actuator/health} to anybody, {@code /actuator/prometheus} to this
 * machine and to administrators. Whether the database answers is found out every two seconds, however often it is asked.
 */
final class WatchPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchPort.class);
    private static final long EVERY_MILLIS = 2_000;
    private static final long FRESH_NANOS = 10_000_000_000L;

    static {
        // Read once, when the first port of the process is made: who sends or reads too slowly is cut, seconds.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("jdk.httpserver.maxConnections", "100");
    }

    private final Gateway gateway;
    private final Notebooks notebooks;
    private final Rights rights;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final @Nullable HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread asking;
    private volatile long answered = System.nanoTime();
    private volatile boolean answers = true;

    private WatchPort(Gateway gateway, Notebooks notebooks, Rights rights, @Nullable HttpServer server) {
        this.gateway = gateway;
        this.notebooks = notebooks;
        this.rights = rights;
        this.server = server;
        new JvmMemoryMetrics().bindTo(meters);
        collections.bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        Gauge.builder("gedeon.gateway.ready", this, one -> one.ready() ? 1 : 0)
                .description("1 where the database answers this gateway")
                .register(meters);
        this.asking = Thread.ofVirtual().name("watch").unstarted(this::ask);
    }

    /** @param port none: nobody is answered */
    static WatchPort start(Gateway gateway, Notebooks notebooks, Rights rights, String address, Optional<Integer> port)
            throws IOException {
        HttpServer server = port.isEmpty() ? null : HttpServer.create(new InetSocketAddress(address, port.get()), 50);
        WatchPort watch = new WatchPort(gateway, notebooks, rights, server);
        if (server != null) {
            server.setExecutor(watch.threads);
            server.createContext("/actuator/health", exchange -> watch.answer(exchange, watch::health));
            server.createContext("/actuator/prometheus", exchange -> watch.answer(exchange, watch::figures));
            watch.asking.start();
            server.start();
        }
        return watch;
    }

    /** Where it listens; none where it does not. */
    Optional<Integer> port() {
        return Optional.ofNullable(server).map(one -> one.getAddress().getPort());
    }

    private record Answer(int status, String type, String text) {}

    @FunctionalInterface
    private interface Route {
        Answer to(HttpExchange exchange);
    }

    private void answer(HttpExchange exchange, Route route) throws IOException {
        try (exchange) {
            Answer answer = switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> {
                    // A context answers for what lies below it as well.
                    boolean exact = exchange.getRequestURI()
                            .getPath()
                            .equals(exchange.getHttpContext().getPath());
                    yield exact ? route.to(exchange) : new Answer(404, "text/plain", "nothing here\n");
                }
                default -> new Answer(405, "text/plain", "only GET\n");
            };
            byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private Answer health(HttpExchange exchange) {
        boolean up = ready();
        return new Answer(up ? 200 : 503, "application/json", "{\"status\":\"" + (up ? "UP" : "DOWN") + "\"}\n");
    }

    private Answer figures(HttpExchange exchange) {
        return mayRead(exchange)
                ? new Answer(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape())
                : new Answer(403, "text/plain", "for this machine, and with an administrator's token\n");
    }

    /** What a proxy forwards is never from this machine here. */
    private boolean mayRead(HttpExchange exchange) {
        if (exchange.getRemoteAddress().getAddress().isLoopbackAddress()
                && !exchange.getRequestHeaders().containsKey(TrustedProxies.FOR)) {
            return true;
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return header != null
                && header.regionMatches(true, 0, "Bearer ", 0, 7)
                && notebooks
                        .byToken(header.substring(7).strip())
                        .filter(who -> rights.may(who, Act.ADMINISTER, On.INSTITUTION))
                        .isPresent();
    }

    private boolean ready() {
        return answers && System.nanoTime() - answered < FRESH_NANOS;
    }

    private void ask() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                gateway.overview().database();
                answered = System.nanoTime();
                answers = true;
            } catch (RuntimeException e) {
                answers = false;
                LOG.warn("the database does not answer: {}", e.getMessage());
            }
            try {
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        asking.interrupt();
        threads.close();
        collections.close();
        meters.close();
    }
}
