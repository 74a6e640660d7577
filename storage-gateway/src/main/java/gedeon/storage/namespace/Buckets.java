package gedeon.storage.namespace;

import gedeon.storage.Encryption;
import gedeon.storage.ObjectLock;
import gedeon.storage.Versioning;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.Refusal;
import gedeon.storage.objects.Retention;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Buckets of notebooks. */
public final class Buckets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final String SELECT =
            "select id, notebook, name, versioning, locked, lock_mode, lock_days, lock_years, settings::text as settings, created from bucket ";
    /** As {@link #SELECT}, with the one setting that a commit asks for: the others may be large. */
    private static final String SELECT_FOR_COMMIT = SELECT.replace(
            "settings::text as settings",
            "case when settings ?? 'NOTIFICATION' then jsonb_build_object('NOTIFICATION', settings -> 'NOTIFICATION')::text else '{}' end as settings");

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<BucketSetting, String>> SETTINGS = new TypeReference<>() {};

    private final Sql sql;

    public Buckets(Sql sql) {
        this.sql = sql;
    }

    /** @param retention of a bucket that is locked from its beginning; such a one is versioned as well */
    public Bucket create(int notebook, String name, boolean versioned, boolean locked, @Nullable Retention retention) {
        if (!NAME.matcher(name).matches()
                || name.contains("..")
                || name.contains(".-")
                || name.contains("-.")
                || ADDRESS.matcher(name).matches()) {
            throw new Refusal(
                    Refusal.Reason.INVALID_BUCKET_NAME,
                    "not a bucket name: \"" + name
                            + "\"; use 3 to 63 of a-z, 0-9, '-' and '.', beginning and ending with a letter or figure");
        }
        int made = sql.update(
                "insert into bucket (name, notebook, settings, versioning, locked, lock_mode, lock_days, lock_years) values (?, ?, "
                        + "case when (select encrypted from notebook where id = ?) then jsonb_build_object('ENCRYPTION', ?::text) else '{}' end, "
                        + "?, ?, ?, nullif(?, 0), nullif(?, 0)) on conflict (name) do nothing",
                name,
                notebook,
                notebook,
                Encryption.NOTEBOOK_KEY.text(),
                versioned || locked ? "enabled" : "off",
                locked,
                retention == null ? null : retention.mode().name(),
                retention == null ? 0 : retention.days(),
                retention == null ? 0 : retention.years());
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
        if (name.indexOf('\0') >= 0) {
            // No text of the database has it; asked for, it would be an error rather than an absence.
            return Optional.empty();
        }
        return sql.one(Buckets::read, SELECT + "where name = ?", name);
    }

    public List<Bucket> ofNotebook(int notebook) {
        return sql.list(Buckets::read, SELECT + "where notebook = ? order by name", notebook);
    }

    /** Buckets as they are in this transaction, with no settings but the notifications', under their locks ({@link Locks#keys}). */
    public static Map<Integer, Bucket> now(Connection c, List<Integer> ids) throws SQLException {
        Map<Integer, Bucket> found = new HashMap<>();
        for (Bucket bucket : Sql.list(
                c,
                Buckets::read,
                SELECT_FOR_COMMIT + "where id = any (?)",
                c.createArrayOf("integer", ids.stream().distinct().toArray()))) {
            found.put(bucket.id(), bucket);
        }
        return found;
    }

    public void setVersioning(Bucket bucket, Versioning versioning) {
        change(bucket, (c, now) -> {
            if (now.locked() && versioning != Versioning.ENABLED) {
                throw new Refusal(
                        Refusal.Reason.INVALID_BUCKET_STATE,
                        "bucket " + now.name() + " has object lock; its versioning stays on");
            }
            Sql.update(
                    c,
                    "update bucket set versioning = ? where id = ?",
                    versioning.name().toLowerCase(Locale.ROOT),
                    now.id());
        });
    }

    public void lock(Bucket bucket, @Nullable Retention retention) {
        change(bucket, (c, now) -> {
            if (!now.versioned()) {
                throw new Refusal(
                        Refusal.Reason.INVALID_BUCKET_STATE,
                        "object lock needs versioning; switch it on in bucket " + now.name() + " first");
            }
            Sql.update(
                    c,
                    "update bucket set locked = true, lock_mode = ?, lock_days = nullif(?, 0), lock_years = nullif(?, 0) where id = ?",
                    retention == null ? null : retention.mode().name(),
                    retention == null ? 0 : retention.days(),
                    retention == null ? 0 : retention.years(),
                    now.id());
        });
    }

    private static Refusal notEmpty(Bucket bucket) {
        return new Refusal(
                Refusal.Reason.BUCKET_NOT_EMPTY, "bucket " + bucket.name() + " holds versions; delete them first");
    }

    /** @throws Refusal BUCKET_NOT_EMPTY */
    public void requireEmpty(Bucket bucket) {
        if (!sql.list(row -> true, "select 1 from version where bucket_id = ? limit 1", bucket.id())
                .isEmpty()) {
            throw notEmpty(bucket);
        }
    }

    /** Removes a bucket that holds nothing, while no version of it is being committed. */
    public void delete(Bucket bucket) {
        change(bucket, (c, now) -> {
            Sql.update(c, "delete from upload where bucket_id = ? and completed_seq is not null", now.id());
            int gone = Sql.update(
                    c,
                    "delete from bucket b where b.id = ? and not exists (select 1 from version v where v.bucket_id = b.id) "
                            + "and not exists (select 1 from upload u where u.bucket_id = b.id)",
                    now.id());
            if (gone == 0) {
                throw notEmpty(now);
            }
        });
    }

    /** Keeps a text, or takes it away. A notebook that is to be encrypted leaves no bucket without. */
    public void set(Bucket bucket, BucketSetting which, @Nullable String text) {
        if (which == BucketSetting.ENCRYPTION && text == null) {
            sql.update(
                    "update bucket b set settings = case when n.encrypted then b.settings || jsonb_build_object('ENCRYPTION', ?::text) "
                            + "else b.settings - 'ENCRYPTION' end from notebook n where n.id = b.notebook and b.id = ?",
                    Encryption.NOTEBOOK_KEY.text(),
                    bucket.id());
            return;
        }
        sql.update(
                text == null
                        ? "update bucket set settings = settings - ?::text where id = ?"
                        : "update bucket set settings = settings || jsonb_build_object(?::text, ?::text) where id = ?",
                text == null
                        ? new Object[] {which.name(), bucket.id()}
                        : new Object[] {which.name(), text, bucket.id()});
    }

    @FunctionalInterface
    private interface Change {
        void make(Connection c, Bucket now) throws SQLException;
    }

    private void change(Bucket bucket, Change change) {
        sql.inTransaction(c -> {
            Locks.bucket(c, bucket.id());
            Bucket now = now(c, List.of(bucket.id())).get(bucket.id());
            if (now == null) {
                throw new Refusal(Refusal.Reason.NO_SUCH_BUCKET, "no bucket " + bucket.name());
            }
            change.make(c, now);
            return true;
        });
    }

    private static Bucket read(ResultSet row) throws SQLException {
        return read(row, "");
    }

    /** @param prefix what stands before each column's name */
    public static Bucket read(ResultSet row, String prefix) throws SQLException {
        String mode = row.getString(prefix + "lock_mode");
        String settings = row.getString(prefix + "settings");
        return new Bucket(
                row.getInt(prefix + "id"),
                row.getInt(prefix + "notebook"),
                row.getString(prefix + "name"),
                Versioning.valueOf(row.getString(prefix + "versioning").toUpperCase(Locale.ROOT)),
                row.getBoolean(prefix + "locked"),
                mode == null
                        ? null
                        : new Retention(
                                ObjectLock.Mode.valueOf(mode),
                                row.getInt(prefix + "lock_days"),
                                row.getInt(prefix + "lock_years")),
                settings.equals("{}") ? Map.of() : JSON.readValue(settings, SETTINGS),
                row.getObject(prefix + "created", OffsetDateTime.class).toInstant());
    }
}
