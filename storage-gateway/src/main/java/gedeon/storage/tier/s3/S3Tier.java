package gedeon.storage.tier.s3;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.AtRest;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Shelves;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Trait;
import gedeon.storage.tier.bucket.BucketMark;
import gedeon.storage.tier.bucket.BucketSettings;
import gedeon.storage.tier.bucket.Credentials;
import gedeon.storage.tier.bucket.ObjectWriter;
import gedeon.storage.tier.bucket.S3Objects;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tier in a bucket: package description and docs/storage.md. */
public final class S3Tier implements Tier {
    private static final Logger LOG = LoggerFactory.getLogger(S3Tier.class);
    private static final String STAGING = "staging/";

    /** Uploads that nobody recorded: of a process that was killed between two requests. */
    private static final Duration NOBODYS = Duration.ofDays(1);

    private final BucketSettings settings;
    private final S3Objects objects;
    private final S3Annals annals;
    private final BucketMark mark;
    private final UUID writer;
    private final Clock clock;

    private S3Tier(BucketSettings settings, S3Objects objects, UUID uuid, UUID writer, Clock clock) {
        this.settings = settings;
        this.objects = objects;
        this.annals = new S3Annals(objects);
        this.mark = new BucketMark(objects, settings.where(), uuid);
        this.writer = writer;
        this.clock = clock;
    }

    /** Marks a prefix as a tier. @throws IllegalArgumentException where one is there already */
    public static UUID create(BucketSettings settings, Credentials credentials) throws IOException {
        UUID uuid = UUID.randomUUID();
        try (S3Objects objects = new S3Objects(settings, credentials)) {
            BucketMark.write(objects, "s3", uuid);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("a tier is in " + settings.where() + " already; name another prefix");
        }
        return uuid;
    }

    /** Opens one that was made before. @throws gedeon.storage.tier.TierOffline where it is not there, or another one is */
    public static S3Tier open(BucketSettings settings, Credentials credentials, UUID uuid, UUID writer, Clock clock)
            throws IOException {
        S3Objects objects = new S3Objects(settings, credentials);
        S3Tier tier = new S3Tier(settings, objects, uuid, writer, clock);
        try {
            tier.mark.require();
        } catch (IOException e) {
            objects.close();
            throw e;
        }
        return tier;
    }

    static String name(BlobId blob) {
        String id = blob.toString();
        return "blobs/" + id.substring(30) + "/" + id.substring(28, 30) + "/" + id;
    }

    private String record(BlobId blob) {
        return STAGING + writer + "/" + blob;
    }

    /** An upload is recorded before its first part, so that whoever tidies up after this process finds whose it was. */
    private ObjectWriter.Uploads recorded(BlobId blob) {
        return new ObjectWriter.Uploads() {
            @Override
            public void begun(String upload) throws IOException {
                byte[] id = upload.getBytes(StandardCharsets.UTF_8);
                objects.put(record(blob), id, id.length);
            }

            @Override
            public void ended() throws IOException {
                objects.delete(record(blob));
            }
        };
    }

    /** Bytes of a blob's stored form. @throws EOFException where there are fewer */
    public byte[] stored(BlobId blob, long from, int length) throws IOException {
        try (InputStream in = objects.get(name(blob), from, length)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("blob " + blob + " ends before");
            }
            return bytes;
        }
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ONLINE, Trait.RANGE_READ, Trait.DURABLE);
    }

    @Override
    public BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) throws IOException {
        mark.requireNow();
        byte[] head = BlobForm.head(blob, metadata, expected, encrypted);
        long whole = expected < 0 ? -1 : head.length + expected + BlobForm.trailerLength(expected);
        return new S3Writer(
                blob, head, new ObjectWriter(objects, name(blob), settings.partSize(), whole, recorded(blob)));
    }

    @Override
    public InputStream read(Location location, long from, long length) throws IOException {
        S3Source source = new S3Source(objects, name(location.blob()), location, from, length);
        try {
            return BlockReader.open(source, location, from, length, source);
        } catch (NoSuchFileException e) {
            mark.require();
            throw e;
        }
    }

    /** Each read is a request to the store. */
    @Override
    public AtRest atRest(Location location) {
        return AtRest.of((from, length) -> read(location, from, length), true);
    }

    @Override
    public BlobEnds ends(Location location) throws IOException {
        try (S3Source source = new S3Source(objects, name(location.blob()), location, 0, 0)) {
            return BlobEnds.read(source, location);
        } catch (NoSuchFileException e) {
            mark.require();
            throw e;
        }
    }

    @Override
    public boolean holds(Location location) throws IOException {
        OptionalLong size = objects.size(name(location.blob()));
        if (size.isEmpty()) {
            mark.require();
        }
        return size.isPresent()
                && size.getAsLong()
                        == location.offset() + location.length() + BlobForm.trailerLength(location.length());
    }

    @Override
    public void delete(Location location) throws IOException {
        objects.delete(name(location.blob()));
    }

    @Override
    public Optional<Shelves> shelves() {
        return Optional.of(new S3Shelves());
    }

    @Override
    public Optional<UUID> writer() {
        return Optional.of(writer);
    }

    @Override
    public Optional<Annals> annals() {
        return Optional.of(annals);
    }

    @Override
    public Optional<Holdings> holdings() {
        return Optional.of(new S3Holdings(objects));
    }

    /** Uploads of writers that are dead are given up, and those that nobody recorded within a day. */
    @Override
    public void sweep(Predicate<UUID> alive, Duration untouched) throws IOException {
        Instant before = clock.instant().minus(untouched);
        Map<String, Boolean> recorded = new HashMap<>();
        for (S3Objects.There record : objects.list(STAGING)) {
            String[] parts = record.name().split("/");
            UUID of = parts.length == 3 ? uuid(parts[1]) : null;
            if (of == null) {
                continue;
            }
            BlobId blob = BlobId.parse(parts[2]);
            if (of.equals(writer) || alive.test(of) || record.changed().isAfter(before)) {
                recorded.put(name(blob), true);
                continue;
            }
            try (InputStream in = objects.get(record.name(), 0, 4096)) {
                objects.abort(name(blob), new String(in.readNBytes(4096), StandardCharsets.UTF_8));
            }
            objects.delete(record.name());
            LOG.info("an upload of blob {} was given up: its writer {} is dead", blob, of);
        }
        for (S3Objects.Open open : objects.uploads("blobs/")) {
            if (!recorded.containsKey(open.name())
                    && open.begun().isBefore(clock.instant().minus(NOBODYS))) {
                objects.abort(open.name(), open.upload());
            }
        }
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void requireThere() throws IOException {
        mark.require();
    }

    /** No S3 store tells. */
    @Override
    public long free() {
        return Long.MAX_VALUE;
    }

    @Override
    public OptionalLong capacity() {
        return settings.capacity() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(settings.capacity());
    }

    @Override
    public void close() {
        objects.close();
    }

    /** By the last four digits of the ids, as names begin with them. */
    private final class S3Shelves implements Shelves {
        private static final int COUNT = 1 << 16;

        @Override
        public int count() {
            return COUNT;
        }

        @Override
        public List<Rest> on(int shelf) throws IOException {
            String digits = String.format("%04x", shelf);
            return objects.list("blobs/" + digits.substring(2) + "/" + digits.substring(0, 2) + "/").stream()
                    .filter(one -> one.name().matches(".*/[0-9a-f]{32}"))
                    .map(one -> new Rest(
                            BlobId.parse(one.name().substring(one.name().length() - 32)), null, one.changed()))
                    .toList();
        }

        @Override
        public Optional<Holdings.Held> held(BlobId blob) throws IOException {
            return new S3Holdings(objects).held(name(blob), blob);
        }

        /** Copied under another name, compared by its size, then removed. */
        @Override
        public void setAside(Rest rest) throws IOException {
            objects.move(name(rest.blob()), asideName(rest.blob()));
        }

        private String asideName(BlobId blob) {
            return "lost+found/" + blob;
        }

        @Override
        public Optional<Holdings.Held> aside(BlobId blob) throws IOException {
            return new S3Holdings(objects).held(asideName(blob), blob);
        }

        @Override
        public void putBack(BlobId blob) throws IOException {
            OptionalLong aside = objects.size(asideName(blob));
            OptionalLong there = objects.size(name(blob));
            if (there.isPresent() && aside.isPresent() && !there.equals(aside)) {
                throw new FileAlreadyExistsException(name(blob));
            }
            if (aside.isPresent() || there.isEmpty()) {
                objects.move(asideName(blob), name(blob));
            }
        }

        @Override
        public void deleteAside(BlobId blob) throws IOException {
            objects.delete(asideName(blob));
        }
    }
}
