package gedeon.client;

import java.security.cert.CertificateException;

/** A server that is trusted otherwise shows none of the keys that it must show. */
final class PinDiffers extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String seen;

    PinDiffers(Pin seen) {
        super("the server's key is " + seen);
        this.seen = seen.text();
    }

    /** The pin of the server's own certificate. */
    String seen() {
        return seen;
    }
}
