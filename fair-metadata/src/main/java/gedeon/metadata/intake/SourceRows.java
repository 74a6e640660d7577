package gedeon.metadata.intake;

import gedeon.metadata.Source;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Watched folders as rows, within somebody's transaction. */
final class SourceRows {
    private SourceRows() {}

    /** In the order of names. */
    static List<Source> of(Connection c, int instrument) throws SQLException {
        return Sql.list(
                c, SourceRows::source, "select * from catalogue.source where instrument = ? order by name", instrument);
    }

    /** Adds it, or replaces the one of that name: its version counts up. */
    static Source write(Connection c, int instrument, Source source) throws SQLException {
        return Sql.list(
                        c,
                        SourceRows::source,
                        "insert into catalogue.source (instrument, name, folder, pattern, kind, marker, quiet_seconds, prefix, experiment, rule) "
                                + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (instrument, name) do update set folder = excluded.folder, "
                                + "pattern = excluded.pattern, kind = excluded.kind, marker = excluded.marker, quiet_seconds = excluded.quiet_seconds, "
                                + "prefix = excluded.prefix, experiment = excluded.experiment, rule = excluded.rule, version = source.version + 1 returning *",
                        instrument,
                        source.name(),
                        source.folder(),
                        source.pattern(),
                        source.kind().name(),
                        source.marker(),
                        (int) source.quiet().toSeconds(),
                        source.prefix(),
                        source.experiment(),
                        source.rule())
                .getFirst();
    }

    static void delete(Connection c, int instrument, String name) throws SQLException {
        Sql.update(c, "delete from catalogue.source where instrument = ? and name = ?", instrument, name);
    }

    /**
     * Whether its prefix meets none of the notebook's other sources.
     *
     * @param others which: a condition on source {@code s}
     */
    static void requireFree(Connection c, int notebook, Source source, String others, Object... values)
            throws SQLException {
        Object[] all = new Object[values.length + 3];
        all[0] = notebook;
        System.arraycopy(values, 0, all, 1, values.length);
        all[values.length + 1] = source.prefix();
        all[values.length + 2] = source.prefix();
        List<String> clash = Sql.list(
                c,
                row -> row.getString(1),
                "select s.name || ' of ' || i.name from catalogue.source s join catalogue.instrument i on i.id = s.instrument "
                        + "where i.notebook = ? and " + others
                        + " and (starts_with(s.prefix, ?) or starts_with(?, s.prefix))",
                all);
        if (!clash.isEmpty()) {
            throw meets(source, clash.getFirst());
        }
    }

    static IllegalArgumentException meets(Source source, String other) {
        return new IllegalArgumentException(
                "prefix \"" + source.prefix() + "\" meets that of source " + other + "; give another prefix");
    }

    static IllegalArgumentException noRule(String rule) {
        return new IllegalArgumentException("there is no rule \"" + rule + "\"; gedeon rule list names them");
    }

    static Source source(ResultSet row) throws SQLException {
        return new Source(
                row.getString("name"),
                row.getString("folder"),
                row.getString("pattern"),
                Source.Kind.valueOf(row.getString("kind")),
                row.getString("marker"),
                Duration.ofSeconds(row.getInt("quiet_seconds")),
                row.getString("prefix"),
                row.getString("experiment"),
                row.getInt("version"),
                row.getString("rule"));
    }
}
