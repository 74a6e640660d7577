package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes {@code aws-chunked} bodies as clients do; what a test wants wrong, it changes afterwards. */
public final class Chunks {
    private final @Nullable Authenticated signer;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String previous;

    public Chunks(@Nullable Authenticated signer) {
        this.signer = signer;
        this.previous = signer == null ? "" : signer.seed();
    }

    public Chunks body(byte[] body, int chunk) {
        for (int at = 0; at < body.length; at += chunk) {
            add(Arrays.copyOfRange(body, at, Math.min(body.length, at + chunk)));
            text("\r\n");
        }
        return this;
    }

    private void add(byte[] data) {
        text(Integer.toHexString(data.length));
        if (signer != null) {
            previous = sign("PAYLOAD", SigV4.sha256(new byte[0]) + "\n" + SigV4.sha256(data));
            text(";chunk-signature=" + previous);
        }
        text("\r\n");
        out.writeBytes(data);
    }

    private String sign(String kind, String rest) {
        if (signer == null) {
            throw new IllegalStateException("nobody signs these chunks");
        }
        return HexFormat.of()
                .formatHex(SigV4.hmac(
                        signer.signingKey(),
                        "AWS4-HMAC-SHA256-" + kind + "\n" + signer.timestamp() + "\n" + signer.scope() + "\n" + previous
                                + "\n" + rest));
    }

    public byte[] end() {
        add(new byte[0]);
        text("\r\n");
        return out.toByteArray();
    }

    public byte[] endWithTrailer(String name, String value) {
        add(new byte[0]);
        text(name + ":" + value + "\r\n");
        if (signer != null) {
            String canonical = name + ":" + value + "\n";
            text("x-amz-trailer-signature:" + sign("TRAILER", SigV4.sha256(canonical.getBytes(StandardCharsets.UTF_8)))
                    + "\r\n");
        }
        text("\r\n");
        return out.toByteArray();
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(US_ASCII));
    }
}
