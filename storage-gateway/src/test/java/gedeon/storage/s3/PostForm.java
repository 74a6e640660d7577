package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.AccessKey;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A form as a browser sends it, with a policy that is signed as libraries do. */
public final class PostForm {
    private static final String BOUNDARY = "----WebKitFormBoundaryx1";
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    private final Map<String, String> fields = new LinkedHashMap<>();

    public PostForm field(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** A policy that allows exactly these fields in this bucket, and the conditions besides; signed with Version 4. */
    public PostForm signed(AccessKey key, String bucket, String... conditions) {
        Instant now = Instant.now();
        String date = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(now);
        String day = date.substring(0, 8);
        field("x-amz-algorithm", "AWS4-HMAC-SHA256");
        field("x-amz-credential", key.accessKey() + "/" + day + "/us-east-1/s3/aws4_request");
        field("x-amz-date", date);
        String policy = policy(bucket, now.plusSeconds(600), conditions);
        byte[] secret = ("AWS4" + key.secretKey()).getBytes(UTF_8);
        for (String step : new String[] {day, "us-east-1", "s3", "aws4_request"}) {
            secret = mac("HmacSHA256", secret, step);
        }
        field("policy", policy);
        return field("x-amz-signature", HexFormat.of().formatHex(mac("HmacSHA256", secret, policy)));
    }

    /** As {@link #signed}, with Version 2. */
    public PostForm signedTheOldWay(AccessKey key, String bucket, String... conditions) {
        String policy = policy(bucket, Instant.now().plusSeconds(600), conditions);
        field("AWSAccessKeyId", key.accessKey());
        field("policy", policy);
        return field(
                "signature",
                Base64.getEncoder()
                        .encodeToString(mac("HmacSHA1", key.secretKey().getBytes(UTF_8), policy)));
    }

    private String policy(String bucket, Instant end, String... conditions) {
        StringBuilder json = new StringBuilder(
                "{\"expiration\": \"" + end + "\", \"conditions\": [{\"bucket\": \"" + bucket + "\"}");
        fields.forEach((name, value) -> json.append(", [\"starts-with\", \"$")
                .append(name)
                .append("\", \"")
                .append(name.equals("key") ? "" : value)
                .append("\"]"));
        for (String one : conditions) {
            json.append(", ").append(one);
        }
        return Base64.getEncoder().encodeToString(json.append("]}").toString().getBytes(UTF_8));
    }

    private static byte[] mac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of Content-Type for {@link #before} and {@link #after}. */
    public static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /** All of the body that comes before the file's bytes. */
    public byte[] before(String filename) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(UTF_8)));
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(UTF_8));
        return body.toByteArray();
    }

    /** All of it that comes behind them. */
    public static byte[] after() {
        return ("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8);
    }

    public HttpResponse<String> send(URI bucket, String filename, byte[] file) throws Exception {
        return BROWSER.send(
                HttpRequest.newBuilder(bucket)
                        .header("Content-Type", contentType())
                        .POST(BodyPublishers.concat(
                                BodyPublishers.ofByteArray(before(filename)),
                                BodyPublishers.ofByteArray(file),
                                BodyPublishers.ofByteArray(after())))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
