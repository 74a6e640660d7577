package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.TestGateway;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.namespace.Locks;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Documents of requests are part of the memory that is bounded in sum: their trees, not only their text. */
class DocumentMemoryTests {
    @Test
    void aDocumentIsAsManyTimesItsTextAsItHasElements() {
        assertThat(SmallBody.memory("text".repeat(1000).getBytes(UTF_8))).isEqualTo(16_000);
        assertThat(SmallBody.memory("<a/>".repeat(1000).getBytes(UTF_8))).isEqualTo(216_000);
        assertThat(SmallBody.memory(new byte[2 << 20])).isPositive();
    }

    @Test
    void aDeletionOfManyHoldsRoomForItsTreeUntilItIsAnswered() throws Exception {
        long before = WorkingMemory.DOCUMENTS.free();
        List<ObjectIdentifier> keys = IntStream.range(0, 1000)
                .mapToObj(i -> ObjectIdentifier.builder().key("k" + i).build())
                .toList();
        GatewaySettings settings = TestGateway.settings();
        try (RunningS3 running = new RunningS3(settings);
                S3Client s3 = running.client(running.owner)) {
            s3.createBucket(b -> b.bucket("data"));
            int bucket = running.gateway.store().bucket("data").orElseThrow().id();
            CompletableFuture<Integer> deleted = TestGateway.database(settings).inTransaction(c -> {
                // One of them is another's: it is not answered before that was seen.
                Locks.keys(c, List.of(bucket), List.of(Locks.hash(bucket, ObjectKey.of("k999"))));
                CompletableFuture<Integer> answered = CompletableFuture.supplyAsync(() -> s3.deleteObjects(
                                d -> d.bucket("data").delete(all -> all.objects(keys)))
                        .deleted()
                        .size());
                Await.until(() -> answered.isDone() || before - WorkingMemory.DOCUMENTS.free() >= 4000 * 200);
                assertThat(answered).isNotDone();
                return answered;
            });
            assertThat(deleted.get(2, TimeUnit.MINUTES)).isEqualTo(1000);
            Await.until(() -> WorkingMemory.DOCUMENTS.free() == before);
            assertThatThrownBy(() -> s3.putBucketPolicy(p -> p.bucket("data").policy("{")))
                    .isInstanceOf(S3Exception.class);
            Await.until(() -> WorkingMemory.DOCUMENTS.free() == before);
        }
    }

    @Test
    void whatARequestHoldsIsGivenBackWhateverBecomesOfIt() throws Exception {
        WorkingMemory memory = new WorkingMemory(1 << 20);
        long before = memory.free();
        try (S3Server server = new S3Server(
                exchange -> {
                    exchange.holds(memory.take(1000));
                    exchange.holds(memory.take(1000));
                    if (exchange.rawPath().equals("/fails")) {
                        throw new IOException("something failed");
                    }
                    exchange.answer(200, Map.of(), 0).close();
                },
                "127.0.0.1",
                0,
                Duration.ofSeconds(30),
                new HeaderDeadline(),
                Pace.Limit.OF_ANSWERS)) {
            for (String path : List.of("/fails", "/goes")) {
                try (Socket client = new Socket("127.0.0.1", server.port())) {
                    client.setSoTimeout(10_000);
                    client.getOutputStream()
                            .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                    .getBytes(US_ASCII));
                    client.getInputStream().readAllBytes();
                }
                Await.until(() -> memory.free() == before);
            }
        }
    }
}
