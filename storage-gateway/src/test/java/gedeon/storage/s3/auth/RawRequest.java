package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A signed request written byte by byte to a socket: what no client library would send. */
public final class RawRequest {
    private final String method;
    private final String path;
    private final String payload;
    private final Map<String, String> signed = new TreeMap<>();
    private final String timestamp = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());

    public RawRequest(String method, String path, String payload) {
        this.method = method;
        this.path = path;
        this.payload = payload;
        signed.put("x-amz-content-sha256", payload);
        signed.put("x-amz-date", timestamp);
    }

    public RawRequest with(String name, String value) {
        signed.put(name, value);
        return this;
    }

    /** The request's signature, from which those of its chunks follow. */
    public Authenticated sign(String host, String accessKey, String secretKey) {
        signed.put("host", host);
        String date = timestamp.substring(0, 8);
        String scope = date + "/us-east-1/s3/aws4_request";
        StringBuilder canonical = new StringBuilder(method + "\n" + path + "\n\n");
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical
                .append('\n')
                .append(String.join(";", signed.keySet()))
                .append('\n')
                .append(payload);
        byte[] key = SigV4.signingKey(secretKey, date, "us-east-1");
        String signature = HexFormat.of()
                .formatHex(SigV4.hmac(
                        key,
                        "AWS4-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n"
                                + SigV4.sha256(canonical.toString().getBytes(UTF_8))));
        KeyHolder holder =
                new KeyHolder(accessKey, secretKey, new Principal(1, "test", Principal.Kind.PERSON, Set.of()), 1);
        return new Authenticated(holder, payload, key, signature, timestamp, scope, Authenticated.Way.HEADER);
    }

    /** Sends head and body, ends the sending side, and returns all that comes back. */
    public String send(int port, Authenticated auth, byte[] body) throws IOException {
        return raw(port, head(auth), body);
    }

    /** Sends the head, waits for the first line that comes back, and sends the body only after 100; returns all that comes back. */
    public String sendWhenAsked(int port, Authenticated auth, byte[] body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head(auth));
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            while (!seen.toString(UTF_8).contains("\r\n")) {
                seen.write(in.read());
            }
            if (seen.toString(UTF_8).startsWith("HTTP/1.1 100 ")) {
                socket.getOutputStream().write(body);
            }
            in.transferTo(seen);
            return seen.toString(UTF_8);
        }
    }

    private byte[] head(Authenticated auth) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        signed.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("authorization: AWS4-HMAC-SHA256 Credential=")
                .append(auth.holder().accessKey())
                .append('/')
                .append(auth.scope())
                .append(",SignedHeaders=")
                .append(String.join(";", signed.keySet()))
                .append(",Signature=")
                .append(auth.seed())
                .append("\r\nconnection: close\r\n\r\n");
        return head.toString().getBytes(ISO_8859_1);
    }

    public static String sha256(byte[] body) {
        return SigV4.sha256(body);
    }

    public static String raw(int port, byte[] head, byte[] body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head);
            out.write(body);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
