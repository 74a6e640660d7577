package gedeon.storage.encryption;

import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Payload;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Between plain bytes and a tier: a fresh data key for each blob that is written, the same one again for each that is read. */
public final class Sealing {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OWNERS = "gedeon sse-c";

    private final KeyProvider keys;

    public Sealing(KeyProvider keys) {
        this.keys = keys;
    }

    /** A writer of plain bytes, and what has to be kept with the blob's row. */
    public record Begun(Tier.BlobWriter writer, BlobKey key) {}

    /**
     * Begins an encrypted blob.
     *
     * @param metadata of the header; the notebook and how the data key is wrapped stay readable, the rest is sealed
     * @param supplied the key that came with the request, where {@code how} is an owner's key
     * @param expected plain bytes, or -1 where unknown
     * @throws WorkingMemory.Exhausted where there was no room for its frames for too long
     * @throws UnknownKey where a named key is asked for that the notebook does not have
     */
    public Begun begin(
            Tier tier,
            BlobId blob,
            int notebook,
            Encryption how,
            @Nullable SuppliedKey supplied,
            byte[] metadata,
            long expected)
            throws IOException {
        DataKey data = DataKey.fresh(blob);
        BlobKey key = wrap(notebook, how, supplied, data);
        WorkingMemory.Taken room = WorkingMemory.SEALING.take(FrameWriter.memory(expected));
        try {
            Tier.BlobWriter writer = tier.begin(
                    blob,
                    header(notebook, key, new Frames(data).sealMetadata(metadata)),
                    expected < 0 ? expected : Frames.storedLength(expected),
                    true);
            return new Begun(new FrameWriter(writer, data, expected, room), key);
        } catch (IOException | RuntimeException e) {
            room.close();
            throw e;
        }
    }

    private BlobKey wrap(int notebook, Encryption how, @Nullable SuppliedKey supplied, DataKey data)
            throws IOException {
        return switch (how) {
            case Encryption.NotebookKey own -> wrap(BlobKey.Kind.NOTEBOOK, KeyName.own(notebook), data);
            case Encryption.NamedKey named -> wrap(BlobKey.Kind.NAMED, new KeyName(notebook, named.name()), data);
            case Encryption.OwnersKey owners ->
                new BlobKey(
                        BlobKey.Kind.OWNERS,
                        null,
                        KeyWrap.wrap(
                                required(owners, supplied).bytes(),
                                OWNERS,
                                DataKey.context(data.blob()),
                                data.bytes()));
        };
    }

    private BlobKey wrap(BlobKey.Kind kind, KeyName name, DataKey data) throws IOException {
        KeyProvider.Wrapped wrapped;
        try {
            wrapped = keys.wrap(name, data.bytes(), DataKey.context(data.blob()));
        } catch (UnknownKey e) {
            if (!name.madeOnFirstUse()) {
                throw e;
            }
            keys.ensure(name);
            wrapped = keys.wrap(name, data.bytes(), DataKey.context(data.blob()));
        }
        return new BlobKey(kind, wrapped.key(), wrapped.bytes());
    }

    private static SuppliedKey required(Encryption.OwnersKey owners, @Nullable SuppliedKey supplied) {
        if (supplied == null || !supplied.encryption().equals(owners)) {
            throw new WrongKey("what its owner encrypted");
        }
        return supplied;
    }

    private static byte[] header(int notebook, BlobKey key, byte[] sealed) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("notebook", notebook);
        all.put("kind", key.kind().name());
        KeyRef ref = key.ref();
        if (ref != null) {
            all.put("key", ref.key().name());
            all.put("generation", ref.generation());
        }
        all.put("wrapped", Base64.getEncoder().encodeToString(key.wrapped()));
        all.put("sealed", Base64.getEncoder().encodeToString(sealed));
        return JSON.writeValueAsString(all).getBytes(StandardCharsets.UTF_8);
    }

    /** Plain bytes in a stored payload. */
    public static long plainLength(Location location) {
        return Frames.plainLength(location.length());
    }

    /**
     * Plain bytes {@code [from, from + length)} of an encrypted blob; at least one. The first frame was opened when this returns.
     *
     * @throws WorkingMemory.Exhausted where there was no room for its frames for too long
     * @throws DestroyedKey where its key was destroyed
     * @throws WrongKey where the key that came is another than the one it was written with, or none came
     */
    public InputStream read(
            Payload payload, Location location, BlobKey key, @Nullable SuppliedKey supplied, long from, long length)
            throws IOException {
        return FrameReader.open(payload, location, open(location.blob(), key, supplied), from, length);
    }

    private DataKey open(BlobId blob, BlobKey key, @Nullable SuppliedKey supplied) throws IOException {
        KeyRef ref = key.ref();
        byte[] context = DataKey.context(blob);
        if (ref != null) {
            return new DataKey(blob, keys.unwrap(ref, key.wrapped(), context));
        }
        if (supplied == null) {
            throw new WrongKey("what its owner encrypted");
        }
        return new DataKey(blob, KeyWrap.unwrap(supplied.bytes(), OWNERS, context, key.wrapped()));
    }

    /**
     * What the header of an encrypted blob says of it, opened, and its key.
     *
     * @param notebook whose blob it is
     * @param metadata of the header as stored
     * @throws WrongKey where its owner keeps the key
     */
    public Opened openHeader(BlobId blob, int notebook, byte[] metadata) throws IOException {
        JsonNode all = JSON.readTree(metadata);
        BlobKey.Kind kind = BlobKey.Kind.valueOf(all.get("kind").asString());
        KeyRef ref = kind == BlobKey.Kind.OWNERS
                ? null
                : new KeyRef(
                        new KeyName(notebook, all.get("key").asString()),
                        all.get("generation").asInt());
        BlobKey key = new BlobKey(
                kind, ref, Base64.getDecoder().decode(all.get("wrapped").asString()));
        try {
            return new Opened(
                    new Frames(open(blob, key, null))
                            .openMetadata(
                                    Base64.getDecoder().decode(all.get("sealed").asString())),
                    key);
        } catch (AEADBadTagException e) {
            throw new IOException("the header of blob " + blob + " does not open with its key", e);
        }
    }

    public record Opened(byte[] metadata, BlobKey key) {}

    /** Whether what is under that key can be read: asked again when it is committed, under the lock that a disposal takes. */
    public boolean alive(KeyRef ref) {
        try {
            return keys.alive(ref);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the keys of notebooks cannot be read", e);
        }
    }
}
