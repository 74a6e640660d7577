package gedeon.storage.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.kernel.ByteCount;
import gedeon.storage.Encryption;
import gedeon.storage.quota.jdbc.Allocations;
import gedeon.storage.sql.Sql;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
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
    private static final String NOTEBOOK =
            "select n.id, n.name, n.unit, u.name as unit_name, n.kind, n.confidential, n.created, n.encrypted from notebook n join unit u on u.id = n.unit ";
    private static final long ROOT_LIMIT = 100_000_000_000_000L;

    private final Sql sql;
    private final AccessKeys keys;
    private final Allocations allocations;

    public JdbcNotebooks(Sql sql, Secrets secrets, Allocations allocations) {
        this.sql = sql;
        this.allocations = allocations;
        this.keys = new AccessKeys(sql, secrets);
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
            Integer under = above == null ? null : above.id();
            allocations.requireGrowth(c, under, bytes);
            // A new unit is as free to promise more than it has as the one above; one that stands alone is free.
            return Sql.update(
                    c,
                    "insert into quota (kind, id, parent, limit_bytes, overallocation) values ('u', ?, ?, ?, (select overallocation from quota where kind = 'u' and id = ?))",
                    made.getFirst(),
                    under,
                    bytes,
                    under);
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
            allocations.requireGrowth(c, of.id(), limit.value());
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
        return keys.issue(account, notebook, role);
    }

    @Override
    public TemporaryKey issueTemporaryKey(
            long account, int notebook, Role role, @Nullable String bucket, String prefix, Duration life) {
        return keys.issueTemporary(account, notebook, role, bucket, prefix, life);
    }

    @Override
    public Optional<KeyHolder> byAccessKey(String accessKey) {
        return keys.holder(accessKey);
    }

    @Override
    public void revokeKey(String accessKey) {
        keys.revoke(accessKey);
    }

    @Override
    public List<KeyRow> keys(int notebook) {
        return keys.ofNotebook(notebook);
    }

    /** Temporary keys that ended a day ago: until then a late client is told why it is refused. */
    public int forgetEndedKeys() {
        return keys.forgetEnded();
    }
}
