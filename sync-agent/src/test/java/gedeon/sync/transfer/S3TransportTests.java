package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gedeon.client.Obstacle;
import gedeon.sync.FakeGedeon;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.settle.Ticks;
import io.minio.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3TransportTests extends TransportContract {
    @Override
    S3Transport transport(FakeGedeon server) {
        return transport(server, Clock.systemUTC(), new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM));
    }

    private static S3Transport transport(FakeGedeon server, Clock clock, Bandwidth bandwidth) {
        return transport(server, new ServerClock(clock), bandwidth, PART);
    }

    private static S3Transport transport(FakeGedeon server, ServerClock clock, Bandwidth bandwidth, int partSize) {
        return new S3Transport(
                new S3Door(server.uri(), "us-east-1", FakeGedeon.BUCKET, "ACCESS", "SECRETKEY", null, clock),
                bandwidth,
                partSize);
    }

    @ParameterizedTest
    @ValueSource(ints = {-120, 120, -60 * 24 * 400})
    void aClockThatIsWrongDelaysNothingAndIsKnown(int minutes) throws IOException {
        ServerClock clock = new ServerClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
        Bandwidth bandwidth = new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM);
        try (S3Transport transport = transport(server, clock, bandwidth, PART)) {
            long small = stored(transport.send(found(write("small", 100)), "small", null, log))
                    .size();
            long big = stored(transport.send(found(write("big", 5 * PART)), "big", null, log))
                    .size();

            assertThat(small + big).isEqualTo(100 + 5 * PART);
            assertThat(clock.ahead().minusMinutes(minutes).abs()).isLessThan(Duration.ofMinutes(1));
            // Refused once for its time; from then on the server's is known.
            assertThat(server.requests)
                    .filteredOn(request -> request.contains("small"))
                    .hasSize(2);
            assertThat(server.requests)
                    .filteredOn(request -> request.contains("partNumber"))
                    .hasSize(5);
        }
    }

    @Test
    void theCapHoldsForAllFilesTogether() throws IOException {
        AtomicLong now = new AtomicLong();
        Bandwidth bandwidth = new Bandwidth(Clock.systemUTC(), now::get, now::addAndGet);
        bandwidth.set(new BandwidthPlan(List.of(new BandwidthRule(null, null, null, "10kB")), 0.5));
        try (S3Transport transport = transport(server, Clock.systemUTC(), bandwidth)) {
            stored(transport.send(found(write("big", 40 * PART)), "big", null, log));
            stored(transport.send(found(write("small", PART - 1)), "small", null, log));
        }

        double seconds = now.get() / 1e9;
        assertThat(seconds).isCloseTo(41 * PART / 10_000.0, within(0.1 * 41 * PART / 10_000.0));
    }

    /** A part that is longer than a buffer is read through one. */
    @Test
    void whatIsLargerThanMemoryIsSentThroughIt() throws Exception {
        Path file = write("big", 7 * PART + 5);
        Bandwidth bandwidth = new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM);
        Multipart multipart = new Multipart(door());
        OpenUpload upload = new OpenUpload(
                "big",
                "big",
                multipart.open("big", new Http.Headers()),
                3 * PART,
                Files.size(file),
                found(file).state().modified());
        Buffers buffers = new Buffers(2, PART);
        ExecutorService uploaders = Executors.newFixedThreadPool(2);
        try {
            Parts parts = new Parts(
                    new ObservedFile(found(file)), upload, Map.of(), multipart, buffers, bandwidth, uploaders);
            multipart.complete(upload, parts.send());

            assertThat(server.current())
                    .containsEntry("big", HexFormat.of().formatHex(parts.sha256()))
                    .containsEntry("big", FakeGedeon.sha256(Files.readAllBytes(file)));
        } finally {
            uploaders.shutdown();
        }
    }

    private S3Door door() {
        return new S3Door(
                server.uri(),
                "us-east-1",
                FakeGedeon.BUCKET,
                "ACCESS",
                "SECRETKEY",
                null,
                new ServerClock(Clock.systemUTC()));
    }

    @Test
    void whatStandsInTheWayHasACodeOfItsOwn() throws IOException {
        assertThat(refusedWith("InvalidAccessKeyId"))
                .isInstanceOfSatisfying(
                        Sent.Revoked.class,
                        sent -> assertThat(code(sent.reason())).isEqualTo(Obstacle.Kind.KEY_REVOKED));
        assertThat(refusedWith("SignatureDoesNotMatch"))
                .isInstanceOfSatisfying(
                        Sent.Revoked.class,
                        sent -> assertThat(code(sent.reason())).isEqualTo(Obstacle.Kind.KEY_ALTERED));
        // Of this one key, perhaps: its neighbours are tried.
        assertThat(refusedWith("AccessDenied"))
                .isInstanceOfSatisfying(
                        Sent.Failed.class,
                        sent -> assertThat(code(sent.reason())).isEqualTo(Obstacle.Kind.KEY_FORBIDDEN));
        server.refuseWith = "";
        var found = found(write("a", 10));
        server.close();
        try (S3Transport transport = transport(server)) {
            assertThat(transport.send(found, "a", null, log))
                    .isInstanceOfSatisfying(
                            Sent.NoWay.class,
                            sent -> assertThat(code(sent.reason())).isEqualTo(Obstacle.Kind.SERVER_AWAY));
        }
    }

    private Sent refusedWith(String code) throws IOException {
        server.refuseWith = code;
        try (S3Transport transport = transport(server)) {
            return transport.send(found(write("refused", 10)), "refused", null, log);
        }
    }

    private static Obstacle.Kind code(String reason) {
        return Obstacle.read(reason).orElseThrow().kind();
    }
}
