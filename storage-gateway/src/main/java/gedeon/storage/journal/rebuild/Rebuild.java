package gedeon.storage.journal.rebuild;

import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.journal.JournalLines;
import gedeon.storage.journal.Told;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the namespace and the ledger again in a database that has none, or over one that came from a backup: what the journal tells is taken from it, people,
 * keys and plans stay as they are. All of it is there when it ends, or nothing; ended half way it is begun again.
 *
 * <p>Nobody serves meanwhile. Blobs that no journal names are left for {@link Recovery}.
 */
public final class Rebuild {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Sql sql;
    private final KeyProvider keys;
    private final Map<String, TierKind> kinds;
    private final Consumer<String> progress;
    private final long begun = System.nanoTime();

    /** @param sql whose connections are PostgreSQL's own, with the storage schema as their search path */
    public Rebuild(Sql sql, KeyProvider keys, List<TierKind> kinds, Consumer<String> progress) {
        this.sql = sql;
        this.keys = keys;
        this.kinds = kinds.stream().collect(Collectors.toMap(TierKind::name, kind -> kind));
        this.progress = progress;
    }

    /** A tier to begin with beside the house's own, where that one was lost as well. */
    public record Source(UUID uuid, String kind, Map<String, String> settings) {}

    /**
     * @param house the tier that is open already, and its uuid
     * @param others tiers whose journals are read as well; those that a journal names are found by themselves
     * @param over whether a namespace that is there is replaced
     * @throws IllegalStateException where somebody serves on this database, or a namespace is there and not to be replaced
     */
    public RebuildReport run(UUID uuid, Tier house, List<Source> others, boolean over) throws IOException {
        requireIdle(over);
        Map<UUID, Tier> open = new LinkedHashMap<>();
        try (Connection c = sql.connection()) {
            RebuildTables.prepare(c);
            open.put(uuid, house);
            for (Source other : others) {
                open.put(other.uuid(), kind(other.kind()).open(other.settings(), other.uuid(), UUID.randomUUID()));
            }
            JournalReading journal = new JournalReading(c, keys);
            List<String> away = load(c, journal, open);
            if (journal.loaded() == 0) {
                throw new IllegalStateException("no tier that answers has a journal; name one that has");
            }
            c.setAutoCommit(false);
            Sql.update(c, "set local gedeon.rebuilding = 'on'");
            RebuildTables.triggers(c, "disable");
            progress.accept("bringing " + journal.loaded() + " lines in order");
            RebuildTables.latest(c);
            if (over) {
                Sql.update(
                        c,
                        "truncate version, current, blob, location, part, upload, kept_room, reservation, garbage, lease, process, restore, gathered, batch, sealing_claim, recovered cascade");
            }
            for (Told told : Told.values()) {
                progress.accept("writing " + told.table());
                RebuildTables.write(c, told);
            }
            RebuildTables.disposed(c);
            progress.accept("looking for blobs in " + open.size() + " tiers");
            scan(c, open);
            RebuildTables.unseen(c, open.keySet());
            progress.accept("naming blobs");
            RebuildTables.blobs(c);
            RebuildTables.archives(c, archives(c));
            progress.accept("naming the newest version of each key");
            RebuildTables.heads(c);
            progress.accept("counting what notebooks use");
            RebuildTables.ledger(c);
            RebuildTables.sequences(c);
            RebuildTables.triggers(c, "enable");
            RebuildReport report = report(c, open, away, journal, told(c, away, journal));
            c.commit();
            c.setAutoCommit(true);
            Sql.update(c, "analyze");
            return report;
        } catch (SQLException e) {
            throw new IOException("the database did not take the namespace: " + e.getMessage(), e);
        } finally {
            open.remove(uuid);
            for (Tier tier : open.values()) {
                tier.close();
            }
        }
    }

    private void requireIdle(boolean over) {
        if (sql.one(row -> true, "select 1 from process where expires_at > now()")
                .isPresent()) {
            throw new IllegalStateException(
                    "a gateway serves on this database, or did until a minute ago; stop all of them and wait for their leases' end");
        }
        if (!over && sql.one(row -> true, "select 1 from version limit 1").isPresent()) {
            throw new IllegalStateException(
                    "this database has a namespace; say that it is to be replaced, or name an empty one");
        }
    }

    private record TierLine(UUID uuid, String kind, String name, Map<String, String> settings, String state) {}

    /** Journals name the tiers: each that is named is opened, and asked for its own. Returns those that do not answer. */
    private List<String> load(Connection c, JournalReading journal, Map<UUID, Tier> open)
            throws IOException, SQLException {
        Map<UUID, String> away = new LinkedHashMap<>();
        Map<UUID, Tier> unread = new LinkedHashMap<>(open);
        while (!unread.isEmpty()) {
            for (Tier tier : unread.values()) {
                Optional<Annals> annals = tier.annals();
                if (annals.isPresent()) {
                    progress.accept("reading the journal: " + journal.loaded() + " lines so far");
                    journal.load(annals.get());
                }
            }
            unread.clear();
            for (TierLine line : tiers(c)) {
                if (open.containsKey(line.uuid()) || away.containsKey(line.uuid())) {
                    continue;
                }
                if (line.state().equals("off")) {
                    away.put(line.uuid(), "tier " + line.name() + ": it is switched off");
                } else {
                    try {
                        Tier tier = kind(line.kind()).open(line.settings(), line.uuid(), UUID.randomUUID());
                        open.put(line.uuid(), tier);
                        unread.put(line.uuid(), tier);
                    } catch (IOException | IllegalArgumentException e) {
                        away.put(line.uuid(), "tier " + line.name() + ": " + e.getMessage());
                        progress.accept("tier " + line.name() + " does not answer: " + e.getMessage());
                    }
                }
            }
        }
        return List.copyOf(away.values());
    }

    private TierKind kind(String name) throws IOException {
        TierKind kind = kinds.get(name);
        if (kind == null) {
            throw new IOException(
                    "nothing here opens tiers of kind " + name + "; there are " + String.join(", ", kinds.keySet()));
        }
        return kind;
    }

    private static List<TierLine> tiers(Connection c) throws SQLException {
        return Sql.list(
                c,
                row -> new TierLine(
                        UUID.fromString(row.getString("uuid")),
                        row.getString("kind"),
                        row.getString("name"),
                        settings(row.getString("settings")),
                        row.getString("state")),
                "select * from (select distinct on (e ->> 'id') e ->> 'uuid' as uuid, e ->> 'kind' as kind, e ->> 'name' as name, e ->> 'settings' as settings, "
                        + "e ->> 'state' as state, gone from rebuild_line, jsonb_array_elements(line -> 'rows') e "
                        + "where told = 'tier' order by e ->> 'id', change desc) t where not gone");
    }

    private static Map<String, String> settings(String json) {
        Map<String, String> settings = new LinkedHashMap<>();
        JSON.readTree(json)
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asString()));
        return settings;
    }

    /** Of an installation without one the set is empty, and nothing has to be looked at. */
    private Set<Short> archives(Connection c) throws SQLException {
        Set<Short> archives = new HashSet<>();
        Sql.list(
                c,
                row -> {
                    TierKind kind = kinds.get(row.getString("kind"));
                    return kind != null
                            && kind.recall(settings(row.getString("settings"))).isPresent()
                            && archives.add(row.getShort("id"));
                },
                "select id, kind, settings::text as settings from tier");
        return archives;
    }

    private void scan(Connection c, Map<UUID, Tier> open) throws SQLException, IOException {
        Map<UUID, Short> ids = new HashMap<>();
        Sql.list(c, row -> ids.put(row.getObject("uuid", UUID.class), row.getShort("id")), "select id, uuid from tier");
        AtomicLong found = new AtomicLong();
        for (Map.Entry<UUID, Tier> tier : open.entrySet()) {
            Short id = ids.get(tier.getKey());
            Optional<Holdings> holdings = tier.getValue().holdings();
            if (id == null || holdings.isEmpty()) {
                continue;
            }
            try (CopyRows rows =
                    new CopyRows(c, "rebuild_held", "blob, tier, pack, pos, length, encrypted, metadata")) {
                holdings.get().each(held -> {
                    rows.row(Held.columns(id, held));
                    if (found.incrementAndGet() % 100_000 == 0) {
                        progress.accept(found.get() + " blobs found");
                    }
                });
                rows.end();
            }
        }
    }

    /**
     * When the journals tell of all that was committed before: as they say themselves, or when the last snapshot was begun. Where any of it cannot be read, only
     * the snapshot counts.
     */
    private static Instant told(Connection c, List<String> away, JournalReading journal) throws SQLException {
        if (!away.isEmpty() || journal.broken() + journal.sealed() > 0) {
            return journal.snapshot();
        }
        long millis = Sql.list(
                        c,
                        row -> row.getLong(1),
                        "select coalesce(max((line -> 'rows' -> 0 ->> 'millis')::bigint), 0) from rebuild_line where told = ?",
                        JournalLines.WHOLE)
                .getFirst();
        Instant whole = Instant.ofEpochMilli(millis);
        return whole.isAfter(journal.snapshot()) ? whole : journal.snapshot();
    }

    private RebuildReport report(
            Connection c, Map<UUID, Tier> open, List<String> away, JournalReading journal, Instant told)
            throws SQLException {
        record Counts(long objects, long bytes) {}
        Counts counts = Sql.list(
                        c,
                        row -> new Counts(row.getLong(1), row.getLong(2)),
                        "select count(*), coalesce(sum(size), 0)::bigint from version where kind = 'o'")
                .getFirst();
        long blobs =
                Sql.list(c, row -> row.getLong(1), "select count(*) from blob").getFirst();
        long missing = Sql.list(
                        c,
                        row -> row.getLong(1),
                        "select (select count(*) from version v where v.blob_id is not null and not exists (select 1 from blob b where b.id = v.blob_id)) "
                                + "+ (select count(distinct v.seq) from version v join part p on p.content_id = v.content_id where not exists "
                                + "(select 1 from blob b where b.id = p.blob_id))")
                .getFirst();
        Map<UUID, String> names = new HashMap<>();
        Sql.list(
                c,
                row -> names.put(row.getObject("uuid", UUID.class), row.getString("name")),
                "select uuid, name from tier");
        List<String> read = new ArrayList<>();
        open.keySet().forEach(uuid -> read.add(names.getOrDefault(uuid, uuid.toString())));
        return new RebuildReport(
                read,
                away,
                journal.files(),
                journal.loaded(),
                journal.broken(),
                journal.sealed(),
                journal.snapshot(),
                told,
                counts.objects(),
                counts.bytes(),
                blobs,
                missing,
                0,
                List.of(),
                Duration.ofNanos(System.nanoTime() - begun));
    }
}
