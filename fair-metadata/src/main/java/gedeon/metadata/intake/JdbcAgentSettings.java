package gedeon.metadata.intake;

import gedeon.kernel.FinishRule;
import gedeon.metadata.AgentSettings;
import gedeon.metadata.AgentSettings.Pause;
import gedeon.metadata.AgentSettingsVersions;
import gedeon.metadata.FinishRules;
import gedeon.metadata.SettingsChange;
import gedeon.metadata.Source;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions of settings as rows. Whoever changes an instrument's settings or sources holds the lock of its notebook, so that versions follow one another. */
public final class JdbcAgentSettings implements AgentSettingsVersions {
    private static final int LONGEST_NOTE = 500;

    private final Sql sql;
    private final FinishRules rules;
    private final Clock clock;

    public JdbcAgentSettings(Sql sql, FinishRules rules, Clock clock) {
        this.sql = sql;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Kept now(int instrument) {
        return sql.inTransaction(c -> now(c, instrument));
    }

    @Override
    public int version(int instrument) {
        return sql.one(
                        row -> row.getInt(1),
                        "select version from catalogue.agent_settings where instrument = ? order by version desc limit 1",
                        instrument)
                .orElse(0);
    }

    /** Within somebody's transaction. */
    static Kept now(Connection c, int instrument) throws SQLException {
        List<Source> sources = SourceRows.of(c, instrument);
        return Sql.list(
                        c,
                        JdbcAgentSettings::kept,
                        "select * from catalogue.agent_settings where instrument = ? order by version desc limit 1",
                        instrument)
                .stream()
                .findFirst()
                .map(kept ->
                        new Kept(kept.version(), kept.settings().with(sources), kept.made(), kept.by(), kept.note()))
                .orElseGet(() -> new Kept(0, AgentSettings.of(sources), null, null, null));
    }

    @Override
    public Optional<Kept> find(int instrument, int version) {
        return sql.one(
                JdbcAgentSettings::kept,
                "select * from catalogue.agent_settings where instrument = ? and version = ?",
                instrument,
                version);
    }

    @Override
    public List<Kept> versions(int instrument) {
        return sql.list(
                JdbcAgentSettings::kept,
                "select * from catalogue.agent_settings where instrument = ? order by version desc limit 1000",
                instrument);
    }

    @Override
    public Outcome keep(int instrument, @Nullable Integer onto, AgentSettings next, String by, @Nullable String note) {
        return change(instrument, onto, before -> next, by, note, true);
    }

    @Override
    public Outcome preview(int instrument, @Nullable Integer onto, AgentSettings next) {
        return change(instrument, onto, before -> next, "", null, false);
    }

    @Override
    public Outcome pause(int instrument, @Nullable Pause pause, String by) {
        return change(instrument, null, before -> before.paused(pause), by, null, true);
    }

    private Outcome change(
            int instrument,
            @Nullable Integer onto,
            UnaryOperator<AgentSettings> by,
            String who,
            @Nullable String note,
            boolean really) {
        if (note != null && note.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException("a note has at most " + LONGEST_NOTE + " letters, has " + note.length());
        }
        // Read before the transaction, which must not wait for a second connection.
        Map<String, String> known = rules.all().stream()
                .map(FinishRules.Kept::rule)
                .collect(Collectors.toMap(FinishRule::name, FinishRule::id));
        return sql.inTransaction(c -> {
            int notebook = lock(c, instrument);
            Kept before = now(c, instrument);
            if (onto != null && onto != before.version()) {
                throw new Changed(onto, before.version());
            }
            AgentSettings next = by.apply(before.settings());
            require(c, notebook, instrument, before.settings(), next, known.keySet());
            List<SettingsChange> changes =
                    SettingsDifference.of(before.settings(), next, name -> known.getOrDefault(name, name));
            if (changes.isEmpty() || !really) {
                return new Outcome(before.version(), false, changes);
            }
            if (before.version() == 0 && !before.settings().sources().isEmpty()) {
                // What was there before anybody wrote versions: there must be a way back to it.
                insert(c, instrument, 1, before.settings(), "gedeon", null);
            }
            Set<String> stay = next.sources().stream().map(Source::name).collect(Collectors.toSet());
            for (Source source : before.settings().sources()) {
                if (!stay.contains(source.name())) {
                    SourceRows.delete(c, instrument, source.name());
                }
            }
            for (Source source : next.sources()) {
                if (changed(source, changes)) {
                    SourceRows.write(c, instrument, source);
                }
            }
            return new Outcome(written(c, instrument, who, note, next), true, changes);
        });
    }

    /** Whoever holds it changes sources or settings of the notebook's instruments alone, until the transaction ends. Returns the notebook. */
    static int lock(Connection c, int instrument) throws SQLException {
        int notebook = Sql.list(
                        c, row -> row.getInt(1), "select notebook from catalogue.instrument where id = ?", instrument)
                .getFirst();
        Sql.list(c, row -> true, "select pg_advisory_xact_lock(-7, ?)", notebook);
        return notebook;
    }

    /** A source of its own was put: that is a version as well. The caller holds the lock, and has read what was in force before. */
    int sourcePut(Connection c, int instrument, Kept before, String by) throws SQLException {
        if (before.version() == 0 && !before.settings().sources().isEmpty()) {
            insert(c, instrument, 1, before.settings(), "gedeon", null);
        }
        return written(c, instrument, by, null, before.settings().with(SourceRows.of(c, instrument)));
    }

    private int written(Connection c, int instrument, String by, @Nullable String note, AgentSettings next)
            throws SQLException {
        int version = Sql.list(
                                c,
                                row -> row.getInt(1),
                                "select coalesce(max(version), 0) from catalogue.agent_settings where instrument = ?",
                                instrument)
                        .getFirst()
                + 1;
        insert(c, instrument, version, next.with(SourceRows.of(c, instrument)), by, note);
        return version;
    }

    private void insert(
            Connection c, int instrument, int version, AgentSettings settings, String by, @Nullable String note)
            throws SQLException {
        Sql.update(
                c,
                "insert into catalogue.agent_settings (instrument, version, settings, made_by, made, note) values (?, ?, ?::jsonb, ?, ?, ?)",
                instrument,
                version,
                SettingsText.write(settings),
                by,
                Rows.time(clock.instant()),
                note);
    }

    /** Sources that stay as they are were found good when they came. */
    private static void require(
            Connection c, int notebook, int instrument, AgentSettings before, AgentSettings next, Set<String> known)
            throws SQLException {
        if (before.sources().equals(next.sources())) {
            return;
        }
        for (int i = 0; i < next.sources().size(); i++) {
            Source source = next.sources().get(i);
            String rule = source.rule();
            if (rule != null && !known.contains(rule)) {
                throw SourceRows.noRule(rule);
            }
            for (Source other : next.sources().subList(0, i)) {
                if (source.prefix().startsWith(other.prefix()) || other.prefix().startsWith(source.prefix())) {
                    throw SourceRows.meets(source, other.name());
                }
            }
            SourceRows.requireFree(c, notebook, source, "s.instrument <> ?", instrument);
        }
    }

    private static boolean changed(Source source, List<SettingsChange> changes) {
        return changes.stream().anyMatch(change -> source.name().equals(change.source()));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getInt("version"),
                SettingsText.read(row.getString("settings")),
                Rows.instant(row, "made"),
                row.getString("made_by"),
                row.getString("note"));
    }
}
