package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/** Programs that do not wait: the AWS SDK's client on Netty, the one on its native library, and the transfer manager on both. */
class AsyncFaceTests {
    private static final int PART = 8 << 20;

    abstract static class Promise {
        @TempDir
        Path folder;

        private RunningS3 running;
        private S3AsyncClient s3;
        private S3AsyncClient reader;

        abstract S3AsyncClient client(RunningS3 of);

        /** The client that reads whole objects, where it is another. */
        S3AsyncClient reader(RunningS3 of) {
            return client(of);
        }

        @BeforeEach
        void start() throws IOException {
            running = new RunningS3();
            s3 = client(running);
            reader = reader(running);
            s3.createBucket(b -> b.bucket("data"))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
        }

        @AfterEach
        void noLedgerDriftIsLeft() throws IOException {
            if (running != null) {
                reader.close();
                s3.close();
                assertThat(running.gateway.quotas().verify()).isEmpty();
                running.close();
            }
        }

        private byte[] get(String key) {
            return reader.getObject(
                            b -> b.bucket("data").key(key).checksumMode(ChecksumMode.ENABLED),
                            AsyncResponseTransformer.toBytes())
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join()
                    .asByteArray();
        }

        private Path file(String name, int size) throws IOException {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, random(size));
        }

        @Test
        void anObjectGoesInAndOutWholeAndInRanges() {
            byte[] body = random(3 << 20);
            s3.putObject(b -> b.bucket("data").key("a/é +%&.bin"), AsyncRequestBody.fromBytes(body))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            assertThat(get("a/é +%&.bin")).isEqualTo(body);
            assertThat(reader.getObject(
                                    b -> b.bucket("data").key("a/é +%&.bin").range("bytes=1000-1999"),
                                    AsyncResponseTransformer.toBytes())
                            .orTimeout(2, TimeUnit.MINUTES)
                            .join()
                            .asByteArray())
                    .isEqualTo(Arrays.copyOfRange(body, 1000, 2000));
        }

        @Test
        void anEmptyObjectAndOneOfOneByteArePut() {
            s3.putObject(b -> b.bucket("data").key("empty"), AsyncRequestBody.empty())
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            s3.putObject(b -> b.bucket("data").key("one"), AsyncRequestBody.fromString("x"))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            assertThat(get("empty")).isEmpty();
            assertThat(get("one")).isEqualTo(new byte[] {'x'});
        }

        @Test
        void aFileWithEachChecksumIsCheckedOnItsWayInAndOut() throws IOException {
            Path file = file("one", 6 << 20);
            for (ChecksumAlgorithm algorithm : new ChecksumAlgorithm[] {
                ChecksumAlgorithm.CRC32,
                ChecksumAlgorithm.CRC32_C,
                ChecksumAlgorithm.SHA1,
                ChecksumAlgorithm.SHA256,
                ChecksumAlgorithm.CRC64_NVME
            }) {
                s3.putObject(
                                b -> b.bucket("data").key(algorithm.toString()).checksumAlgorithm(algorithm),
                                AsyncRequestBody.fromFile(file))
                        .orTimeout(2, TimeUnit.MINUTES)
                        .join();
                assertThat(get(algorithm.toString())).isEqualTo(Files.readAllBytes(file));
            }
        }

        @Test
        void aListingComesPageByPage() {
            IntStream.range(0, 12)
                    .mapToObj(i -> s3.putObject(b -> b.bucket("data").key("k" + i), AsyncRequestBody.fromString("x")))
                    .toList()
                    .forEach(put -> put.orTimeout(2, TimeUnit.MINUTES).join());
            var keys = java.util.Collections.synchronizedList(new java.util.ArrayList<String>());
            s3.listObjectsV2Paginator(b -> b.bucket("data").maxKeys(5))
                    .contents()
                    .subscribe((S3Object one) -> keys.add(one.key()))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            assertThat(keys).hasSize(12).isSorted();
        }

        @Test
        void whatIsNotThereIsNotFound() {
            // No code is asked for: the native client looks with a HEAD first, whose answer has no body.
            assertNotFound(() -> get("none"));
            assertNotFound(() -> s3.putObject(b -> b.bucket("none").key("x"), AsyncRequestBody.fromBytes(random(PART)))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join());
        }

        private static void assertNotFound(ThrowingCallable call) {
            assertThatThrownBy(call)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
        }

        @Test
        void aFileOf64MiBGoesInPartsThereAndBack() throws IOException {
            Path file = file("big", 64 << 20);
            Path back = folder.resolve("back");
            try (S3TransferManager transfers =
                    S3TransferManager.builder().s3Client(s3).build()) {
                transfers
                        .uploadFile(u -> u.source(file)
                                .putObjectRequest(p -> p.bucket("data").key("big")))
                        .completionFuture()
                        .orTimeout(2, TimeUnit.MINUTES)
                        .join();
                transfers
                        .downloadFile(d -> d.destination(back)
                                .getObjectRequest(
                                        g -> g.bucket("data").key("big").checksumMode(ChecksumMode.ENABLED)))
                        .completionFuture()
                        .orTimeout(2, TimeUnit.MINUTES)
                        .join();
                transfers
                        .copy(c -> c.copyObjectRequest(o -> o.sourceBucket("data")
                                .sourceKey("big")
                                .destinationBucket("data")
                                .destinationKey("copy")))
                        .completionFuture()
                        .orTimeout(2, TimeUnit.MINUTES)
                        .join();
            }
            assertThat(Files.mismatch(file, back)).isEqualTo(-1);
            var head = s3.headObject(b -> b.bucket("data").key("big").partNumber(1))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            assertThat(head.partsCount()).isEqualTo(8);
            assertThat(s3.headObject(b -> b.bucket("data").key("copy"))
                            .orTimeout(2, TimeUnit.MINUTES)
                            .join()
                            .contentLength())
                    .isEqualTo(64L << 20);
        }

        @Test
        void aFolderGoesThereAndBack() throws IOException {
            for (int i = 0; i < 20; i++) {
                file("there/d" + i % 3 + "/é " + i + "+&.bin", i * 1000);
            }
            Path there = folder.resolve("there");
            Path back = folder.resolve("back");
            try (S3TransferManager transfers =
                    S3TransferManager.builder().s3Client(s3).build()) {
                assertThat(transfers
                                .uploadDirectory(
                                        u -> u.source(there).bucket("data").s3Prefix("raw"))
                                .completionFuture()
                                .orTimeout(2, TimeUnit.MINUTES)
                                .join()
                                .failedTransfers())
                        .isEmpty();
                assertThat(transfers
                                .downloadDirectory(d -> d.destination(back)
                                        .bucket("data")
                                        .listObjectsV2RequestTransformer(l -> l.prefix("raw")))
                                .completionFuture()
                                .orTimeout(2, TimeUnit.MINUTES)
                                .join()
                                .failedTransfers())
                        .isEmpty();
            }
            try (var files = Files.walk(there)) {
                assertThat(files.filter(Files::isRegularFile)
                                .map(file -> same(file, back.resolve(there.relativize(file)))))
                        .hasSize(20)
                        .allMatch(same -> same);
            }
        }

        private static boolean same(Path one, Path other) {
            try {
                return Files.mismatch(one, other) == -1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Nested
    class OnNetty extends Promise {
        @Override
        S3AsyncClient client(RunningS3 of) {
            return client(of, true);
        }

        /** Version 2.57 of the SDK waits for ever where it reads an empty object part by part. */
        @Override
        S3AsyncClient reader(RunningS3 of) {
            return client(of, false);
        }

        private static S3AsyncClient client(RunningS3 of, boolean inParts) {
            return S3AsyncClient.builder()
                    .endpointOverride(of.address())
                    .region(Region.US_EAST_1)
                    .forcePathStyle(true)
                    .credentialsProvider(RunningS3.credentials(of.owner))
                    .multipartEnabled(inParts)
                    .multipartConfiguration(m -> m.minimumPartSizeInBytes((long) PART))
                    .build();
        }
    }

    @Nested
    class OnTheNativeLibrary extends Promise {
        @Override
        S3AsyncClient client(RunningS3 of) {
            return S3AsyncClient.crtBuilder()
                    .endpointOverride(of.address())
                    .region(Region.US_EAST_1)
                    .forcePathStyle(true)
                    .credentialsProvider(RunningS3.credentials(of.owner))
                    .minimumPartSizeInBytes((long) PART)
                    .maxConcurrency(4)
                    .build();
        }

        @BeforeEach
        @Override
        void start() throws IOException {
            assumeThat(loads())
                    .as("the AWS SDK's native library does not load on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch"))
                    .isTrue();
            super.start();
        }

        private static boolean loads() {
            try {
                return !CRT.getArchIdentifier().isEmpty() && CRT.nativeMemory() >= 0;
            } catch (LinkageError | RuntimeException e) {
                return false;
            }
        }
    }
}
