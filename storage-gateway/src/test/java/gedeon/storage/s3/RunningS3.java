package gedeon.storage.s3;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A real S3 port on a real gateway, with a notebook of 1 GiB and its owner's key. */
public final class RunningS3 implements AutoCloseable {
    final MemoryKeys keys = new MemoryKeys();
    public final Gateway gateway;
    public final int notebook;
    final long account;
    public final AccessKey owner;
    final S3Server server;

    public RunningS3() throws IOException {
        this(TestGateway.settings(), S3Options.DEFAULTS);
    }

    RunningS3(GatewaySettings settings) throws IOException {
        this(settings, S3Options.DEFAULTS.withDay(settings.lifecycle().days()));
    }

    RunningS3(S3Options options) throws IOException {
        this(TestGateway.settings(), options);
    }

    public RunningS3(GatewaySettings settings, Tier tier) throws IOException {
        this(settings, tier, S3Options.DEFAULTS);
    }

    private RunningS3(GatewaySettings settings, S3Options options) throws IOException {
        this(settings, new MemoryTier(), options);
    }

    private RunningS3(GatewaySettings settings, Tier tier, S3Options options) throws IOException {
        gateway = TestGateway.open(settings, tier, keys);
        notebook = TestGateway.notebook(gateway, "nmr", 1L << 30).id();
        account = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        owner = key(notebook, Role.OWNER);
        server = S3Server.start(
                new S3Service(
                        gateway.store(),
                        gateway.glances(),
                        gateway.notebooks(),
                        gateway.rights(),
                        (of, name) -> gateway.webhooks().find(of, name).isPresent(),
                        options,
                        Clock.systemUTC()),
                "127.0.0.1",
                0);
    }

    final AccessKey key(int of, Role role) {
        return gateway.notebooks().issueKey(account, of, role);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    static StaticCredentialsProvider credentials(AccessKey key) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKey(), key.secretKey()));
    }

    S3Client client(AccessKey key) {
        return S3Client.builder()
                .endpointOverride(address())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials(key))
                .build();
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(address())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(owner))
                .serviceConfiguration(software.amazon.awssdk.services.s3.S3Configuration.builder()
                        .pathStyleAccessEnabled(true)
                        .build())
                .build();
    }

    @Override
    public void close() throws IOException {
        server.close();
        gateway.close();
    }
}
