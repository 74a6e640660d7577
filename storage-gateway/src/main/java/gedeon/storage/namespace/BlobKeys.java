package gedeon.storage.namespace;

import gedeon.storage.BlobId;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the rows of blobs keep of their data keys. Statements of versions that are not encrypted never come here. */
public final class BlobKeys {
    /** Of a row {@code b} of blobs. */
    public static final String COLUMNS =
            "b.notebook as key_notebook, b.key_kind::text as key_kind, b.key_name, b.key_generation, b.wrapped";

    private BlobKeys() {}

    /** @throws SQLException where the blob is not encrypted */
    public static BlobKey read(ResultSet row) throws SQLException {
        String kind = row.getString("key_kind");
        byte[] wrapped = row.getBytes("wrapped");
        if (kind == null || wrapped == null) {
            throw new SQLException("a blob of an encrypted version has no key");
        }
        String name = row.getString("key_name");
        return new BlobKey(BlobKey.Kind.of(kind), name == null ? null : ref(row), wrapped);
    }

    private static KeyRef ref(ResultSet row) throws SQLException {
        return new KeyRef(
                new KeyName(row.getInt("key_notebook"), row.getString("key_name")), row.getInt("key_generation"));
    }

    /** Columns of keys as arrays: kinds, names, generations, wrapped data keys. */
    static Object[] arrays(Connection c, List<@Nullable BlobKey> keys) throws SQLException {
        int n = keys.size();
        @Nullable String[] kinds = new @Nullable String[n];
        @Nullable String[] names = new @Nullable String[n];
        @Nullable Integer[] generations = new @Nullable Integer[n];
        byte @Nullable [][] wrapped = new byte @Nullable [n][];
        for (int i = 0; i < n; i++) {
            BlobKey key = keys.get(i);
            if (key != null) {
                KeyRef ref = key.ref();
                kinds[i] = String.valueOf(key.kind().letter());
                names[i] = ref == null ? null : ref.key().name();
                generations[i] = ref == null ? null : ref.generation();
                wrapped[i] = key.wrapped();
            }
        }
        return new Object[] {
            c.createArrayOf("text", kinds),
            c.createArrayOf("text", names),
            c.createArrayOf("integer", generations),
            c.createArrayOf("bytea", wrapped)
        };
    }

    /** Why a version cannot be committed whose keys were destroyed since its bytes were written; asked under its bucket's lock. */
    static @Nullable Refusal unreadable(Connection c, NewVersion version, Predicate<KeyRef> alive) throws SQLException {
        if (version.attributes().encryption() == null) {
            return null;
        }
        for (KeyRef ref : refs(c, version)) {
            if (!alive.test(ref)) {
                return version.blobKey() != null
                        ? meanwhile(ref)
                        : new Refusal(
                                Refusal.Reason.KEY_DESTROYED,
                                "the content of " + version.key() + " cannot be read any more: " + ref
                                        + ", which encrypted it, was destroyed");
            }
        }
        return null;
    }

    /** Sent again, it is encrypted with the key that is current then. */
    static Refusal meanwhile(KeyRef ref) {
        return new Refusal(
                Refusal.Reason.TIER_UNAVAILABLE, ref + " was destroyed while this was written; send it again");
    }

    private static List<KeyRef> refs(Connection c, NewVersion version) throws SQLException {
        BlobKey fresh = version.blobKey();
        if (fresh != null) {
            KeyRef ref = fresh.ref();
            return ref == null ? List.of() : List.of(ref);
        }
        BlobId shared = version.sharedBlob();
        return shared != null
                ? Sql.list(
                        c,
                        BlobKeys::ref,
                        "select " + COLUMNS + " from blob b where b.id = ? and b.key_name is not null",
                        NewVersion.uuid(shared))
                : Sql.list(
                        c,
                        BlobKeys::ref,
                        "select distinct b.notebook as key_notebook, b.key_name, b.key_generation from part p join blob b on b.id = p.blob_id "
                                + "where p.content_id = ? and b.key_name is not null",
                        version.content());
    }
}
