package gedeon.storage.namespace;

import gedeon.storage.objects.ObjectStore.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Buckets of notebooks. */
public final class Buckets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final String SELECT = "select id, notebook, name, versioning, locked, created from bucket ";

    private final Sql sql;

    public Buckets(Sql sql) {
        this.sql = sql;
    }

    public Bucket create(int notebook, String name, boolean versioned, boolean locked) {
        if (!NAME.matcher(name).matches()
                || name.contains("..")
                || ADDRESS.matcher(name).matches()) {
            throw new Refusal(
                    Refusal.Reason.INVALID_BUCKET_NAME,
                    "not a bucket name: \"" + name
                            + "\"; use 3 to 63 of a-z, 0-9, '-' and '.', beginning and ending with a letter or figure");
        }
        int made = sql.update(
                "insert into bucket (name, notebook, versioning, locked) values (?, ?, ?, ?) on conflict (name) do nothing",
                name,
                notebook,
                versioned ? "enabled" : "off",
                locked);
        Bucket bucket = find(name)
                .orElseThrow(
                        () -> new Refusal(Refusal.Reason.NO_SUCH_BUCKET, "bucket " + name + " was deleted meanwhile"));
        if (made == 0) {
            throw bucket.notebook() == notebook
                    ? new Refusal(Refusal.Reason.BUCKET_OWNED, "this notebook has a bucket " + name + " already")
                    : new Refusal(
                            Refusal.Reason.BUCKET_EXISTS, "the bucket name " + name + " is taken; choose another");
        }
        return bucket;
    }

    public Optional<Bucket> find(String name) {
        return sql.one(Buckets::read, SELECT + "where name = ?", name);
    }

    public List<Bucket> ofNotebook(int notebook) {
        return sql.list(Buckets::read, SELECT + "where notebook = ? order by name", notebook);
    }

    private static Bucket read(ResultSet row) throws SQLException {
        return new Bucket(
                row.getInt("id"),
                row.getInt("notebook"),
                row.getString("name"),
                "enabled".equals(row.getString("versioning")),
                row.getBoolean("locked"),
                row.getObject("created", OffsetDateTime.class).toInstant());
    }
}
