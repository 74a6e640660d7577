package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that sends on after it was refused sees why, and is not sent to for long. */
class RefusedUnreadFaceTests {
    private static final int LENGTH = 50 << 20;
    private static RunningS3 running;

    @BeforeAll
    static void start() throws IOException {
        running = new RunningS3();
        running.gateway.store().createBucket(running.notebook, "data", false);
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
    }

    private static Socket refused(String more) throws IOException {
        Socket socket = new Socket("127.0.0.1", running.server.port());
        socket.setSoTimeout(60_000);
        OutputStream out = socket.getOutputStream();
        out.write(("PUT /data/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + LENGTH + "\r\n" + more + "\r\n")
                .getBytes(US_ASCII));
        out.flush();
        InputStream in = socket.getInputStream();
        Await.until(() -> {
            try {
                return in.available() > 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return socket;
    }

    @Test
    void whoSendsOnReadsTheRefusalAfterwards() throws Exception {
        try (Socket socket = refused("")) {
            byte[] piece = new byte[1 << 20];
            for (int i = 0; i < LENGTH / piece.length; i++) {
                socket.getOutputStream().write(piece);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 403").contains("<Code>AccessDenied</Code>");
        }
    }

    @Test
    void whoSendsNothingMoreIsNotWaitedForLong() throws Exception {
        long began = System.nanoTime();
        try (Socket socket = refused("")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(45));
    }

    /** Whoever may be sending is waited for a second: where the machine stood still for as long, it is tried once more. */
    @Test
    void whoWaitsToBeAskedIsClosedAtOnce() throws Exception {
        Duration shortest = Duration.ofMinutes(1);
        for (int i = 0; i < 10 && shortest.compareTo(Duration.ofMillis(900)) >= 0; i++) {
            long began = System.nanoTime();
            try (Socket socket = refused("Expect: 100-continue\r\n")) {
                assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                        .startsWith("HTTP/1.1 403")
                        .doesNotContain("100");
            }
            shortest = Duration.ofNanos(System.nanoTime() - began);
        }
        assertThat(shortest).isLessThan(Duration.ofMillis(900));
    }
}
