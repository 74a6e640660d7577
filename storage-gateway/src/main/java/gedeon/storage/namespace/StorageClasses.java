package gedeon.storage.namespace;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which versions show that they have to be restored before they are read: those of which a blob is archived. It follows from where blobs lie, in the
 * transaction that changes that, which holds the keys of all versions of the blob before the blob itself, as every commit does.
 */
public final class StorageClasses {
    private static final String USERS =
            "select v.bucket_id, v.key, v.seq from version v where v.blob_id = ? union select v.bucket_id, v.key, v.seq from (select distinct content_id from part where blob_id = ?) p "
                    + "join version v on v.content_id = p.content_id";

    private StorageClasses() {}

    /** A version that a blob is content of. */
    public record User(int bucket, ObjectKey key, long seq) {}

    public static Set<User> users(Connection c, UUID blob) throws SQLException {
        return new HashSet<>(Sql.list(
                c,
                row -> new User(row.getInt("bucket_id"), ObjectKey.of(row.getBytes("key")), row.getLong("seq")),
                USERS,
                blob,
                blob));
    }

    /** Holds their keys until the transaction ends. */
    public static void lock(Connection c, Set<User> users) throws SQLException {
        Locks.keys(
                c,
                users.stream().map(User::bucket).toList(),
                users.stream()
                        .map(user -> Locks.hash(user.bucket(), user.key()))
                        .toList());
    }

    /** Says of versions, whose keys are held, what their blobs say now. */
    public static void refresh(Connection c, Set<User> users) throws SQLException {
        for (User user : users) {
            List<Boolean> archived = Sql.list(
                    c,
                    row -> row.getBoolean(1),
                    "select exists (select 1 from blob b where b.id = v.blob_id and b.archived) "
                            + "or exists (select 1 from part p join blob b on b.id = p.blob_id where p.content_id = v.content_id and b.archived) "
                            + "from version v where v.bucket_id = ? and v.key = ? and v.seq = ?",
                    user.bucket(),
                    user.key().bytes(),
                    user.seq());
            for (boolean one : archived) {
                for (String table : List.of("version", "current")) {
                    Sql.update(
                            c,
                            "update " + table
                                    + " set storage_class = ? where bucket_id = ? and key = ? and seq = ? and storage_class <> ?",
                            one ? StoredVersion.ARCHIVED : StoredVersion.STANDARD,
                            user.bucket(),
                            user.key().bytes(),
                            user.seq(),
                            one ? StoredVersion.ARCHIVED : StoredVersion.STANDARD);
                }
            }
        }
    }
}
