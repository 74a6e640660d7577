package gedeon.server.connectors.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CalendarPlaceTests {
    private static final CalendarSettings DEFAULTS =
            new CalendarSettings(true, Duration.ofSeconds(30), DataSize.ofMegabytes(5));

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/good", exchange -> send(exchange, 200, "BEGIN:VCALENDAR é"));
        server.createContext("/gone", exchange -> send(exchange, 404, "no"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/good");
            send(exchange, 302, "");
        });
        server.createContext("/round", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", "/round?" + exchange.getRequestURI().getQuery() + "1");
            send(exchange, 302, "");
        });
        server.createContext("/inward", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
            send(exchange, 302, "");
        });
        server.createContext("/large", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] some = new byte[1 << 16];
                for (int i = 0; i < 1000; i++) {
                    out.write(some);
                }
            }
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!end.await(50, TimeUnit.MILLISECONDS)) {
                    out.write('x');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void aCalendarIsFetchedAlsoWhereItMovedTo() throws IOException {
        try (CalendarPlace place = new CalendarPlace(DEFAULTS)) {
            assertThat(place.read(url("/good"))).isEqualTo("BEGIN:VCALENDAR é");
            assertThat(place.read(url("/moved"))).isEqualTo("BEGIN:VCALENDAR é");
        }
    }

    @Test
    void whatIsNoCalendarIsSaidInASentence() throws IOException {
        try (CalendarPlace place = new CalendarPlace(DEFAULTS)) {
            assertThatThrownBy(() -> place.read(url("/gone"))).hasMessageContaining("answered 404");
            assertThatThrownBy(() -> place.read(url("/large"))).hasMessageContaining("larger than 5242880 bytes");
            assertThatThrownBy(() -> place.read(url("/round?1"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> place.read("http://127.0.0.1:1/"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not be fetched");
        }
    }

    @Test
    void oneThatNeverEndsIsGivenUp() throws IOException {
        try (CalendarPlace place =
                new CalendarPlace(new CalendarSettings(true, Duration.ofMillis(400), DataSize.ofMegabytes(5)))) {
            assertThatThrownBy(() -> place.read(url("/slow")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not come within");
        }
    }

    @Test
    void innerAddressesAreClosedUnlessTheSettingOpensThemAndThoseOfTheLinkAlways() throws IOException {
        try (CalendarPlace open = new CalendarPlace(DEFAULTS);
                CalendarPlace place = new CalendarPlace(
                        new CalendarSettings(false, Duration.ofSeconds(30), DataSize.ofMegabytes(5)))) {
            assertThatThrownBy(() -> place.read(url("/good"))).hasMessageContaining("gedeon.calendar.allow-private");
            assertThatThrownBy(() ->
                            place.read("http://localhost:" + server.getAddress().getPort() + "/good"))
                    .hasMessageContaining("gedeon.calendar.allow-private");
            assertThatThrownBy(() -> open.read(url("/inward"))).hasMessageContaining("may not reach");
        }
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new CalendarSettings(false, Duration.ZERO, DataSize.ofMegabytes(5)))
                .hasMessageContaining("gedeon.calendar.patience");
        assertThatThrownBy(() -> new CalendarSettings(false, Duration.ofSeconds(1), DataSize.ofMegabytes(6)))
                .hasMessageContaining("gedeon.calendar.max-answer");
    }
}
