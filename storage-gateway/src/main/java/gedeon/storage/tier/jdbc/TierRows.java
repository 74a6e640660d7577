package gedeon.storage.tier.jdbc;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of tiers, and where the policies of notebooks let new blobs land. */
public final class TierRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS =
            "id, uuid, kind, name, settings::text as settings, state, rank, traits::text as traits, blobs, bytes, counted, unseen";

    private final Sql sql;

    public TierRows(Sql sql) {
        this.sql = sql;
    }

    public List<TierRow> all() {
        return sql.list(TierRows::read, "select " + COLUMNS + " from tier order by id");
    }

    private static TierRow read(ResultSet row) throws SQLException {
        return new TierRow(
                row.getShort("id"),
                row.getObject("uuid", UUID.class),
                row.getString("kind"),
                row.getString("name"),
                settings(row.getString("settings")),
                TierRow.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("rank"),
                JSON.readValue(row.getString("traits"), TierTraits.class),
                held(row),
                row.getBoolean("unseen"));
    }

    private static @Nullable Held held(ResultSet row) throws SQLException {
        OffsetDateTime counted = row.getObject("counted", OffsetDateTime.class);
        return counted == null ? null : new Held(row.getLong("blobs"), row.getLong("bytes"), counted.toInstant());
    }

    private static Map<String, String> settings(String json) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : JSON.readTree(json).properties()) {
            settings.put(one.getKey(), one.getValue().asString());
        }
        return settings;
    }

    /** The row of that tier, made where there is none; its id. */
    short register(TierRow tier) {
        return register(tier, (c, id) -> {});
    }

    /**
     * As {@link #register}, of a tier that is open here: where the row says otherwise how to open it, that is put right.
     *
     * @param told whether the row says so from now on; else it stays as it is
     */
    short registerOpened(TierRow tier, boolean told) {
        return register(tier, (c, id) -> {
            if (!told) {
                return;
            }
            Sql.update(
                    c,
                    "update tier set settings = settings || ?::jsonb where id = ? and not settings @> ?::jsonb",
                    JSON.writeValueAsString(tier.settings()),
                    id,
                    JSON.writeValueAsString(tier.settings()));
        });
    }

    /** @param along what else is written, with the row or not at all */
    short register(TierRow tier, JdbcTiers.Along along) {
        return sql.inTransaction(c -> {
            Sql.update(
                    c,
                    "insert into tier (uuid, kind, name, settings, rank, traits) values (?, ?, ?, ?::jsonb, ?, ?::jsonb) on conflict (uuid) do nothing",
                    tier.uuid(),
                    tier.kind(),
                    tier.name(),
                    JSON.writeValueAsString(tier.settings()),
                    (short) tier.rank(),
                    JSON.writeValueAsString(tier.traits()));
            short id = Sql.list(c, row -> row.getShort(1), "select id from tier where uuid = ?", tier.uuid())
                    .getFirst();
            along.with(c, id);
            return id;
        });
    }

    void setState(short id, TierRow.State state) {
        String name = state.name().toLowerCase(Locale.ROOT);
        sql.update("update tier set state = ?, since = now() where id = ? and state <> ?", name, id, name);
    }

    void describe(short id, int rank, TierTraits traits) {
        sql.update(
                "update tier set rank = ?, traits = ?::jsonb where id = ?",
                (short) rank,
                JSON.writeValueAsString(traits),
                id);
    }

    /** One scan of all places. */
    void count(short id) {
        sql.unhurried().inTransaction(c -> count(c, id));
    }

    private static int count(Connection c, short id) throws SQLException {
        return Sql.update(
                c,
                "update tier t set blobs = h.blobs, bytes = h.bytes, counted = now() from (select count(*) as blobs, coalesce(sum(length), 0)::bigint as bytes "
                        + "from location where tier_id = ? and state = 'l') h where t.id = ?",
                id,
                id);
    }

    /** As {@link #count}, where nobody did for so long, or does it now. */
    void countStale(short id, Duration old) {
        sql.unhurried().inTransaction(c -> {
            boolean due = !Sql.list(
                            c,
                            row -> true,
                            "select 1 from tier where id = ? and (counted is null or counted < now() - ? * interval '1 millisecond') for no key update skip locked",
                            id,
                            old.toMillis())
                    .isEmpty();
            return due && count(c, id) > 0;
        });
    }

    long alone(short id) {
        return sql.unhurried()
                .one(
                        row -> row.getLong(1),
                        "select count(*) from location l where l.tier_id = ? and l.state in ('l', 'x') and not exists "
                                + "(select 1 from location o where o.blob_id = l.blob_id and o.tier_id <> l.tier_id and o.state = 'l')",
                        id)
                .orElse(0L);
    }

    /** The row goes where no place is in the tier and it has been off for so long; its jobs and notes of it go along. */
    boolean remove(short id, Duration off) {
        return sql.unhurried().inTransaction(c -> {
            boolean gone = !Sql.list(
                                    c,
                                    row -> true,
                                    "select 1 from tier where id = ? and state = 'off' and since <= now() - ? * interval '1 millisecond' for update",
                                    id,
                                    off.toMillis())
                            .isEmpty()
                    && Sql.list(c, row -> true, "select 1 from location where tier_id = ? limit 1", id)
                            .isEmpty();
            if (gone) {
                for (String table : List.of(
                        "storage_job",
                        "retired_pack",
                        "holed_pack",
                        "lost_and_found",
                        "restore",
                        "gathered",
                        "batch",
                        "sealing_claim",
                        "adopted_blocks",
                        "adopted_file",
                        "adoption_count",
                        "adoption_finding",
                        "adoption",
                        "tier")) {
                    Sql.update(
                            c,
                            "delete from " + table
                                    + (table.equals("storage_job")
                                            ? " where tier = ?"
                                            : table.equals("tier") ? " where id = ?" : " where tier_id = ?"),
                            id);
                }
            }
            return gone;
        });
    }

    /** As a policy's row keeps them. */
    public static Demands demands(String json) {
        JsonNode told = JSON.readTree(json);
        return told.isEmpty() ? Demands.NONE : JSON.treeToValue(told, Demands.class);
    }

    /**
     * Where the policy of a notebook lets new blobs land.
     *
     * @param tiers in the policy's order
     */
    record Landing(List<Short> tiers, Demands demands) {}

    /** Of the notebooks that have a policy. */
    Map<Integer, Landing> landing() {
        Map<Integer, Landing> landing = new HashMap<>();
        sql.list(
                row -> {
                    String demands = row.getString(3);
                    return landing.computeIfAbsent(row.getInt(1), n -> new Landing(new ArrayList<>(), demands(demands)))
                            .tiers()
                            .add(row.getShort(2));
                },
                "select n.id, t.tier, p.demands::text from notebook n join storage_policy p on p.id = n.policy cross join lateral unnest(p.landing) with ordinality as t (tier, place) "
                        + "order by n.id, t.place");
        return Map.copyOf(landing);
    }
}
