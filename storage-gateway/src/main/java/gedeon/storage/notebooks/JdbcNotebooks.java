package gedeon.storage.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.kernel.ByteCount;
import gedeon.storage.Encryption;
import gedeon.storage.sql.Sql;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Units, notebooks, accounts and keys in PostgreSQL. */
public final class JdbcNotebooks implements Notebooks {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String NOTEBOOK =
            "select n.id, n.name, n.unit, u.name as unit_name, n.kind, n.confidential, n.created, n.encrypted from notebook n join unit u on u.id = n.unit ";
    private static final Set<Role> TEMPORARY = Set.of(Role.READER, Role.CONTRIBUTOR, Role.AGENT);
    private static final Duration LONGEST_TEMPORARY = Duration.ofHours(1);
    private static final int MOST_TEMPORARY = 100;
    private static final long ROOT_LIMIT = 100_000_000_000_000L;

    private final Sql sql;
    private final Secrets secrets;
    private final KeyRows keys;

    public JdbcNotebooks(Sql sql, Secrets secrets) {
        this.sql = sql;
        this.secrets = secrets;
        this.keys = new KeyRows(secrets);
    }

    @Override
    public UnitRow createUnit(String name, @Nullable String parent, @Nullable ByteCount limit) {
        requireName(name);
        UnitRow above = parent == null ? null : unit(parent).orElseThrow(() -> new Unknown("unit", parent));
        sql.inTransaction(c -> {
            List<Integer> made = Sql.list(
                    c,
                    row -> row.getInt(1),
                    "insert into unit (name, parent) values (?, ?) on conflict (name) do nothing returning id",
                    name,
                    above == null ? null : above.id());
            if (made.isEmpty()) {
                throw new NameTaken("unit", name);
            }
            long bytes = limit != null
                    ? limit.value()
                    : above == null
                            ? ROOT_LIMIT
                            : Sql.list(
                                            c,
                                            row -> row.getLong(1),
                                            "select limit_bytes from quota where kind = 'u' and id = ?",
                                            above.id())
                                    .getFirst();
            return Sql.update(
                    c,
                    "insert into quota (kind, id, parent, limit_bytes) values ('u', ?, ?, ?)",
                    made.getFirst(),
                    above == null ? null : above.id(),
                    bytes);
        });
        return unit(name).orElseThrow(() -> new Unknown("unit", name));
    }

    @Override
    public NotebookRow createNotebook(String name, String unit, ByteCount limit, NotebookKind kind) {
        requireName(name);
        UnitRow of = unit(unit).orElseThrow(() -> new Unknown("unit", unit));
        sql.inTransaction(c -> {
            List<Integer> made = Sql.list(
                    c,
                    row -> row.getInt(1),
                    "insert into notebook (name, unit, kind) values (?, ?, ?) on conflict (name) do nothing returning id",
                    name,
                    of.id(),
                    kind.name());
            if (made.isEmpty()) {
                throw new NameTaken("notebook", name);
            }
            return Sql.update(
                    c,
                    "insert into quota (kind, id, parent, limit_bytes) values ('n', ?, ?, ?)",
                    made.getFirst(),
                    of.id(),
                    limit.value());
        });
        return notebook(name).orElseThrow(() -> new Unknown("notebook", name));
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.length() > 200 || !name.equals(name.strip())) {
            throw new IllegalArgumentException(
                    "a name has 1 to 200 characters and no space at its ends, was \"" + name + "\"");
        }
    }

    @Override
    public Optional<UnitRow> unit(String name) {
        return sql.one(JdbcNotebooks::unit, "select id, name, parent, created from unit where name = ?", name);
    }

    @Override
    public List<UnitRow> units() {
        return sql.list(JdbcNotebooks::unit, "select id, name, parent, created from unit order by name");
    }

    private static UnitRow unit(ResultSet row) throws SQLException {
        return new UnitRow(
                row.getInt("id"),
                row.getString("name"),
                row.getObject("parent", Integer.class),
                instant(row, "created"));
    }

    @Override
    public Optional<NotebookRow> notebook(String name) {
        return sql.one(JdbcNotebooks::notebook, NOTEBOOK + "where n.name = ?", name);
    }

    @Override
    public Optional<NotebookRow> notebook(int id) {
        return sql.one(JdbcNotebooks::notebook, NOTEBOOK + "where n.id = ?", id);
    }

    @Override
    public List<NotebookRow> notebooks() {
        return sql.list(JdbcNotebooks::notebook, NOTEBOOK + "order by n.name");
    }

    @Override
    public void setConfidential(int notebook, boolean confidential) {
        if (sql.update("update notebook set confidential = ? where id = ?", confidential, notebook) == 0) {
            throw new Unknown("notebook", String.valueOf(notebook));
        }
    }

    @Override
    public void setEncrypted(int notebook, boolean encrypted) {
        sql.inTransaction(c -> {
            int found = Sql.update(c, "update notebook set encrypted = ? where id = ?", encrypted, notebook);
            if (found == 0) {
                throw new Unknown("notebook", String.valueOf(notebook));
            }
            return encrypted
                    ? Sql.update(
                            c,
                            "update bucket set settings = jsonb_build_object('ENCRYPTION', ?::text) || settings where notebook = ?",
                            Encryption.NOTEBOOK_KEY.text(),
                            notebook)
                    : 0;
        });
    }

    private static NotebookRow notebook(ResultSet row) throws SQLException {
        return new NotebookRow(
                row.getInt("id"),
                row.getString("name"),
                row.getInt("unit"),
                row.getString("unit_name"),
                NotebookKind.valueOf(row.getString("kind")),
                row.getBoolean("confidential"),
                instant(row, "created"),
                row.getBoolean("encrypted"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public Account account(String name, Principal.Kind kind) {
        requireName(name);
        sql.update("insert into account (name, kind) values (?, ?) on conflict (name) do nothing", name, kind.name());
        return sql.one(
                        row -> new Account(
                                row.getLong("id"),
                                row.getString("name"),
                                Principal.Kind.valueOf(row.getString("kind"))),
                        "select id, name, kind from account where name = ?",
                        name)
                .orElseThrow(() -> new Unknown("account", name));
    }

    @Override
    public void grant(long account, Role role, On on) {
        sql.update(
                "insert into role_grant (account, role, kind, target) values (?, ?, ?, ?) on conflict do nothing",
                account,
                role.name(),
                kind(on),
                target(on));
    }

    @Override
    public void revoke(long account, Role role, On on) {
        sql.update(
                "delete from role_grant where account = ? and role = ? and kind = ? and target = ?",
                account,
                role.name(),
                kind(on),
                target(on));
    }

    private static String kind(On on) {
        return switch (on) {
            case On.Institution institution -> "INSTITUTION";
            case On.Unit unit -> "UNIT";
            case On.Notebook notebook -> "NOTEBOOK";
        };
    }

    private static int target(On on) {
        return switch (on) {
            case On.Institution institution -> 0;
            case On.Unit unit -> unit.unit();
            case On.Notebook notebook -> notebook.notebook();
        };
    }

    @Override
    public String issueToken(long account, String label, @Nullable Instant expires) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = "ged_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        sql.update(
                "insert into token (hash, account, label, expires) values (?, ?, ?, ?)",
                hash(token),
                account,
                label,
                expires == null ? null : expires.atOffset(ZoneOffset.UTC));
        return token;
    }

    @Override
    public Optional<Principal> byToken(String token) {
        return sql.one(
                        row -> row.getLong(1),
                        "select account from token where hash = ? and revoked is null and (expires is null or expires > now())",
                        hash(token))
                .flatMap(this::principal);
    }

    @Override
    public void revokeToken(long account, String label) {
        sql.update(
                "update token set revoked = now() where account = ? and label = ? and revoked is null", account, label);
    }

    private Optional<Principal> principal(long account) {
        Set<Principal.Grant> grants = new HashSet<>(
                sql.list(JdbcNotebooks::grant, "select role, kind, target from role_grant where account = ?", account));
        return sql.one(
                row -> new Principal(
                        account,
                        row.getString("name"),
                        Principal.Kind.valueOf(row.getString("kind")),
                        Set.copyOf(grants)),
                "select name, kind from account where id = ?",
                account);
    }

    private static Principal.Grant grant(ResultSet row) throws SQLException {
        int target = row.getInt("target");
        On on = switch (row.getString("kind")) {
            case "UNIT" -> new On.Unit(target);
            case "NOTEBOOK" -> new On.Notebook(target);
            default -> On.INSTITUTION;
        };
        return new Principal.Grant(Role.valueOf(row.getString("role")), on);
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public AccessKey issueKey(long account, int notebook, Role role) {
        if (role == Role.ADMIN || role == Role.DIRECTOR) {
            throw new IllegalArgumentException(
                    "an access key holds a notebook's role: owner, manager, contributor, reader or agent, not " + role);
        }
        return insertKey(account, notebook, role, null, null, null, null);
    }

    @Override
    public TemporaryKey issueTemporaryKey(
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
                insertKey(account, notebook, role, expires, hash(token), bucket, prefix), token, expires);
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
                .orElseThrow(() -> new Unknown("account", String.valueOf(account)));
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

    @Override
    public Optional<KeyHolder> byAccessKey(String accessKey) {
        return sql.one(
                row -> keys.read(row, "", accessKey),
                "select k.secret, k.account, k.notebook, k.role, k.expires, k.session, k.bucket, k.prefix, a.name, a.kind "
                        + "from access_key k join account a on a.id = k.account where k.id = ? and k.revoked is null",
                accessKey);
    }

    /** Temporary keys that ended a day ago: until then a late client is told why it is refused. */
    public int forgetEndedKeys() {
        return sql.update("delete from access_key where expires < now() - interval '1 day'");
    }

    @Override
    public void revokeKey(String accessKey) {
        sql.update("update access_key set revoked = now() where id = ? and revoked is null", accessKey);
    }

    @Override
    public List<KeyRow> keys(int notebook) {
        return sql.list(
                row -> {
                    OffsetDateTime revoked = row.getObject("revoked", OffsetDateTime.class);
                    OffsetDateTime expires = row.getObject("expires", OffsetDateTime.class);
                    return new KeyRow(
                            row.getString("id"),
                            row.getLong("account"),
                            row.getString("name"),
                            Role.valueOf(row.getString("role")),
                            instant(row, "created"),
                            revoked == null ? null : revoked.toInstant(),
                            expires == null ? null : expires.toInstant());
                },
                "select k.id, k.account, a.name, k.role, k.created, k.revoked, k.expires from access_key k join account a on a.id = k.account "
                        + "where k.notebook = ? and (k.expires is null or (k.expires > now() and k.revoked is null)) order by k.created",
                notebook);
    }
}
