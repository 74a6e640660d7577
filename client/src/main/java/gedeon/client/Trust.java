package gedeon.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom a server's certificate must come from: an authority that Java knows or one of an own file, and, where pins are set, one whose key is pinned, whoever else
 * would vouch for it. A pin may be the server's own or of any authority above it; only certificates count that really signed one below, so that one
 * laid beside changes nothing.
 */
final class Trust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final List<Pin> pins;

    private Trust(X509ExtendedTrustManager authorities, List<Pin> pins) {
        this.authorities = authorities;
        this.pins = pins;
    }

    /** @throws IOException naming the file of authorities that cannot be read or holds none */
    static Trust of(@Nullable Path ca, List<Pin> pins) throws IOException {
        try {
            X509ExtendedTrustManager known = manager(null);
            if (ca != null) {
                KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
                all.load(null, null);
                int i = 0;
                for (X509Certificate one : known.getAcceptedIssuers()) {
                    all.setCertificateEntry("known-" + i++, one);
                }
                for (Certificate one : read(ca)) {
                    all.setCertificateEntry("own-" + i++, one);
                }
                known = manager(all);
            }
            return new Trust(known, pins);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot check certificates: " + e.getMessage(), e);
        }
    }

    private static Iterable<? extends Certificate> read(Path ca) throws IOException {
        try (InputStream in = Files.newInputStream(ca)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(
                    ca + " holds no certificates in PEM form (-----BEGIN CERTIFICATE-----): " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("the file of authorities " + ca + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authorities.checkServerTrusted(chain, type);
        requirePin(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authorities.checkServerTrusted(chain, type, socket);
        requirePin(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        authorities.checkServerTrusted(chain, type, engine);
        requirePin(chain);
    }

    private void requirePin(X509Certificate[] chain) throws PinDiffers {
        if (pins.isEmpty() || signing(chain).stream().map(Pin::of).anyMatch(pins::contains)) {
            return;
        }
        throw new PinDiffers(Pin.of(chain[0]));
    }

    /** The server's own, then each that signed the one before, up to an authority that is trusted. */
    private List<X509Certificate> signing(X509Certificate[] chain) {
        List<X509Certificate> path = new ArrayList<>(List.of(chain[0]));
        List<X509Certificate> others = new ArrayList<>(Arrays.asList(chain));
        others.addAll(Arrays.asList(authorities.getAcceptedIssuers()));
        others.remove(chain[0]);
        X509Certificate below = chain[0];
        boolean found = true;
        while (found) {
            found = false;
            for (X509Certificate one : List.copyOf(others)) {
                if (one.getBasicConstraints() >= 0 && signed(below, one)) {
                    path.add(one);
                    others.remove(one);
                    below = one;
                    found = true;
                    break;
                }
            }
        }
        return path;
    }

    private static boolean signed(X509Certificate below, X509Certificate above) {
        if (!below.getIssuerX500Principal().equals(above.getSubjectX500Principal())) {
            return false;
        }
        try {
            PublicKey key = above.getPublicKey();
            below.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nobody is a client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
