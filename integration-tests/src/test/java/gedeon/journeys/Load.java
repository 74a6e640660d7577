package gedeon.journeys;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One S3 client that puts, overwrites, copies, removes and completes uploads on keys of its own until the server is killed under it. Of each key it knows what
 * may be there: what was acknowledged last, and what was on its way when nobody answered any more.
 */
final class Load {
    /** The name of no content. */
    private static final String NOTHING = "";

    private static final int PART = 5 << 20;

    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final long seed;
    private final Random random;
    private final Map<String, Collection<String>> possible = new HashMap<>();
    private final Thread thread;
    private volatile long acknowledged;
    private volatile Optional<SdkException> refused = Optional.empty();

    private Load(S3Client s3, String bucket, String prefix, long seed) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
        this.seed = seed;
        this.random = new Random(seed + prefix.hashCode());
        this.thread = Thread.ofPlatform().unstarted(this::run);
    }

    static Load start(S3Client s3, String bucket, String prefix, long seed) {
        Load load = new Load(s3, bucket, prefix, seed);
        load.thread.start();
        return load;
    }

    void join() throws InterruptedException {
        thread.join();
        s3.close();
    }

    /** What the server itself refused: an answer is no kill. */
    Optional<SdkException> trouble() {
        return refused;
    }

    long acknowledged() {
        return acknowledged;
    }

    Map<String, Collection<String>> possible() {
        return possible;
    }

    private void run() {
        try {
            for (int i = 0; ; i++) {
                one(prefix + i);
                acknowledged = i + 1L;
            }
        } catch (S3Exception e) {
            refused = Optional.of(e);
        } catch (SdkException killed) {
            // Nobody answers any more: that was the point.
            refused = Optional.empty();
        }
    }

    private void one(String key) {
        switch (random.nextInt(10)) {
            case 0 -> uploaded(key);
            case 1 -> copied(key);
            case 2 -> removed(any(key));
            case 3 -> put(any(key), key);
            default -> put(key, key);
        }
    }

    /** A key that was written before, or a new one where there is none. */
    private String any(String otherwise) {
        List<String> keys = List.copyOf(possible.keySet());
        return keys.isEmpty() ? otherwise : keys.get(random.nextInt(keys.size()));
    }

    /** The act turns what is at the key into {@code name}; until it returns, both may be there. */
    private void turn(String key, String name, Runnable act) {
        String before = possible.containsKey(key) ? possible.get(key).iterator().next() : NOTHING;
        possible.put(key, List.of(before, name));
        act.run();
        possible.put(key, List.of(name));
    }

    private void put(String key, String name) {
        turn(key, name, () -> s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(content(name, seed))));
    }

    private void removed(String key) {
        turn(key, NOTHING, () -> s3.deleteObject(b -> b.bucket(bucket).key(key)));
    }

    private void copied(String key) {
        String source = any(key);
        String name =
                possible.containsKey(source) ? possible.get(source).iterator().next() : NOTHING;
        if (name.equals(NOTHING)) {
            put(key, key);
        } else {
            turn(
                    key,
                    name,
                    () -> s3.copyObject(b -> b.sourceBucket(bucket)
                            .sourceKey(source)
                            .destinationBucket(bucket)
                            .destinationKey(key)));
        }
    }

    /** In two parts, the first of the least size that there is. */
    private void uploaded(String key) {
        byte[] whole = content(key + "/long", seed);
        turn(key, key + "/long", () -> {
            String upload =
                    s3.createMultipartUpload(b -> b.bucket(bucket).key(key)).uploadId();
            List<CompletedPart> parts = List.of(
                    part(key, upload, 1, Arrays.copyOf(whole, PART)),
                    part(key, upload, 2, Arrays.copyOfRange(whole, PART, whole.length)));
            s3.completeMultipartUpload(
                    b -> b.bucket(bucket).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
        });
    }

    private CompletedPart part(String key, String upload, int number, byte[] bytes) {
        String etag = s3.uploadPart(
                        b -> b.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private static byte[] content(String name, long seed) {
        Random random = new Random(seed * 31 + name.hashCode());
        byte[] bytes = new byte[(name.endsWith("/long") ? PART : 0) + random.nextInt(200_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Which of the contents that may be there is there, byte for byte; empty where it is none of them. */
    static Optional<String> nameOf(S3Client s3, String bucket, String key, long seed, Collection<String> possible) {
        byte[] found;
        try {
            found = s3.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asByteArray();
        } catch (NoSuchKeyException e) {
            return possible.contains(NOTHING) ? Optional.of(NOTHING) : Optional.empty();
        }
        return possible.stream()
                .filter(name -> !name.equals(NOTHING) && Arrays.equals(content(name, seed), found))
                .findFirst();
    }
}
