package gedeon.storage.glance;

import gedeon.storage.ObjectKey;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.namespace.Versions;
import gedeon.storage.notebooks.KeyRows;
import gedeon.storage.notebooks.Secrets;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** By the database's function {@code glance} (V12). */
public final class JdbcGlances implements Glances {
    private final Sql sql;
    private final KeyRows keys;

    public JdbcGlances(Sql sql, Secrets secrets) {
        this.sql = sql;
        this.keys = new KeyRows(secrets);
    }

    @Override
    public Glance at(String accessKey, @Nullable String bucket, @Nullable ObjectKey key) {
        // No text of the database has a zero: asked for, it would be an error rather than an absence.
        boolean named = bucket != null && bucket.indexOf('\0') < 0;
        return sql.one(
                        row -> read(row, accessKey),
                        "select * from glance(?, ?, ?)",
                        accessKey,
                        named ? bucket : null,
                        key == null ? null : key.bytes())
                .orElse(Glance.NOTHING);
    }

    private Glance read(ResultSet row, String accessKey) throws SQLException {
        return new Glance(
                row.getBytes("k_secret") == null ? null : keys.read(row, "k_", accessKey),
                row.getString("b_name") == null ? null : Buckets.read(row, "b_"),
                row.getBytes("v_key") == null ? null : VersionRow.read(row, "v_"),
                row.getObject("l_length") == null ? null : Versions.place(row, "l_"));
    }
}
