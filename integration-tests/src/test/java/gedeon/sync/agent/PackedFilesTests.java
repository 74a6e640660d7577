package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.journeys.OwnDatabase;
import gedeon.kernel.ByteCount;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaChange;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.s3.RunningS3;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.transfer.Parcel;
import gedeon.sync.transfer.S3Transport;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent's small files over its own transport into a real S3 port, on a disk, with its key and its journal. For figures: {@code -Dgedeon.figures=true}, 100,000
 * files of 16 KiB packed, a tenth of them one by one, and all of them by rclone where it is installed; else a few of each, in which only what is stored is right.
 */
class PackedFilesTests {
    private static final boolean FIGURES = Boolean.getBoolean("gedeon.figures");
    private static final int FILES = FIGURES ? Integer.getInteger("gedeon.packed.files", 100_000) : 600;
    private static final int IN_A_FOLDER = 500;
    private static final int SIZE = 16 << 10;
    private static final Path RCLONE = Path.of("/usr/bin/rclone");

    private static final Transport.UploadLog LOG = new Transport.UploadLog() {
        @Override
        public void opened(OpenUpload upload) {
            throw new AssertionError("a small file needs no multipart upload: " + upload.path());
        }

        @Override
        public void dropped(String path) {
            throw new AssertionError("a small file needs no multipart upload: " + path);
        }
    };

    @TempDir
    Path folder;

    private OwnDatabase database;
    private RunningS3 s3;
    private Bucket bucket;
    private AccessKey agent;
    private Candidate candidate;

    @BeforeEach
    void start() throws IOException {
        database = OwnDatabase.start(folder.resolve("database"), "512MB");
        Path tier = folder.resolve("tier");
        PosixTier.create(tier);
        s3 = new RunningS3(database.settings(), PosixTier.open(tier, PosixSettings.DEFAULTS, Clock.systemUTC()));
        s3.gateway.quotas().change(new Scope.OfNotebook(s3.notebook), QuotaChange.limit(ByteCount.of(1L << 40)));
        bucket = s3.gateway.store().createRawBucket(s3.notebook, "raw");
        long account =
                s3.gateway.notebooks().account("orbitrap", Principal.Kind.AGENT).id();
        agent = s3.gateway.notebooks().issueKey(account, s3.notebook, Role.AGENT);
        candidate = acquisition();
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        database.close();
    }

    private Candidate acquisition() throws IOException {
        Path run = folder.resolve("run.d");
        Random random = new Random(1);
        byte[] bytes = new byte[SIZE];
        List<FoundFile> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            String path = "frames%03d/%06d".formatted(i / IN_A_FOLDER, i);
            Path file = run.resolve(path);
            if (i % IN_A_FOLDER == 0) {
                Files.createDirectories(file.getParent());
            }
            random.nextBytes(bytes);
            Files.write(file, bytes);
            files.add(new FoundFile(path, file, FileState.of(file)));
        }
        return new Candidate("source", "run.d", files, false, false);
    }

    private static List<Parcel> parcels(Candidate candidate, String prefix) {
        return candidate.files().stream()
                .map(file -> new Parcel(file, prefix + file.path()))
                .toList();
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    @Test
    void packedFilesArriveAndAreFasterThanByAGeneralTool() throws Exception {
        double packed;
        double single;
        int few = FILES / 10;
        try (S3Transport transport = new S3Transport(
                        s3.address(), "us-east-1", bucket.name(), agent.accessKey(), agent.secretKey());
                Progress progress = Progress.open(folder.resolve("journal"), Clock.systemUTC())) {
            long begun = System.nanoTime();
            Map<String, Sent> sent =
                    new SmallFiles(progress, transport).carry(candidate, parcels(candidate, "packed/"), LOG);
            packed = FILES / seconds(begun);
            assertThat(sent.values()).hasSize(FILES).allMatch(one -> one instanceof Sent.Stored);
            for (FoundFile file : candidate.files()) {
                require(progress.stored("source", "run.d", file.path()).orElseThrow(), file);
            }
            begun = System.nanoTime();
            for (Parcel parcel : parcels(candidate, "single/").subList(0, few)) {
                assertThat(transport.send(parcel.file(), parcel.key(), null, LOG))
                        .isInstanceOf(Sent.Stored.class);
            }
            single = few / seconds(begun);
        }
        System.out.printf(
                "the agent: %d files of %d KiB, %.0f files/s packed, %.0f files/s one by one%n",
                FILES, SIZE >> 10, packed, single);
        assertThat(s3.gateway.quotas().verify()).isEmpty();
        if (FIGURES) {
            assumeTrue(Files.isExecutable(RCLONE), "rclone is not installed");
            double rclone = rclone();
            System.out.printf("rclone: %.0f files/s; packed files are %.1f times as fast%n", rclone, packed / rclone);
            assertThat(packed / rclone).isGreaterThan(5);
        }
    }

    private void require(StoredFile journalled, FoundFile file) throws IOException {
        StoredVersion version = s3.gateway
                .store()
                .find(bucket, ObjectKey.of("packed/" + file.path()), null, false)
                .orElseThrow();
        assertThat(version.versionText()).isEqualTo(journalled.version());
        assertThat(Objects.requireNonNull(version.sha256()).hex()).isEqualTo(journalled.sha256());
        assertThat(version.size().value()).isEqualTo(SIZE);
        assertThat(version.userMetadata()).containsEntry("path", file.path()).containsKey("mtime");
        if (!FIGURES) {
            try (var in = s3.gateway.store().read(version, 0, SIZE)) {
                assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(file.file()));
            }
        }
    }

    /** As an agent's key has to call it, with as many transfers at once as it has by itself. */
    private double rclone() throws IOException, InterruptedException {
        Path settings = Files.writeString(
                folder.resolve("rclone.conf"), """
                [to]
                type = s3
                provider = Other
                endpoint = %s
                access_key_id = %s
                secret_access_key = %s
                region = us-east-1
                force_path_style = true
                no_check_bucket = true
                no_head = true
                """.formatted(s3.address(), agent.accessKey(), agent.secretKey()));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(
                        RCLONE.toString(),
                        "--config",
                        settings.toString(),
                        "copy",
                        "--no-check-dest",
                        folder.resolve("run.d").toString(),
                        "to:" + bucket.name() + "/rclone")
                .inheritIO()
                .start();
        assertThat(process.waitFor(2, TimeUnit.HOURS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return FILES / seconds(begun);
    }
}
