package gedeon.sync.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An institution's authority, as its keytool makes it, and certificates that it signs. */
final class OwnAuthority {
    private static final String PASSWORD = "only-here";

    private final Path folder;
    private final Path store;
    private int made;

    OwnAuthority(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.store = folder.resolve("authority.p12");
        keytool(
                List.of(
                        "-genkeypair",
                        "-alias",
                        "authority",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=Institute",
                        "-ext",
                        "bc:c"),
                store);
        keytool(List.of("-exportcert", "-rfc", "-alias", "authority", "-file", pem().toString()), store);
    }

    Path pem() {
        return folder.resolve("authority.pem");
    }

    /** A server with a certificate for {@code name} ({@code ip:…} or {@code dns:…}), valid from {@code start} (keytool's words) for some days. */
    Identity server(String name, String start, int days) throws IOException, InterruptedException {
        Path own = folder.resolve("server" + made++ + ".p12");
        Files.copy(store, own);
        keytool(
                List.of(
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "san=" + name,
                        "-signer",
                        "authority",
                        "-startdate",
                        start,
                        "-validity",
                        String.valueOf(days)),
                own);
        try (InputStream in = Files.newInputStream(own)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            keys.deleteEntry("authority");
            KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            mine.init(keys, PASSWORD.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(mine.getKeyManagers(), null, null);
            return new Identity(tls, (X509Certificate) keys.getCertificate("server"));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    X509Certificate certificate() throws IOException {
        try (InputStream in = Files.newInputStream(pem())) {
            return (X509Certificate)
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    record Identity(SSLContext tls, X509Certificate certificate) {}

    private static void keytool(List<String> what, Path store) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(what);
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
    }
}
