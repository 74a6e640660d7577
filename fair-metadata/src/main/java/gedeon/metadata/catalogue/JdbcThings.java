package gedeon.metadata.catalogue;

import gedeon.metadata.Thing;
import gedeon.metadata.ThingKind;
import gedeon.metadata.Things;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Experiments, protocols, software, samples and persons in PostgreSQL. */
public final class JdbcThings implements Things {
    private static final String COLUMNS =
            "id, kind, notebook, name, version, title, url, identifier, email, origin, origin_id, created";
    private static final String INSERT = "insert into catalogue.thing "
            + "(kind, notebook, name, version, title, url, identifier, email, origin, origin_id) "
            + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning " + COLUMNS;

    private final Sql sql;

    public JdbcThings(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Thing add(Thing.Draft draft) {
        return sql.inTransaction(c -> insert(c, draft, draft.name(), "person", null))
                .orElseThrow(() -> new Notebooks.NameTaken(draft.kind().word(), label(draft)));
    }

    @Override
    public Thing named(Thing.Draft draft) {
        return exact(draft)
                .or(() -> sql.inTransaction(c -> insert(c, draft, draft.name(), "person", null)))
                .or(() -> exact(draft))
                .orElseThrow(() -> new IllegalStateException(draft.kind().word() + " " + label(draft) + " went away"));
    }

    private Optional<Thing> exact(Thing.Draft draft) {
        return sql.one(
                JdbcThings::thing,
                "select " + COLUMNS
                        + " from catalogue.thing where kind = ? and coalesce(notebook, 0) = ? and name = ? and version = ?",
                draft.kind().word(),
                of(draft.notebook()),
                draft.name(),
                draft.version());
    }

    private static String label(Thing.Draft draft) {
        return draft.version().isEmpty() ? draft.name() : draft.name() + " " + draft.version();
    }

    private static Optional<Thing> insert(
            Connection c, Thing.Draft draft, String name, String origin, @Nullable String originId)
            throws SQLException {
        return Sql.list(
                        c,
                        JdbcThings::thing,
                        INSERT,
                        draft.kind().word(),
                        draft.notebook(),
                        name,
                        draft.version(),
                        draft.title(),
                        draft.url(),
                        draft.identifier(),
                        draft.email(),
                        origin,
                        originId)
                .stream()
                .findFirst();
    }

    @Override
    public Thing sync(String origin, String originId, Thing.Draft draft) {
        return sql.inTransaction(c -> {
            // One writer per origin and kind: names are looked at before they are written.
            Sql.list(c, row -> true, "select pg_advisory_xact_lock(hashtextextended(?, 0))", draft.kind() + origin);
            String name = freeName(c, origin, originId, draft);
            Optional<Thing> known =
                    update(c, draft, name, origin, originId, "origin = ? and origin_id = ?", origin, originId);
            if (known.isEmpty()) {
                known = update(
                        c,
                        draft,
                        name,
                        origin,
                        originId,
                        "kind = ? and coalesce(notebook, 0) = ? and name = ? and version = ? and origin_id is null",
                        draft.kind().word(),
                        of(draft.notebook()),
                        name,
                        draft.version());
            }
            if (known.isEmpty() && draft.kind() == ThingKind.PERSON && draft.identifier() != null) {
                known = update(
                        c,
                        draft,
                        name,
                        origin,
                        originId,
                        "kind = 'person' and identifier = ? and origin_id is null",
                        draft.identifier());
            }
            return known.isPresent()
                    ? known.get()
                    : insert(c, draft, name, origin, originId)
                            .orElseThrow(
                                    () -> new Notebooks.NameTaken(draft.kind().word(), name));
        });
    }

    /** The draft's name, or with the origin's id behind where another thing of that origin has it. */
    private static String freeName(Connection c, String origin, String originId, Thing.Draft draft)
            throws SQLException {
        boolean taken = !Sql.list(
                        c,
                        row -> true,
                        "select 1 from catalogue.thing where kind = ? and coalesce(notebook, 0) = ? and name = ? and version = ? "
                                + "and origin_id is not null and not (origin = ? and origin_id = ?)",
                        draft.kind().word(),
                        of(draft.notebook()),
                        draft.name(),
                        draft.version(),
                        origin,
                        originId)
                .isEmpty();
        return taken ? draft.name() + " (" + origin + " " + originId + ")" : draft.name();
    }

    private static Optional<Thing> update(
            Connection c, Thing.Draft draft, String name, String origin, String originId, String where, Object... which)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[8 + which.length];
        values[0] = name;
        values[1] = draft.version();
        values[2] = draft.title();
        values[3] = draft.url();
        values[4] = draft.identifier();
        values[5] = draft.email();
        values[6] = origin;
        values[7] = originId;
        System.arraycopy(which, 0, values, 8, which.length);
        return Sql.list(
                        c,
                        JdbcThings::thing,
                        "update catalogue.thing set name = ?, version = ?, title = coalesce(?, title), url = coalesce(?, url), "
                                + "identifier = coalesce(?, identifier), email = coalesce(?, email), origin = ?, origin_id = ? where "
                                + where + " returning " + COLUMNS,
                        values)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Thing> find(long id) {
        return sql.one(JdbcThings::thing, "select " + COLUMNS + " from catalogue.thing where id = ?", id);
    }

    @Override
    public Optional<Thing> find(ThingKind kind, int notebook, String name) {
        int of = kind.ofNotebook() ? notebook : 0;
        String plain = name.strip();
        int space = plain.lastIndexOf(' ');
        return latest(kind, of, plain, null)
                .or(() -> space < 0
                        ? Optional.empty()
                        : latest(kind, of, plain.substring(0, space).strip(), plain.substring(space + 1)));
    }

    private Optional<Thing> latest(ThingKind kind, int notebook, String name, @Nullable String version) {
        String query =
                "select " + COLUMNS + " from catalogue.thing where kind = ? and coalesce(notebook, 0) = ? and name = ?";
        return version == null
                ? sql.one(JdbcThings::thing, query + " order by id desc limit 1", kind.word(), notebook, name)
                : sql.one(JdbcThings::thing, query + " and version = ?", kind.word(), notebook, name, version);
    }

    @Override
    public List<Thing> page(ThingKind kind, Set<Integer> notebooks, @Nullable Long after, int limit) {
        return sql.inTransaction(c -> Sql.list(
                c,
                JdbcThings::thing,
                "select " + COLUMNS + " from catalogue.thing where kind = ? and id > ? "
                        + (kind.ofNotebook() ? "and notebook = any (?) " : "and ?::int[] is not null ")
                        + "order by id limit ?",
                kind.word(),
                after == null ? 0L : after,
                c.createArrayOf("int", notebooks.toArray()),
                limit));
    }

    private static int of(@Nullable Integer notebook) {
        return notebook == null ? 0 : notebook;
    }

    private static Thing thing(ResultSet row) throws SQLException {
        return new Thing(
                row.getLong("id"),
                ThingKind.of(row.getString("kind")),
                row.getObject("notebook", Integer.class),
                row.getString("name"),
                row.getString("version"),
                row.getString("title"),
                row.getString("url"),
                row.getString("identifier"),
                row.getString("email"),
                row.getString("origin"),
                row.getString("origin_id"),
                Rows.instant(row, "created"));
    }
}
