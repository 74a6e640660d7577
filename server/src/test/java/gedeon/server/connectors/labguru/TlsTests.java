package gedeon.server.connectors.labguru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The way that every real Labguru is read. */
class TlsTests {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static Path store;

    private final Overheard log = new Overheard();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();

    @BeforeAll
    static void aCertificateOfOurOwn() throws Exception {
        store = folder.resolve("identity.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "labguru",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void theTokenIsInNoLog() {
        root.setLevel(before);
        root.detachAppender(log);
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        List<ILoggingEvent> heard = log.events();
        assertThat(heard).anyMatch(event -> event.getLoggerName().startsWith("org.apache.hc.client5"));
        assertThat(heard)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(Bench.TOKEN) || line.contains(new Token(Bench.TOKEN).encoded()));
    }

    private static Stranger stranger() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext identity = SSLContext.getInstance("TLS");
        identity.init(managers.getKeyManagers(), null, null);
        return Stranger.overTls(identity, exchange -> Stranger.answer(exchange, 200, "[]"));
    }

    @Test
    void whoIsTrustedGetsTheToken() throws Exception {
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        try (Bench bench = new Bench(true);
                Stranger stranger = stranger()) {
            assertThat(bench.sync(stranger.url()).problems()).isEmpty();
            assertThat(stranger.asked()).hasSize(4).allMatch(uri -> uri.endsWith("token=s3cr3t%2Bt%2Fk%3Dn"));
        }
    }

    @Test
    void whoIsNotTrustedGetsNothing() throws Exception {
        try (Bench bench = new Bench(true);
                Stranger stranger = stranger()) {
            assertThatThrownBy(() -> bench.sync(stranger.url()))
                    .isInstanceOf(LabguruFailed.class)
                    .hasMessageContaining("its certificate is not trusted");
            assertThat(stranger.asked()).isEmpty();
        }
    }
}
