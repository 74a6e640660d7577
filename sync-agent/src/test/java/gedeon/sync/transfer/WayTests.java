package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.client.Connection;
import gedeon.client.ConnectionSettings;
import gedeon.client.GedeonClient;
import gedeon.client.Obstacle;
import gedeon.client.Obstacle.Kind;
import gedeon.client.Pin;
import gedeon.client.Unreachable;
import gedeon.client.wire.EnrolRequest;
import gedeon.sync.FakeGedeon;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.settle.Ticks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** REST and S3 by the same way: an own authority, pinned keys, a proxy. Real TLS and a real proxy, on this machine. */
class WayTests {
    private static final String USER = "http://lab:s%C3%A9same%2B@127.0.0.1:";
    private static final String AUTHORIZATION = "Basic bGFiOnPDqXNhbWUr";

    @TempDir
    Path folder;

    private FakeGedeon server;
    private OwnAuthority authority;

    @BeforeEach
    void start() throws Exception {
        server = new FakeGedeon();
        authority = new OwnAuthority(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What both clients say of the way; empty: both went through. */
    private List<Kind> obstacles(URI address, ConnectionSettings settings) throws IOException {
        Connection way = Connection.of(settings, Map.of());
        Kind rest = null;
        try {
            new GedeonClient(address, null, way).enrol(new EnrolRequest("CODE", "pc", "Linux", "1"));
        } catch (Unreachable e) {
            rest = e.obstacle().map(Obstacle::kind).orElseThrow(() -> e);
        }
        Kind s3 = null;
        ServerClock clock = new ServerClock(Clock.systemUTC());
        Bandwidth bandwidth = new Bandwidth(clock, Ticks.SYSTEM);
        try (S3Transport transport = new S3Transport(
                address, "us-east-1", FakeGedeon.BUCKET, "ACCESS", "SECRETKEY", way, clock, bandwidth)) {
            Sent sent = transport.send(file(), "lab/é", null, SILENT);
            if (sent instanceof Sent.NoWay none) {
                s3 = Obstacle.read(none.reason()).orElseThrow().kind();
            } else {
                assertThat(sent).isInstanceOf(Sent.Stored.class);
            }
        }
        return rest == null && s3 == null ? List.of() : List.of(rest, s3);
    }

    private FoundFile file() throws IOException {
        Path file = Files.write(folder.resolve("é"), new byte[] {1, 2, 3});
        return new FoundFile("é", file, FileState.of(file));
    }

    private static final Transport.UploadLog SILENT = new Transport.UploadLog() {
        @Override
        public void opened(OpenUpload upload) {}

        @Override
        public void dropped(String path) {}
    };

    private ConnectionSettings trusting(Pin... pins) {
        return new ConnectionSettings(null, null, authority.pem().toString(), List.of(pins));
    }

    private Relay front(OwnAuthority.Identity identity) throws IOException {
        return Relay.tls(identity.tls(), server.uri().getPort());
    }

    @Test
    void anOwnAuthorityIsTrustedWhereItsFileIsNamed() throws Exception {
        try (Relay front = front(authority.server("ip:127.0.0.1", "-1d", 30))) {
            assertThat(obstacles(front.address(), trusting())).isEmpty();
            assertThat(obstacles(front.address(), ConnectionSettings.NONE))
                    .containsExactly(Kind.TLS_UNTRUSTED, Kind.TLS_UNTRUSTED);
        }
    }

    @Test
    void aPinnedKeyIsTheServersOwnOrItsAuthoritysAndNoOther() throws Exception {
        OwnAuthority.Identity identity = authority.server("ip:127.0.0.1", "-1d", 30);
        Path beside = Files.createDirectory(folder.resolve("beside"));
        Pin other = Pin.of(new OwnAuthority(beside).certificate());
        try (Relay front = front(identity)) {
            assertThat(obstacles(front.address(), trusting(Pin.of(identity.certificate()))))
                    .isEmpty();
            assertThat(obstacles(front.address(), trusting(other, Pin.of(authority.certificate()))))
                    .isEmpty();
            assertThat(obstacles(front.address(), trusting(other))).containsExactly(Kind.TLS_PIN, Kind.TLS_PIN);
        }
    }

    @Test
    void aPinThatIsOnlyLaidBesideTheChainIsNone() throws Exception {
        Path beside = Files.createDirectory(folder.resolve("beside"));
        OwnAuthority pinned = new OwnAuthority(beside);
        OwnAuthority.Identity identity = authority.server("ip:127.0.0.1", "-1d", 30);
        Connection way = Connection.of(trusting(Pin.of(pinned.certificate())), Map.of());

        assertThatThrownBy(() -> way.trust()
                        .checkServerTrusted(
                                new java.security.cert.X509Certificate[] {
                                    identity.certificate(), authority.certificate(), pinned.certificate()
                                },
                                "ECDHE_ECDSA"))
                .isInstanceOf(java.security.cert.CertificateException.class)
                .hasMessageContaining(Pin.of(identity.certificate()).text());
    }

    @Test
    void aCertificateForAnotherNameOrAnotherTimeIsToldApart() throws Exception {
        try (Relay named = front(authority.server("dns:other.example", "-1d", 30));
                Relay old = front(authority.server("ip:127.0.0.1", "-10d", 2))) {
            assertThat(obstacles(named.address(), trusting())).containsExactly(Kind.TLS_NAME, Kind.TLS_NAME);
            assertThat(obstacles(old.address(), trusting())).containsExactly(Kind.TLS_DATES, Kind.TLS_DATES);
        }
    }

    @Test
    void anAddressThatSpeaksNoTlsIsToldApart() throws Exception {
        try (Relay plain = Relay.plain()) {
            URI wrong = URI.create("https://127.0.0.1:" + plain.port());

            assertThat(obstacles(wrong, ConnectionSettings.NONE)).containsExactly(Kind.TLS_FAILED, Kind.TLS_FAILED);
        }
    }

    @Test
    void aProxyCarriesBothAndIsToldWhoAsks() throws Exception {
        try (Relay proxy = Relay.proxy(server.uri().getPort(), AUTHORIZATION)) {
            ConnectionSettings by = new ConnectionSettings(USER + proxy.port(), null, null, List.of());

            assertThat(obstacles(URI.create("http://gedeon.example:8080"), by)).isEmpty();

            assertThat(server.current()).containsOnlyKeys("lab/é");
            assertThat(proxy.asked)
                    .anyMatch(line -> line.startsWith("POST http://gedeon.example:8080/api/v1/agents/enrol"))
                    .anyMatch(line -> line.startsWith("PUT http://gedeon.example:8080/" + FakeGedeon.BUCKET));
            assertThat(by.toString()).doesNotContain("same");
        }
    }

    @Test
    void aTunnelThroughAProxyEndsAtTheServersOwnCertificate() throws Exception {
        try (Relay front = front(authority.server("dns:gedeon.example", "-1d", 30));
                Relay proxy = Relay.proxy(front.port(), AUTHORIZATION)) {
            ConnectionSettings by = new ConnectionSettings(
                    USER + proxy.port(), null, authority.pem().toString(), List.of());

            assertThat(obstacles(URI.create("https://gedeon.example"), by)).isEmpty();

            assertThat(proxy.asked).isNotEmpty().allMatch(line -> line.startsWith("CONNECT gedeon.example:443"));
        }
    }

    @Test
    void aProxyThatRefusesOrIsAwayIsToldApart() throws Exception {
        ConnectionSettings away;
        try (Relay proxy = Relay.proxy(server.uri().getPort(), AUTHORIZATION)) {
            ConnectionSettings stranger =
                    new ConnectionSettings("http://127.0.0.1:" + proxy.port(), null, null, List.of());
            away = new ConnectionSettings("http://127.0.0.1:" + proxy.port(), null, null, List.of());
            assertThat(obstacles(URI.create("http://gedeon.example"), stranger))
                    .containsExactly(Kind.PROXY_REFUSES, Kind.PROXY_REFUSES);
            assertThat(obstacles(URI.create("https://gedeon.example"), stranger))
                    .containsExactly(Kind.PROXY_REFUSES, Kind.PROXY_REFUSES);
        }
        assertThat(obstacles(URI.create("http://gedeon.example"), away))
                .containsExactly(Kind.PROXY_AWAY, Kind.PROXY_AWAY);
        assertThat(server.current()).isEmpty();
    }
}
