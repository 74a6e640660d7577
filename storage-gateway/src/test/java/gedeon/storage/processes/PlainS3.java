package gedeon.storage.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.AccessKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One connection to an S3 port, by a socket: a request may stand still before its last byte. Signed with Version 4, its body not
 * covered unless the headers say its SHA-256. Not for several threads.
 */
public final class PlainS3 implements AutoCloseable {
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final int PATIENCE_MILLIS = 120_000;
    private static final int PIECE = 256 << 10;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AccessKey key;
    private final String host;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public PlainS3(int port, AccessKey key) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), "127.0.0.1:" + port, key);
    }

    /** @param host the name, and the port where it is not the scheme's, that requests are signed for */
    public PlainS3(Socket socket, String host, AccessKey key) throws IOException {
        this.key = key;
        this.host = host;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream(), 8 << 10);
        this.out = socket.getOutputStream();
    }

    /** @param target path and query, encoded as sent */
    public Answer send(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        head(method, target, headers, body.length, true);
        out.write(body);
        return Answer.read(in, method.equals("HEAD"));
    }

    public Answer send(String method, String target) throws IOException {
        return send(method, target, Map.of(), new byte[0]);
    }

    public Answer put(String target, byte[] body) throws IOException {
        return send("PUT", target, Map.of(), body);
    }

    /** Sends a request's head and asks whether its body may come: 100, or the final answer. */
    public Answer ask(String method, String target, Map<String, String> headers, long length) throws IOException {
        Map<String, String> asking = new TreeMap<>(headers);
        asking.put("expect", "100-continue");
        head(method, target, asking, length, true);
        return Answer.read(in, false);
    }

    /** A head whose signature is in its body, or nowhere. */
    public void unsigned(String method, String target, Map<String, String> headers, long length) throws IOException {
        head(method, target, headers, length, false);
    }

    /** So many zeros of the body. */
    public void zeros(long count) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, count))];
        for (long left = count; left > 0; left -= Math.min(left, piece.length)) {
            out.write(piece, 0, (int) Math.min(left, piece.length));
        }
    }

    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    public Answer answer() throws IOException {
        return Answer.read(in, false);
    }

    private void head(String method, String target, Map<String, String> headers, long length, boolean signed)
            throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        Map<String, String> all = new TreeMap<>(headers);
        all.put("host", host);
        if (signed) {
            sign(method, target, all);
        }
        all.put("content-length", Long.toString(length));
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(UTF_8));
    }

    private void sign(String method, String target, Map<String, String> headers) {
        String stamp = STAMP.format(Instant.now());
        headers.put("x-amz-date", stamp);
        headers.putIfAbsent("x-amz-content-sha256", UNSIGNED);
        Map<String, String> covered = new TreeMap<>(headers);
        covered.remove("expect");
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0
                ? ""
                : Arrays.stream(target.substring(question + 1).split("&"))
                        .map(one -> one.contains("=") ? one : one + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
        String names = String.join(";", covered.keySet());
        StringBuilder canonical = new StringBuilder(method + "\n" + path + "\n" + query + "\n");
        covered.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(headers.get("x-amz-content-sha256"));
        String scope = stamp.substring(0, 8) + "/us-east-1/s3/aws4_request";
        String text = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + hash(canonical.toString());
        byte[] secret = ("AWS4" + key.secretKey()).getBytes(UTF_8);
        for (String step : scope.split("/")) {
            secret = mac(secret, step);
        }
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + key.accessKey() + "/" + scope + ",SignedHeaders=" + names
                        + ",Signature=" + HexFormat.of().formatHex(mac(secret, text)));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
