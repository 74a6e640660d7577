package gedeon.sync.transfer;

import gedeon.client.Connection;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.settle.Ticks;
import io.minio.Http;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * The bucket by the S3 protocol. Sends only PutObject, CreateMultipartUpload, UploadPart, ListParts, CompleteMultipartUpload and
 * AbortMultipartUpload: an agent's key may do no more. Holds three parts in memory at most, of all files under way together.
 */
public final class S3Transport implements Transport, AutoCloseable {
    /** From here on in parts of this size; larger where a file would need more than 10,000 parts. */
    static final int PART = 16 << 20;

    private static final int MOST_PARTS = 10_000;

    private final S3Door door;
    private final Multipart multipart;
    private final Bandwidth bandwidth;
    private final int partSize;
    private final Buffers buffers;
    private final ExecutorService uploaders = Executors.newFixedThreadPool(Bandwidth.BODIES, S3Transport::thread);
    private final AtomicBoolean packsKnown = new AtomicBoolean(true);

    /** With this computer's clock, as fast as it goes, by the way that Java goes by itself. */
    public S3Transport(URI server, String region, String bucket, String accessKey, String secretKey) {
        this(
                new S3Door(server, region, bucket, accessKey, secretKey, null, new ServerClock(Clock.systemUTC())),
                new Bandwidth(Clock.systemDefaultZone(), Ticks.SYSTEM),
                PART);
    }

    /** @param clock hears the server's time with each answer, and is what requests are signed with */
    public S3Transport(
            URI server,
            String region,
            String bucket,
            String accessKey,
            String secretKey,
            Connection connection,
            ServerClock clock,
            Bandwidth bandwidth) {
        this(new S3Door(server, region, bucket, accessKey, secretKey, connection, clock), bandwidth, PART);
    }

    S3Transport(S3Door door, Bandwidth bandwidth, int partSize) {
        this.door = door;
        this.multipart = new Multipart(door);
        this.bandwidth = bandwidth;
        this.partSize = partSize;
        this.buffers = new Buffers(Bandwidth.BODIES, Math.min(partSize, PART));
    }

    /** From now on this one sees each request as it goes over the wire. */
    public void watch(Interceptor whom) {
        door.watch(whom);
    }

    /** What is computed and sent here can wait for what the instrument's own program computes; where the system heeds it (Windows does). */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gedeon-uploader");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    @Override
    public Sent send(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log) {
        try {
            return new Sent.Stored(
                    file.state().size() < partSize ? whole(file, key, log) : inParts(file, key, unfinished, log));
        } catch (ObservedFile.Changed e) {
            return new Sent.Moved(String.valueOf(e.getMessage()));
        } catch (InterruptedIOException e) {
            return new Sent.Failed(file.file() + " was not sent to its end: the agent stops");
        } catch (IOException e) {
            return new Sent.Failed(file.file() + " cannot be read: " + e);
        } catch (MinioException e) {
            return Refusals.of(file, e, door);
        }
    }

    @Override
    public List<Sent> sendTogether(List<Parcel> parcels, UploadLog log) {
        return new PackSending(
                        (pack, body) -> post(pack, body, log),
                        parcel -> headers(parcel.file()),
                        parcel -> send(parcel.file(), parcel.key(), null, log),
                        (parcel, e) -> Refusals.of(parcel.file(), e, door),
                        packsKnown)
                .send(parcels);
    }

    private okhttp3.Response post(Pack pack, Pack.Body body, UploadLog log) throws MinioException {
        Http.Headers headers = new Http.Headers();
        headers.put("x-gedeon-pack-objects", Integer.toString(pack.files().size()));
        headers.put("x-gedeon-pack-bytes", Long.toString(pack.content()));
        headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, body.sha256);
        inItsRoom(headers, log);
        try {
            bandwidth.enter();
        } catch (InterruptedIOException e) {
            throw new MinioException(e);
        }
        try {
            return door.post(
                    new Http.QueryParameters(S3Door.PACK, ""), headers, Payload.of(body.bytes, body.length, bandwidth));
        } finally {
            bandwidth.leave();
        }
    }

    private static void inItsRoom(Http.Headers headers, UploadLog log) {
        String reservation = log.reservation();
        if (reservation != null) {
            headers.put("x-gedeon-reservation", reservation);
        }
    }

    private StoredFile whole(FoundFile file, String key, UploadLog log) throws IOException, MinioException {
        int size = (int) file.state().size();
        byte[] bytes = take(size);
        try {
            new ObservedFile(file).read(0, bytes, size);
            MessageDigest digest = Sums.sha256();
            digest.update(bytes, 0, size);
            byte[] sha256 = digest.digest();
            Http.Headers headers = about(file, log);
            headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, HexFormat.of().formatHex(sha256));
            // A request whose answer was lost is sent again: the server has one version of it all the same.
            headers.put("x-gedeon-unless-same", HexFormat.of().formatHex(sha256));
            bandwidth.enter();
            try {
                String version = door.put(key, new Http.QueryParameters(), headers, Payload.of(bytes, size, bandwidth))
                        .get("x-amz-version-id");
                return stored(file, key, version, sha256);
            } finally {
                bandwidth.leave();
            }
        } finally {
            buffers.give(bytes);
        }
    }

    private byte[] take(int size) throws InterruptedIOException {
        try {
            return buffers.take(size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to stop");
        }
    }

    private StoredFile inParts(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log)
            throws IOException, MinioException {
        OpenUpload upload = unfinished;
        Map<Integer, Part> there = Map.of();
        if (upload != null && upload.key().equals(key) && file.state().sameContent(upload.size(), upload.modified())) {
            try {
                there = multipart.parts(upload);
            } catch (ErrorResponseException e) {
                if (!e.errorResponse().code().equals("NoSuchUpload")) {
                    throw e;
                }
                Optional<StoredFile> done = completed(file, upload);
                if (done.isPresent()) {
                    return done.get();
                }
                log.dropped(file.path());
                upload = null;
            }
        } else if (upload != null) {
            multipart.abort(upload);
            log.dropped(file.path());
            upload = null;
        }
        if (upload == null) {
            upload = open(file, key, log);
            log.opened(upload);
        }
        try {
            Parts parts = new Parts(new ObservedFile(file), upload, there, multipart, buffers, bandwidth, uploaders);
            Part[] sent = parts.send();
            return stored(file, key, multipart.complete(upload, sent), parts.sha256());
        } catch (ObservedFile.Changed e) {
            multipart.abort(upload);
            log.dropped(file.path());
            throw e;
        }
    }

    /**
     * An upload that the server lists no more may have been completed just before the answer, or this agent, was lost. The same completion again is answered with
     * the version that it made, and nothing is sent twice. Empty: it is gone.
     */
    private Optional<StoredFile> completed(FoundFile file, OpenUpload upload) throws IOException, MinioException {
        ObservedFile source = new ObservedFile(file);
        MessageDigest whole = Sums.sha256();
        int count = (int) ((upload.size() + upload.partSize() - 1) / upload.partSize());
        Part[] parts = new Part[count];
        byte[] through = take((int) Math.min(partSize, upload.size()));
        try {
            for (int i = 0; i < count; i++) {
                long offset = i * upload.partSize();
                long length = Math.min(upload.partSize(), upload.size() - offset);
                byte[] md5 = Payload.md5(source, offset, length, through, whole);
                parts[i] = new Part(i + 1, HexFormat.of().formatHex(md5));
            }
        } finally {
            buffers.give(through);
        }
        source.check();
        try {
            return Optional.of(stored(file, upload.key(), multipart.complete(upload, parts), whole.digest()));
        } catch (ErrorResponseException e) {
            if (!e.errorResponse().code().equals("NoSuchUpload")) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private OpenUpload open(FoundFile file, String key, UploadLog log) throws MinioException {
        long size = file.state().size();
        long length = Math.max(partSize, (size + MOST_PARTS - 1) / MOST_PARTS);
        String id = multipart.open(key, about(file, log));
        return new OpenUpload(file.path(), key, id, length, size, file.state().modified());
    }

    /** What goes along: the time in rclone's form, the path with its bytes kept, and the room that was reserved. */
    private static Http.Headers about(FoundFile file, UploadLog log) {
        Http.Headers headers = new Http.Headers(headers(file));
        inItsRoom(headers, log);
        return headers;
    }

    private static Map<String, String> headers(FoundFile file) {
        Instant modified = file.state().modified();
        BigDecimal seconds =
                BigDecimal.valueOf(modified.getEpochSecond()).add(BigDecimal.valueOf(modified.getNano(), 9));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-meta-mtime", seconds.toPlainString());
        headers.put(
                "x-amz-meta-path",
                URLEncoder.encode(file.path(), StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/"));
        headers.put("content-type", "application/octet-stream");
        return headers;
    }

    private static StoredFile stored(FoundFile file, String key, @Nullable String version, byte[] sha256) {
        return new StoredFile(
                file.path(),
                key,
                version,
                file.state().size(),
                Digest.of(DigestAlgorithm.SHA256, sha256).hex(),
                file.state().modified());
    }

    /** Cuts what is under way; what waits for its turn is refused and gives its memory back. */
    @Override
    public void close() {
        door.close();
        uploaders.shutdown();
    }
}
