package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whom the port waits for, and for how long. */
class S3ServerTests {
    private static final Duration SILENCE = Duration.ofMillis(600);

    /** Longer than a machine stands still. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final String PUT = "PUT /b/k HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n";

    @Test
    void workThatTakesLongerThanTheSilenceIsAnswered() throws IOException {
        try (S3Server server = serving(exchange -> {
                    pause(SILENCE.multipliedBy(4));
                    answer(exchange, new byte[10]);
                });
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream()
                    .write("GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aSenderThatFallsSilentInItsBodyIsCut() throws Exception {
        CompletableFuture<Exception> seen = new CompletableFuture<>();
        try (S3Server server = serving(exchange -> {
                    try (InputStream in = exchange.body()) {
                        in.readAllBytes();
                    } catch (IOException e) {
                        seen.complete(e);
                        throw e;
                    }
                });
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write((PUT + "half").getBytes(US_ASCII));
            assertThat(seen.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isInstanceOf(IOException.class);
            client.getInputStream().readAllBytes();
        }
    }

    @Test
    void aReaderThatTakesNothingIsCut() throws Exception {
        CompletableFuture<Exception> seen = new CompletableFuture<>();
        try (S3Server server = serving(exchange -> {
                    try {
                        answer(exchange, new byte[64 << 20]);
                    } catch (IOException e) {
                        seen.complete(e);
                        throw e;
                    }
                });
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.getOutputStream().write("GET /b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            assertThat(seen.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aReaderThatTakesAByteNowAndThenIsCut() throws Exception {
        CompletableFuture<Exception> seen = new CompletableFuture<>();
        Pace.Limit limit = new Pace.Limit(Duration.ofMillis(300), 1 << 20);
        try (S3Server server = serving(
                        exchange -> {
                            try {
                                answer(exchange, new byte[64 << 20]);
                            } catch (IOException e) {
                                seen.complete(e);
                                throw e;
                            }
                        },
                        Duration.ofMinutes(1),
                        limit);
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.getOutputStream().write("GET /b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            while (!seen.isDone()) {
                assertThat(client.getInputStream().read()).isNotNegative();
                pause(Duration.ofMillis(20));
            }
            assertThat(seen.get()).hasMessageContaining("bytes a second");
        }
    }

    @Test
    void aReaderThatKeepsThePaceHasItAllHoweverLongThisSideTakes() throws Exception {
        // In a stretch a client takes something, also where it is not its turn for a while.
        Pace.Limit limit = new Pace.Limit(Duration.ofMillis(1500), 1 << 20);
        try (S3Server server = serving(
                        exchange -> {
                            try (OutputStream out = exchange.answer(200, Map.of(), 32 << 20)) {
                                for (int i = 0; i < 2; i++) {
                                    pause(limit.stretch().multipliedBy(2));
                                    out.write(new byte[16 << 20]);
                                }
                            }
                        },
                        Duration.ofMinutes(1),
                        limit);
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream()
                    .write("GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(client.getInputStream().readAllBytes().length).isGreaterThan(32 << 20);
        }
    }

    @Test
    void whatFailsAfterTheStatusCutsTheConnection() throws IOException {
        try (S3Server server = serving(exchange -> {
                    exchange.answer(200, Map.of(), 1_000_000).write(new byte[500_000]);
                    throw new IOException("the disk is gone");
                });
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write("GET /b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            int read = 0;
            try (InputStream in = client.getInputStream()) {
                read = in.readAllBytes().length;
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            assertThat(read).isLessThan(1_000_000);
        }
    }

    @Test
    void headersThatComeByteForByteAreNotWaitedForForEver() throws Exception {
        try (S3Server server = serving(exchange -> answer(exchange, new byte[1]));
                Socket slow = new Socket("127.0.0.1", server.port());
                Socket between = new Socket("127.0.0.1", server.port())) {
            slow.setSoTimeout(PATIENCE_MILLIS);
            between.setSoTimeout(PATIENCE_MILLIS);
            between.getOutputStream().write("GET /b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            assertThat(between.getInputStream().read()).isPositive();
            AtomicBoolean cut = new AtomicBoolean();
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        slow.getOutputStream().write("GET /b HTTP/1.1\r\nX-Slow: ".charAt(0));
                        pause(SILENCE.dividedBy(3));
                    }
                } catch (IOException e) {
                    cut.set(true);
                }
            });
            assertThat(slow.getInputStream().read()).isNegative();
            trickle.join(Duration.ofMillis(PATIENCE_MILLIS));
            assertThat(cut).isTrue();
        }
    }

    @Test
    void aConnectionThatAnswersSlowlyHasNoDeadlineOfItsHeaders() throws IOException {
        Duration headers = Duration.ofSeconds(1);
        try (S3Server server = serving(
                        exchange -> {
                            exchange.body().readAllBytes();
                            answer(exchange, new byte[1]);
                        },
                        Duration.ofMinutes(1),
                        headers,
                        Pace.Limit.OF_ANSWERS);
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = client.getOutputStream();
            out.write("PUT /b/k HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\nConnection: close\r\n\r\n"
                    .getBytes(US_ASCII));
            for (int i = 0; i < 15; i++) {
                out.write('x');
                pause(headers.dividedBy(5));
            }
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    private static S3Server serving(S3Handler.Answering answering) throws IOException {
        return serving(answering, SILENCE, Pace.Limit.OF_ANSWERS);
    }

    private static S3Server serving(S3Handler.Answering answering, Duration silence, Pace.Limit answers)
            throws IOException {
        return serving(answering, silence, SILENCE.multipliedBy(3), answers);
    }

    private static S3Server serving(
            S3Handler.Answering answering, Duration silence, Duration headers, Pace.Limit answers) throws IOException {
        return new S3Server(answering, "127.0.0.1", 0, silence, new HeaderDeadline(headers), answers);
    }

    private static void answer(Exchange exchange, byte[] body) throws IOException {
        try (OutputStream out = exchange.answer(200, Map.of(), body.length)) {
            out.write(body);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
