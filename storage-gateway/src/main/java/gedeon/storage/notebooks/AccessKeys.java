package gedeon.storage.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Notebooks.KeyRow;
import gedeon.storage.notebooks.Notebooks.TemporaryKey;
import gedeon.storage.sql.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Access keys in PostgreSQL, their secrets wrapped; the acts of {@link Notebooks} that are about them. */
final class AccessKeys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Set<Role> TEMPORARY = Set.of(Role.READER, Role.CONTRIBUTOR, Role.AGENT);
    private static final Duration LONGEST_TEMPORARY = Duration.ofHours(1);
    private static final int MOST_TEMPORARY = 100;

    private final Sql sql;
    private final Secrets secrets;
    private final KeyRows rows;

    AccessKeys(Sql sql, Secrets secrets) {
        this.sql = sql;
        this.secrets = secrets;
        this.rows = new KeyRows(secrets);
    }

    AccessKey issue(long account, int notebook, Role role) {
        if (role == Role.ADMIN || role == Role.DIRECTOR) {
            throw new IllegalArgumentException(
                    "an access key holds a notebook's role: owner, manager, contributor, reader or agent, not " + role);
        }
        return insertKey(account, notebook, role, null, null, null, null);
    }

    TemporaryKey issueTemporary(
            long account, int notebook, Role role, @Nullable String bucket, String prefix, Duration life) {
        if (!TEMPORARY.contains(role)) {
            throw new IllegalArgumentException(
                    "a temporary key holds the role reader, contributor or agent, not " + role);
        }
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(LONGEST_TEMPORARY) > 0) {
            throw new IllegalArgumentException("a temporary key lives 1 second to 1 hour, was " + life);
        }
        Instant expires = sql.one(
                        row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                        "select now() + ? * interval '1 second'",
                        life.toSeconds())
                .orElseThrow();
        byte[] random = new byte[48];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new TemporaryKey(
                insertKey(account, notebook, role, expires, JdbcNotebooks.hash(token), bucket, prefix), token, expires);
    }

    private AccessKey insertKey(
            long account,
            int notebook,
            Role role,
            @Nullable Instant expires,
            byte @Nullable [] session,
            @Nullable String bucket,
            @Nullable String prefix) {
        StringBuilder id = new StringBuilder(expires == null ? "GED" : "GET");
        for (int i = 0; i < 17; i++) {
            id.append(KEY_LETTERS.charAt(RANDOM.nextInt(KEY_LETTERS.length())));
        }
        byte[] random = new byte[30];
        RANDOM.nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        String key = id.toString();
        @Nullable Object[] values = {
            key,
            secrets.wrap(secret.getBytes(UTF_8), key.getBytes(UTF_8)),
            account,
            notebook,
            role.name(),
            expires == null ? null : expires.atOffset(ZoneOffset.UTC),
            session,
            bucket,
            prefix
        };
        sql.inTransaction(c -> {
            if (expires != null) {
                requireRoomForTemporary(c, account);
            }
            return Sql.update(
                    c,
                    "insert into access_key (id, secret, account, notebook, role, expires, session, bucket, prefix) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values);
        });
        String owner = sql.one(row -> row.getString(1), "select name from account where id = ?", account)
                .orElseThrow(() -> new Notebooks.Unknown("account", String.valueOf(account)));
        return new AccessKey(key, secret, account, owner);
    }

    /** Two that ask at once are counted one after the other. */
    private static void requireRoomForTemporary(Connection c, long account) throws SQLException {
        Sql.list(c, row -> row.getLong(1), "select id from account where id = ? for no key update", account);
        long living = Sql.list(
                        c,
                        row -> row.getLong(1),
                        "select count(*) from access_key where expires > now() and account = ? and revoked is null",
                        account)
                .getFirst();
        if (living >= MOST_TEMPORARY) {
            throw new IllegalArgumentException("an account has at most " + MOST_TEMPORARY
                    + " temporary keys that live; revoke some, or wait until they end");
        }
    }

    Optional<KeyHolder> holder(String accessKey) {
        return sql.one(
                row -> rows.read(row, "", accessKey),
                "select k.secret, k.account, k.notebook, k.role, k.expires, k.session, k.bucket, k.prefix, a.name, a.kind "
                        + "from access_key k join account a on a.id = k.account where k.id = ? and k.revoked is null",
                accessKey);
    }

    /** Temporary keys that ended a day ago: until then a late client is told why it is refused. */
    int forgetEnded() {
        return sql.update("delete from access_key where expires < now() - interval '1 day'");
    }

    void revoke(String accessKey) {
        sql.update("update access_key set revoked = now() where id = ? and revoked is null", accessKey);
    }

    List<KeyRow> ofNotebook(int notebook) {
        return sql.list(
                row -> {
                    OffsetDateTime revoked = row.getObject("revoked", OffsetDateTime.class);
                    OffsetDateTime expires = row.getObject("expires", OffsetDateTime.class);
                    return new KeyRow(
                            row.getString("id"),
                            row.getLong("account"),
                            row.getString("name"),
                            Role.valueOf(row.getString("role")),
                            row.getObject("created", OffsetDateTime.class).toInstant(),
                            revoked == null ? null : revoked.toInstant(),
                            expires == null ? null : expires.toInstant());
                },
                "select k.id, k.account, a.name, k.role, k.created, k.revoked, k.expires from access_key k join account a on a.id = k.account "
                        + "where k.notebook = ? and (k.expires is null or (k.expires > now() and k.revoked is null)) order by k.created",
                notebook);
    }
}
