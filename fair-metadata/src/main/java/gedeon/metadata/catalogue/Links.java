package gedeon.metadata.catalogue;

import gedeon.metadata.Dataset;
import gedeon.metadata.Datasets;
import gedeon.metadata.Datasets.NewLink;
import gedeon.metadata.Thing;
import gedeon.metadata.ThingKind;
import gedeon.metadata.Things;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What datasets are tied to. A link is a row and never changed; making it again changes nothing. */
public final class Links {
    private final Sql sql;
    private final Things things;

    public Links(Sql sql, Things things) {
        this.sql = sql;
        this.things = things;
    }

    List<Dataset.Link> of(UUID dataset) {
        return sql.list(
                row -> new Dataset.Link(
                        row.getString("relation"),
                        row.getString("kind"),
                        row.getString("target"),
                        row.getString("name"),
                        row.getString("origin"),
                        row.getString("told_by"),
                        row.getString("url")),
                "select l.relation, l.kind, l.target, l.name, l.origin, l.told_by, t.url from catalogue.link l "
                        + "left join catalogue.thing t on t.id = case when l.kind in ('experiment', 'protocol', 'software', 'sample', 'person') then l.target::bigint end "
                        + "where l.dataset = ? order by l.created, l.kind, l.name",
                dataset);
    }

    void add(UUID dataset, NewLink link, @Nullable Long revision) {
        int notebook = sql.one(
                        row -> row.getInt(1),
                        "select notebook from catalogue.dataset where id = ? and state <> 'deleted'",
                        dataset)
                .orElseThrow(() -> new IllegalArgumentException("no dataset " + dataset));
        Target target = target(notebook, link.kind(), link.name());
        sql.inTransaction(c -> {
            hold(c, dataset, target);
            long now = Sql.list(
                            c,
                            row -> row.getLong(1),
                            "select revision from catalogue.dataset where id = ? for update",
                            dataset)
                    .getFirst();
            if (revision != null && revision != now) {
                throw new Datasets.Changed(dataset);
            }
            if (insert(c, dataset, link, target)) {
                DatasetRows.touch(c, dataset);
            }
            return true;
        });
    }

    /** A dataset that is pointed to is tied as well: who disposes of one of the two waits, or is waited for. */
    private static void hold(Connection c, UUID dataset, Target target) throws SQLException {
        if (target.kind().equals("dataset")) {
            Sql.list(
                    c,
                    row -> true,
                    "select 1 from catalogue.dataset where id = any (?) order by id for update",
                    c.createArrayOf("uuid", new Object[] {dataset, UUID.fromString(target.id())}));
        }
    }

    /** Within a transaction that touches the dataset itself. */
    public static boolean insert(Connection c, UUID dataset, NewLink link, Target target) throws SQLException {
        return Sql.update(
                        c,
                        "insert into catalogue.link (dataset, relation, kind, target, name, origin, told_by) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        dataset,
                        link.relation(),
                        target.kind(),
                        target.id(),
                        target.name(),
                        link.origin(),
                        link.toldBy())
                == 1;
    }

    /** @throws IllegalArgumentException where there is none */
    public Target target(int notebook, String kind, String name) {
        if (kind.equalsIgnoreCase("instrument")) {
            return sql.one(
                            row -> new Target("instrument", row.getString("id"), row.getString("name")),
                            "select id::text, name from catalogue.instrument where notebook = ? and name = ?",
                            notebook,
                            name)
                    .orElseThrow(() -> unknown(kind, name));
        }
        if (kind.equalsIgnoreCase("dataset")) {
            return dataset(notebook, name);
        }
        ThingKind of = ThingKind.of(kind);
        Thing thing = things.find(of, notebook, name).orElseThrow(() -> unknown(of.word(), name));
        return new Target(of.word(), Long.toString(thing.id()), thing.label());
    }

    private Target dataset(int notebook, String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return sql.one(
                            row -> new Target("dataset", uuid.toString(), row.getString("name")),
                            "select name from catalogue.dataset where id = ? and notebook = ? and state <> 'deleted'",
                            uuid,
                            notebook)
                    .orElseThrow(() -> unknown("dataset", id));
        } catch (IllegalArgumentException e) {
            throw unknown("dataset", id);
        }
    }

    private static IllegalArgumentException unknown(String kind, String name) {
        return new IllegalArgumentException("no " + kind + " \"" + name + "\" in this notebook; make it first");
    }

    /** What a link points to. */
    public record Target(String kind, String id, String name) {}
}
