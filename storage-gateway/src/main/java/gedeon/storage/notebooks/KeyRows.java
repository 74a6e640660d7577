package gedeon.storage.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Notebooks.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Set;

/** Between rows of access keys and {@link KeyHolder}. */
public final class KeyRows {
    private final Secrets secrets;

    public KeyRows(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * @param row with the columns secret, account, notebook, role, expires, session, bucket, prefix, and of the account name and kind
     * @param prefix what stands before each column's name
     */
    public KeyHolder read(ResultSet row, String prefix, String accessKey) throws SQLException {
        int notebook = row.getInt(prefix + "notebook");
        Role role = Role.valueOf(row.getString(prefix + "role"));
        Principal principal = new Principal(
                row.getLong(prefix + "account"),
                row.getString(prefix + "name"),
                Principal.Kind.valueOf(row.getString(prefix + "kind")),
                Set.of(new Principal.Grant(role, new On.Notebook(notebook))));
        byte[] session = row.getBytes(prefix + "session");
        return new KeyHolder(
                accessKey,
                new String(secrets.unwrap(row.getBytes(prefix + "secret"), accessKey.getBytes(UTF_8)), UTF_8),
                principal,
                notebook,
                session == null
                        ? null
                        : new Session(
                                session,
                                row.getObject(prefix + "expires", OffsetDateTime.class)
                                        .toInstant(),
                                row.getString(prefix + "bucket"),
                                row.getString(prefix + "prefix")));
    }
}
