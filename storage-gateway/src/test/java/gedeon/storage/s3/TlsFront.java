package gedeon.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS before a port of this machine, as a lab's proxy ends it, with a certificate that is made anew. */
final class TlsFront implements AutoCloseable {
    private static final char[] PASSWORD = "only-here".toCharArray();

    private final ServerSocket front;
    private final int behind;
    private final SSLContext client;
    private final X509TrustManager trust;

    TlsFront(Path folder, int behind) throws Exception {
        KeyStore keys = certificate(folder.resolve("front.p12"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext identity = SSLContext.getInstance("TLS");
        identity.init(own.getKeyManagers(), null, null);
        client = SSLContext.getInstance("TLS");
        client.init(null, trusted.getTrustManagers(), null);
        trust = (X509TrustManager) trusted.getTrustManagers()[0];
        this.behind = behind;
        front = identity.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    private static KeyStore certificate(Path store) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "front",
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
                        new String(PASSWORD))
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore all = KeyStore.getInstance("PKCS12");
        all.load(null, null);
        all.setKeyEntry("front", keys.getKey("front", PASSWORD), PASSWORD, keys.getCertificateChain("front"));
        all.setCertificateEntry("trusted", keys.getCertificate("front"));
        return all;
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + front.getLocalPort());
    }

    /** What a client needs to believe the certificate. */
    SSLContext client() {
        return client;
    }

    X509TrustManager trust() {
        return trust;
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket caller = front.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
                Thread.ofVirtual().start(() -> pour(caller, server));
                Thread.ofVirtual().start(() -> pour(server, caller));
            } catch (IOException e) {
                // Closed, or a caller that went away.
            }
        }
    }

    private static void pour(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[32 << 10];
            int n;
            while ((n = in.read(buffer)) >= 0) {
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One side went away: the other is closed with it.
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
