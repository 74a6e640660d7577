package gedeon.cli.demo;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The S3 port as any program reaches it: the MinIO SDK with an access key. */
final class S3Door implements AutoCloseable {
    private final MinioClient client;

    S3Door(String url, String accessKey, String secretKey) {
        client = MinioClient.builder()
                .endpoint(url)
                .credentials(accessKey, secretKey)
                .region("us-east-1")
                .build();
    }

    /** Why the upload of {@code bytes} zeros was refused; empty if it was taken. */
    Optional<String> refusalOf(String bucket, String key, long bytes) throws MinioException {
        try {
            client.putObject(PutObjectArgs.builder().bucket(bucket).object(key).stream(new Zeros(bytes), bytes, -1L)
                    .build());
            return Optional.empty();
        } catch (ErrorResponseException e) {
            int status = e.response().code();
            return Optional.of(status + " " + e.errorResponse().code() + ": "
                    + e.errorResponse().message());
        }
    }

    /** Fetches an object into a file and returns its SHA-256. */
    String fetch(String bucket, String key, Path file) throws MinioException, IOException {
        Files.createDirectories(file.getParent());
        MessageDigest digest = sha256();
        try (InputStream in = client.getObject(
                        GetObjectArgs.builder().bucket(bucket).object(key).build());
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws Exception {
        client.close();
    }

    /** So many zeros, without holding them. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int taken = (int) Math.min(left, length);
            Arrays.fill(target, offset, offset + taken, (byte) 0);
            left -= taken;
            return taken;
        }
    }
}
