package gedeon.server.connectors.labguru;

import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Secrets;
import gedeon.storage.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connectors in their table. Tokens lie there wrapped under the master key, bound to the connector's name. */
final class Connectors {
    private final Sql sql;
    private final Secrets secrets;

    Connectors(Sql sql, Secrets secrets) {
        this.sql = sql;
        this.secrets = secrets;
    }

    /**
     * Makes a connector; one of the same name, address and notebook gets the new token.
     *
     * @throws Notebooks.NameTaken where the name stands for another address or notebook
     */
    void put(String name, ServerAddress address, Token token, int notebook, Instant now) {
        byte[] wrapped = secrets.wrap(token.secret().getBytes(StandardCharsets.UTF_8), associated(name));
        int changed = sql.update("""
                insert into connectors.labguru (name, url, token, notebook, made) values (?, ?, ?, ?, ?)
                on conflict (name) do update set token = excluded.token
                where labguru.url = excluded.url and labguru.notebook = excluded.notebook""", name, address.toString(), wrapped, notebook, time(now));
        if (changed == 0) {
            throw new Notebooks.NameTaken("connector", name);
        }
    }

    Optional<Connector> find(String name) {
        return sql.one(
                        Connectors::unread,
                        "select id, name, url, notebook, last_full from connectors.labguru where name = ?",
                        name)
                .map(this::withSince);
    }

    private static Connector unread(ResultSet row) throws SQLException {
        return new Connector(
                row.getInt(1),
                row.getString(2),
                ServerAddress.of(row.getString(3)),
                row.getInt(4),
                Map.of(),
                row.getObject(5) == null ? null : instant(row, 5));
    }

    private Connector withSince(Connector connector) {
        Map<Kind, Instant> since = new EnumMap<>(Kind.class);
        sql.list(
                        row -> Map.entry(Kind.valueOf(row.getString(1).toUpperCase(Locale.ROOT)), instant(row, 2)),
                        "select kind, since from connectors.labguru_since where connector = ?",
                        connector.id())
                .forEach(entry -> since.put(entry.getKey(), entry.getValue()));
        return new Connector(
                connector.id(),
                connector.name(),
                connector.address(),
                connector.notebook(),
                since,
                connector.lastFull());
    }

    Token token(Connector connector) {
        byte[] wrapped = sql.one(
                        row -> row.getBytes(1), "select token from connectors.labguru where id = ?", connector.id())
                .orElseThrow(() -> new Notebooks.Unknown("connector", connector.name()));
        return new Token(new String(secrets.unwrap(wrapped, associated(connector.name())), StandardCharsets.UTF_8));
    }

    /** Names of those that did not run after {@code before}, the longest waiting first. */
    List<String> due(Instant before) {
        return sql.list(
                row -> row.getString(1),
                "select name from connectors.labguru where last_run is null or last_run <= ? order by last_run nulls first",
                time(before));
    }

    void readUpTo(Connector connector, Kind kind, Instant since) {
        sql.update("""
                insert into connectors.labguru_since (connector, kind, since) values (?, ?, ?)
                on conflict (connector, kind) do update set since = excluded.since""", connector.id(), kind.word(), time(since));
    }

    void ran(Connector connector, Instant at, boolean full, @Nullable String error) {
        sql.update(
                "update connectors.labguru set last_run = ?, last_full = case when ? then ? else last_full end, last_error = ? where id = ?",
                time(at),
                full,
                time(at),
                error,
                connector.id());
    }

    private static byte[] associated(String name) {
        return ("labguru " + name).getBytes(StandardCharsets.UTF_8);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
