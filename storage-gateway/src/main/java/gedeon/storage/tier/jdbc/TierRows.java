package gedeon.storage.tier.jdbc;

import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of tiers, and where the policies of notebooks let new blobs land. */
public final class TierRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS = "id, uuid, kind, name, settings::text as settings, state, rank";

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
                row.getInt("rank"));
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
        sql.update(
                "insert into tier (uuid, kind, name, settings, rank) values (?, ?, ?, ?::jsonb, ?) on conflict (uuid) do nothing",
                tier.uuid(),
                tier.kind(),
                tier.name(),
                JSON.writeValueAsString(tier.settings()),
                (short) tier.rank());
        return sql.one(row -> row.getShort(1), "select id from tier where uuid = ?", tier.uuid())
                .orElseThrow();
    }

    void setState(short id, TierRow.State state) {
        sql.update("update tier set state = ? where id = ?", state.name().toLowerCase(Locale.ROOT), id);
    }

    /** Of the notebooks that have a policy, in the policy's order. */
    Map<Integer, List<Short>> landing() {
        Map<Integer, List<Short>> landing = new HashMap<>();
        sql.list(
                row -> landing.computeIfAbsent(row.getInt(1), n -> new ArrayList<>())
                        .add(row.getShort(2)),
                "select n.id, t.tier from notebook n join storage_policy p on p.id = n.policy cross join lateral unnest(p.landing) with ordinality as t (tier, place) "
                        + "order by n.id, t.place");
        return Map.copyOf(landing);
    }
}
