package gedeon.server.connectors.labguru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.sun.net.httpserver.HttpHandler;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A server that is no Labguru, or a bad one: it costs its own run, says why, and never gets or shows what it must not. */
class HostileServerTests {
    private final Overheard log = new Overheard();
    private Level before;
    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(true);
        log.start();
        root().addAppender(log);
        before = root().getLevel();
        root().setLevel(Level.TRACE);
    }

    @AfterEach
    void theTokenIsNowhereAndTheBenchIsCleared() {
        root().detachAppender(log);
        root().setLevel(before);
        List<ILoggingEvent> heard = log.events();
        assertThat(heard).anyMatch(event -> event.getLoggerName().startsWith("org.apache.hc.client5"));
        assertThat(heard).anyMatch(event -> event.getLoggerName().startsWith("org.apache.camel"));
        for (ILoggingEvent event : heard) {
            assertThat(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                    .doesNotContain(Bench.TOKEN)
                    .doesNotContain(new Token(Bench.TOKEN).encoded());
        }
        bench.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private void refuses(HttpHandler answer, String... words) throws Exception {
        try (Stranger stranger = new Stranger(answer)) {
            assertThatThrownBy(() -> bench.sync(stranger.url()))
                    .isInstanceOf(LabguruFailed.class)
                    .hasMessageContaining(stranger.url())
                    .hasMessageContainingAll(words)
                    .hasNoCause();
            assertThat(bench.lastError()).contains(words).doesNotContain(Bench.TOKEN);
            assertThat(stranger.asked()).isNotEmpty().allMatch(uri -> uri.contains("token=s3cr3t%2Bt%2Fk%3Dn"));
        }
    }

    @Test
    void anEndlessAnswerIsCut() throws Exception {
        refuses(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream out = exchange.getResponseBody();
                    out.write('[');
                    while (true) {
                        out.write("{\"title\":\"again\"},".repeat(100).getBytes(StandardCharsets.UTF_8));
                    }
                },
                "larger than 65536 bytes",
                "max-answer");
    }

    @Test
    @Timeout(120)
    void anAnswerThatDripsIsGivenUp() throws Exception {
        bench.close();
        bench = new Bench(true, Duration.ofSeconds(2));
        AtomicInteger asked = new AtomicInteger();
        refuses(
                exchange -> {
                    asked.incrementAndGet();
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(' ');
                        exchange.getResponseBody().flush();
                        pause();
                    }
                },
                "no whole answer in time");
        // On a busy machine a try may be given up before the server has taken it.
        assertThat(asked.get()).isBetween(1, 3);
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectionsAreNotFollowed(int status) throws Exception {
        refuses(
                exchange -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "Location",
                                    "http://169.254.169.254/latest/meta-data/?"
                                            + exchange.getRequestURI().getQuery());
                    Stranger.answer(exchange, status, "");
                },
                "sends on to another address");
    }

    @Test
    void aPageForPeopleIsNoAnswer() throws Exception {
        refuses(exchange -> Stranger.answer(exchange, 200, "<!doctype html><h1>Sign in</h1>"), "instead of JSON");
        refuses(exchange -> Stranger.answer(exchange, 404, "<h1>Not found</h1>"), "no API");
        refuses(exchange -> Stranger.answer(exchange, 200, "{\"token\":\"x\"}"), "no list");
        refuses(exchange -> Stranger.answer(exchange, 200, "[".repeat(2000)), "no JSON");
    }

    @Test
    void aRefusedTokenAsksForANewOneAtOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        refuses(
                exchange -> {
                    asked.incrementAndGet();
                    Stranger.answer(exchange, 401, "{\"error\":\"" + exchange.getRequestURI() + "\"}");
                },
                "token refused, give a new one");
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void aServerThatFailsForAWhileIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Stranger stranger = new Stranger(exchange -> {
            boolean up = asked.incrementAndGet() > 2;
            Stranger.answer(exchange, up ? 200 : 503, up ? "[]" : "try later");
        })) {
            assertThat(bench.sync(stranger.url()).problems()).isEmpty();
        }
        assertThat(asked.get()).isEqualTo(6);
        refuses(exchange -> Stranger.answer(exchange, 500, "no"), "status 500");
    }

    @Test
    void nobodyAnswers() throws Exception {
        // Bound and not listened at: nobody else can take the port meanwhile.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(() -> bench.sync("http://127.0.0.1:" + held.getLocalPort()))
                    .isInstanceOf(LabguruFailed.class)
                    .hasMessageContaining("nothing answers there");
        }
    }

    @Test
    void innerNetworksAreClosedUnlessTheSettingOpensThem() throws Exception {
        try (Bench closed = new Bench(false);
                Stranger stranger = Stranger.with("[]")) {
            assertThatThrownBy(() -> closed.sync(stranger.url()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("gedeon.connectors.allow-private");
            // made while it was open, or its name leads elsewhere now: the connection is refused as well
            bench.labguru.create("lab", stranger.url(), Bench.TOKEN, Bench.NOTEBOOK);
            closed.sql.update(
                    "insert into connectors.labguru (name, url, token, notebook, made) values (?, ?, ?, 7, now())",
                    "lab",
                    stranger.url(),
                    bench.sql
                            .one(row -> row.getBytes(1), "select token from connectors.labguru")
                            .orElseThrow());
            assertThatThrownBy(() -> closed.labguru.sync("lab"))
                    .isInstanceOf(LabguruFailed.class)
                    .hasMessageContaining("inner network");
            assertThat(stranger.asked()).isEmpty();
        }
        assertThatThrownBy(() -> bench.sync("https://169.254.169.254"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may not reach");
    }

    @Test
    void aListThatNeverEndsIsTheSamePageAgain() throws Exception {
        try (Stranger stranger = new Stranger(
                exchange -> Stranger.answer(exchange, 200, "[{\"id\":1,\"title\":\"T\",\"name\":\"N\"}]"))) {
            assertThat(bench.sync(stranger.url()).experiments()).isEqualTo(1);
            assertThat(stranger.asked()).hasSize(8);
        }
    }

    @Test
    void anotherServerNeverGetsTheToken() throws Exception {
        try (Stranger other = Stranger.with("[{\"id\":1,\"title\":\"T\"}]")) {
            refuses(
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", other.url() + exchange.getRequestURI());
                        Stranger.answer(exchange, 302, "");
                    },
                    "sends on to another address");
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void pagesWithoutEndAreLeftAndReadAnewNextTime() throws Exception {
        AtomicInteger page = new AtomicInteger();
        try (Stranger stranger =
                new Stranger(exchange -> Stranger.answer(exchange, 200, body(page.incrementAndGet())))) {
            Synced synced = bench.sync(stranger.url());
            assertThat(synced.experiments()).isEqualTo(20);
            assertThat(synced.since()).isNull();
            assertThat(synced.problems()).hasSize(4).allMatch(line -> line.contains("ended after 20 pages"));
            assertThat(stranger.asked()).hasSize(80);
            assertThat(bench.sql.one(row -> row.getObject(1) == null, "select last_full from connectors.labguru"))
                    .hasValue(true);
        }
    }

    private static String body(int id) {
        return "[{\"id\":" + id + ",\"title\":\"T\",\"name\":\"N\",\"updated_at\":\"2026-05-01T08:00:00Z\"}]";
    }

    @Test
    void pagesThatGoRoundEndTheList() throws Exception {
        try (Stranger stranger = new Stranger(exchange -> {
            String query = exchange.getRequestURI().getQuery();
            int page = Integer.parseInt(query.replaceAll(".*page=(\\d+).*", "$1"));
            Stranger.answer(exchange, 200, body(page % 3));
        })) {
            Synced synced = bench.sync(stranger.url());
            assertThat(synced.experiments()).isEqualTo(3);
            assertThat(synced.problems()).hasSize(4).allMatch(line -> line.contains("page 4 repeats an earlier one"));
        }
    }

    @Test
    void aRunEndsWithItsTime() throws Exception {
        AtomicInteger page = new AtomicInteger();
        try (Stranger stranger = new Stranger(exchange -> {
            bench.now = bench.now.plus(Duration.ofMinutes(50));
            Stranger.answer(exchange, 200, body(page.incrementAndGet()));
        })) {
            Synced synced = bench.sync(stranger.url());
            assertThat(stranger.asked()).hasSize(6);
            assertThat(synced.problems()).hasSize(4).allMatch(line -> line.contains("ended after 120 minutes"));
        }
    }

    @Test
    void whoAsksToWaitIsObeyed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        long start = System.nanoTime();
        try (Stranger stranger = new Stranger(exchange -> {
            boolean tooMany = asked.incrementAndGet() == 1;
            exchange.getResponseHeaders().set("Retry-After", "2");
            Stranger.answer(exchange, tooMany ? 429 : 200, tooMany ? "{}" : "[]");
        })) {
            assertThat(bench.sync(stranger.url()).problems()).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(asked.get()).isEqualTo(5);
    }

    @Test
    void whoAsksToWaitLongIsLeftToTheNextRun() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        refuses(
                exchange -> {
                    asked.incrementAndGet();
                    exchange.getResponseHeaders().set("Retry-After", "86400");
                    Stranger.answer(exchange, 429, "{}");
                },
                "fewer requests",
                "to wait 86400 s");
        assertThat(asked.get()).isEqualTo(1);
    }
}
