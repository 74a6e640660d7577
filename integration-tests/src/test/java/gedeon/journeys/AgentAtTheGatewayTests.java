package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.Connection;
import gedeon.client.ConnectionSettings;
import gedeon.storage.s3.RunningS3;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.settle.Ticks;
import gedeon.sync.transfer.Bandwidth;
import gedeon.sync.transfer.S3Transport;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.ServerClock;
import gedeon.sync.transfer.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * The agent's transfer against the real S3 port, which checks every signature and digest. For figures: {@code -Dgedeon.figures=true}, which sends 800 MiB a few times
 * from and to this machine's disk and prints how fast.
 */
class AgentAtTheGatewayTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final String BUCKET = "raw";
    private static final Transport.UploadLog SILENT = new Transport.UploadLog() {
        @Override
        public void opened(OpenUpload upload) {}

        @Override
        public void dropped(String path) {}
    };

    @TempDir
    Path folder;

    private OwnDatabase database;
    private RunningS3 s3;
    private S3Client reader;

    @BeforeEach
    void start() throws IOException {
        Path root = folder.resolve("tier");
        PosixTier.create(root);
        database = OwnDatabase.start(folder.resolve("database"), "128MB");
        s3 = new RunningS3(database.settings(), PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC()));
        reader = S3Client.builder()
                .endpointOverride(s3.address())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(s3.owner.accessKey(), s3.owner.secretKey())))
                .build();
        reader.createBucket(b -> b.bucket(BUCKET));
        reader.putBucketVersioning(b -> b.bucket(BUCKET)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    }

    @AfterEach
    void stop() throws IOException {
        reader.close();
        s3.close();
        database.close();
    }

    private S3Transport transport(ServerClock clock, Bandwidth bandwidth) throws IOException {
        return new S3Transport(
                s3.address(),
                "us-east-1",
                BUCKET,
                s3.owner.accessKey(),
                s3.owner.secretKey(),
                Connection.of(ConnectionSettings.NONE, Map.of()),
                clock,
                bandwidth);
    }

    private FoundFile file(String name, long size) throws IOException {
        Path file = folder.resolve(name);
        byte[] block = new byte[1 << 20];
        Random random = new Random(size);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long at = 0; at < size; at += block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(block.length, size - at));
            }
        }
        return new FoundFile(name, file, FileState.of(file));
    }

    private static StoredFile stored(Sent sent) {
        assertThat(sent).isInstanceOf(Sent.Stored.class);
        return ((Sent.Stored) sent).file();
    }

    private String sha256(String key) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(
                reader.getObject(b -> b.bucket(BUCKET).key(key), ResponseTransformer.toInputStream()), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 2})
    void filesArriveWholeWhateverTheComputersClockSays(int hours) throws Exception {
        ServerClock clock = new ServerClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours)));
        try (S3Transport transport = transport(clock, new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM))) {
            for (long size : new long[] {0, 1000, 5 * (16L << 20) + 17}) {
                String key = "é a+b/" + size;
                StoredFile sent = stored(transport.send(file("f" + size, size), key, null, SILENT));

                assertThat(sent.version()).isNotBlank();
                assertThat(sha256(key)).isEqualTo(sent.sha256());
            }
        }
        assertThat(clock.ahead().minusHours(hours).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(s3.gateway.quotas().verify()).isEmpty();
    }

    /** One body at a time, as while an acquisition is written, and several: the same bytes; for figures both speeds are printed. */
    @Test
    void howFastALargeFileGoes() throws Exception {
        FoundFile large = file("large", FIGURES ? 800L << 20 : 40L << 20);
        ServerClock clock = new ServerClock(Clock.systemUTC());
        String expected = null;
        for (int round = 0; round < (FIGURES ? 3 : 1); round++) {
            for (boolean acquiring : new boolean[] {false, true}) {
                Bandwidth bandwidth = new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM);
                bandwidth.acquiring(acquiring);
                String key = "large-" + round + acquiring;
                try (S3Transport transport = transport(clock, bandwidth)) {
                    long began = System.nanoTime();
                    StoredFile sent = stored(transport.send(large, key, null, SILENT));
                    double seconds = (System.nanoTime() - began) / 1e9;
                    if (FIGURES) {
                        System.out.printf(
                                "%s at once: %.0f MB/s%n",
                                acquiring ? "one" : "three", large.state().size() / 1e6 / seconds);
                    }
                    expected = expected == null ? sha256(key) : expected;
                    assertThat(sent.sha256()).isEqualTo(expected);
                }
                reader.deleteObject(b -> b.bucket(BUCKET).key(key));
            }
        }
    }
}
