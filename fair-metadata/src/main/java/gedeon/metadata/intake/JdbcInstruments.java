package gedeon.metadata.intake;

import gedeon.metadata.AgentSettingsVersions;
import gedeon.metadata.FinishRules;
import gedeon.metadata.Instrument;
import gedeon.metadata.Instruments;
import gedeon.metadata.Source;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Instruments and sources in PostgreSQL. */
public final class JdbcInstruments implements Instruments {
    static final String COLUMNS = "id, notebook, name, model, manufacturer, serial, pid, created, last_acquisition";

    private final Sql sql;
    private final Codes codes;
    private final FinishRules rules;
    private final JdbcAgentSettings settings;

    public JdbcInstruments(Sql sql, Codes codes, FinishRules rules, JdbcAgentSettings settings) {
        this.sql = sql;
        this.codes = codes;
        this.rules = rules;
        this.settings = settings;
    }

    @Override
    public Instrument register(Instrument.Draft draft) {
        return sql.inTransaction(c -> insert(c, draft, draft.name(), "person", null))
                .orElseThrow(() -> new Notebooks.NameTaken("instrument", draft.name()));
    }

    private static Optional<Instrument> insert(
            Connection c, Instrument.Draft draft, String name, String origin, @Nullable String originId)
            throws SQLException {
        return Sql.list(
                        c,
                        JdbcInstruments::instrument,
                        "insert into catalogue.instrument (notebook, name, model, manufacturer, serial, pid, origin, origin_id) "
                                + "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning " + COLUMNS,
                        draft.notebook(),
                        name,
                        draft.model(),
                        draft.manufacturer(),
                        draft.serial(),
                        draft.pid(),
                        origin,
                        originId)
                .stream()
                .findFirst();
    }

    @Override
    public Instrument sync(String origin, String originId, Instrument.Draft draft) {
        return sql.inTransaction(c -> {
            Sql.list(c, row -> true, "select pg_advisory_xact_lock(hashtextextended(?, 1))", origin);
            // A name is unique in the house: another's instrument of that name keeps it.
            String name = Sql.list(
                                    c,
                                    row -> true,
                                    "select 1 from catalogue.instrument where name = ? and (notebook <> ? or origin_id is not null and not (origin = ? and origin_id = ?))",
                                    draft.name(),
                                    draft.notebook(),
                                    origin,
                                    originId)
                            .isEmpty()
                    ? draft.name()
                    : draft.name() + " (" + origin + " " + originId + ")";
            Optional<Instrument> known =
                    update(c, draft, name, origin, originId, "origin = ? and origin_id = ?", origin, originId);
            if (known.isEmpty()) {
                known = update(
                        c,
                        draft,
                        name,
                        origin,
                        originId,
                        "notebook = ? and name = ? and origin_id is null",
                        draft.notebook(),
                        name);
            }
            return known.isPresent()
                    ? known.get()
                    : insert(c, draft, name, origin, originId)
                            .orElseThrow(() -> new Notebooks.NameTaken("instrument", name));
        });
    }

    private static Optional<Instrument> update(
            Connection c,
            Instrument.Draft draft,
            String name,
            String origin,
            String originId,
            String where,
            Object first,
            Object second)
            throws SQLException {
        return Sql.list(
                        c,
                        JdbcInstruments::instrument,
                        "update catalogue.instrument set name = ?, model = coalesce(?, model), manufacturer = coalesce(?, manufacturer), "
                                + "serial = coalesce(?, serial), pid = coalesce(?, pid), origin = ?, origin_id = ? where "
                                + where
                                + " returning " + COLUMNS,
                        name,
                        draft.model(),
                        draft.manufacturer(),
                        draft.serial(),
                        draft.pid(),
                        origin,
                        originId,
                        first,
                        second)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Instrument> find(String name) {
        return sql.one(
                JdbcInstruments::instrument, "select " + COLUMNS + " from catalogue.instrument where name = ?", name);
    }

    @Override
    public Optional<Instrument> find(int id) {
        return sql.one(
                JdbcInstruments::instrument, "select " + COLUMNS + " from catalogue.instrument where id = ?", id);
    }

    @Override
    public List<Instrument> page(Set<Integer> notebooks, @Nullable String after, int limit) {
        return sql.inTransaction(c -> Sql.list(
                c,
                JdbcInstruments::instrument,
                "select " + COLUMNS
                        + " from catalogue.instrument where notebook = any (?) and name > ? order by name limit ?",
                c.createArrayOf("int", notebooks.toArray()),
                after == null ? "" : after,
                limit));
    }

    @Override
    public Source put(int instrument, Source source, String by) {
        String rule = source.rule();
        if (rule != null && rules.find(rule).isEmpty()) {
            throw SourceRows.noRule(rule);
        }
        return sql.inTransaction(c -> {
            int notebook = JdbcAgentSettings.lock(c, instrument);
            AgentSettingsVersions.Kept before = JdbcAgentSettings.now(c, instrument);
            SourceRows.requireFree(
                    c, notebook, source, "not (s.instrument = ? and s.name = ?)", instrument, source.name());
            Source put = SourceRows.write(c, instrument, source);
            settings.sourcePut(c, instrument, before, by);
            return put;
        });
    }

    @Override
    public List<Source> sources(int instrument) {
        return sql.list(
                SourceRows::source, "select * from catalogue.source where instrument = ? order by name", instrument);
    }

    @Override
    public Code code(int instrument, long by) {
        return codes.make(instrument, by);
    }

    static Instrument instrument(ResultSet row) throws SQLException {
        return new Instrument(
                row.getInt("id"),
                row.getInt("notebook"),
                row.getString("name"),
                row.getString("model"),
                row.getString("manufacturer"),
                row.getString("serial"),
                row.getString("pid"),
                Rows.instant(row, "created"),
                Rows.instantOrNull(row, "last_acquisition"));
    }
}
