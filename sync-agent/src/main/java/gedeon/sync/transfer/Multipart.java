package gedeon.sync.transfer;

import static gedeon.sync.transfer.S3Door.await;

import gedeon.sync.journal.OpenUpload;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.ObjectWriteResponse;
import io.minio.errors.MinioException;
import io.minio.messages.ListPartsResult;
import io.minio.messages.Part;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of a multipart upload. Each blocks until it is answered. */
final class Multipart {
    private final S3Door door;

    Multipart(S3Door door) {
        this.door = door;
    }

    /** The id of the new upload. */
    String open(String key, Http.Headers headers) throws MinioException {
        return await(door.s3()
                        .createMultipartUpload(CreateMultipartUploadArgs.builder()
                                .bucket(door.bucket())
                                .object(key)
                                .skipValidation(true)
                                .headers(headers)
                                .build()))
                .result()
                .uploadId();
    }

    /** What the server holds of it, by number. */
    Map<Integer, Part> parts(OpenUpload upload) throws MinioException {
        Map<Integer, Part> parts = new HashMap<>();
        Integer marker = null;
        do {
            ListPartsArgs.Builder asked = ListPartsArgs.builder()
                    .bucket(door.bucket())
                    .object(upload.key())
                    .skipValidation(true)
                    .uploadId(upload.uploadId());
            if (marker != null) {
                asked.partNumberMarker(marker);
            }
            ListPartsResult page = await(door.s3().listParts(asked.build())).result();
            page.parts().forEach(part -> parts.put(part.partNumber(), part));
            marker = page.isTruncated() ? page.nextPartNumberMarker() : null;
        } while (marker != null);
        return parts;
    }

    /** The payload is told by its MD5, which is signed; the SHA-256 of the whole is compared at the end. */
    Part send(OpenUpload upload, int number, Payload payload, byte[] md5) throws MinioException {
        Http.Headers headers = new Http.Headers();
        headers.put(Http.Headers.CONTENT_MD5, Base64.getEncoder().encodeToString(md5));
        headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, Signing.UNSIGNED);
        Http.QueryParameters query =
                new Http.QueryParameters("partNumber", Integer.toString(number), "uploadId", upload.uploadId());
        String etag = door.put(upload.key(), query, headers, payload).get("ETag");
        if (etag == null) {
            throw new MinioException("the server named no ETag for part " + number + " of " + upload.key());
        }
        return new Part(number, bare(etag));
    }

    /** The version that it became. */
    @Nullable String complete(OpenUpload upload, Part[] parts) throws MinioException {
        ObjectWriteResponse answer = await(door.s3()
                .completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                        .bucket(door.bucket())
                        .object(upload.key())
                        .skipValidation(true)
                        .uploadId(upload.uploadId())
                        .parts(parts)
                        .build()));
        return answer.versionId();
    }

    /** Gives the room back at once; if it fails, the server's sweep of old uploads does. */
    void abort(OpenUpload upload) {
        try {
            await(door.s3()
                    .abortMultipartUpload(AbortMultipartUploadArgs.builder()
                            .bucket(door.bucket())
                            .object(upload.key())
                            .skipValidation(true)
                            .uploadId(upload.uploadId())
                            .build()));
        } catch (MinioException e) {
            System.getLogger(Multipart.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "an abandoned upload of " + upload.key() + " stays for the server's sweep",
                            e);
        }
    }

    static String bare(String etag) {
        return etag.replace("\"", "");
    }
}
