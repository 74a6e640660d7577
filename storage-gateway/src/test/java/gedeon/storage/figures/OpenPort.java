package gedeon.storage.figures;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Outbox;
import gedeon.storage.TestGateway;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.s3.S3Options;
import gedeon.storage.s3.S3Server;
import gedeon.storage.s3.S3Service;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A gateway on a database and a tier on the disk, its S3 port on loopback, a client of it, and somebody who takes what the outbox has for the catalogue.
 * Jobs that read stored bytes are paused, as copied rows have none, and no snapshot of the journal is made: that is once a month.
 */
final class OpenPort implements AutoCloseable {
    private final GatewaySettings settings;
    private final Gateway gateway;
    private final S3Server server;
    private final S3Client client;
    private final List<AwsCredentialsProvider> owners = new ArrayList<>();
    private final Thread catalogue;

    /** @param owners a key of each notebook */
    OpenPort(String url, Path tier, List<AccessKey> owners) throws IOException {
        this.settings = DiskDatabase.settings(url).withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofDays(1)));
        if (Files.notExists(tier)) {
            PosixTier.create(tier);
        }
        this.gateway = TestGateway.open(settings, PosixTier.open(tier, PosixSettings.DEFAULTS, Clock.systemUTC()));
        for (StorageJob job : gateway.tiering().jobs().all()) {
            gateway.tiering().jobs().pause(job.id(), true);
        }
        this.server = S3Server.start(
                new S3Service(
                        gateway.store(),
                        gateway.glances(),
                        gateway.notebooks(),
                        gateway.rights(),
                        S3Options.DEFAULTS,
                        Clock.systemUTC()),
                "127.0.0.1",
                0);
        for (AccessKey key : owners) {
            this.owners.add(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKey(), key.secretKey())));
        }
        this.client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(this.owners.getFirst())
                .build();
        this.catalogue = Thread.ofVirtual().name("catalogue").start(this::takeEvents);
    }

    private void takeEvents() {
        try {
            while (true) {
                List<Outbox.Delivery> some = gateway.outbox().claim("catalogue", 256);
                if (!some.isEmpty()) {
                    gateway.outbox().done(some);
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
    }

    Gateway gateway() {
        return gateway;
    }

    GatewaySettings settings() {
        return settings;
    }

    S3Client client() {
        return client;
    }

    AwsCredentialsProvider owner(int notebook) {
        return owners.get(notebook);
    }

    @Override
    public void close() throws IOException {
        catalogue.interrupt();
        try {
            catalogue.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        server.close();
        gateway.close();
    }
}
