package gedeon.server.tiers;

import gedeon.client.wire.PreviewBody;
import gedeon.client.wire.TierBody;
import gedeon.client.wire.TierDetail;
import gedeon.client.wire.TierFlow;
import gedeon.client.wire.TierTraitsBody;
import gedeon.client.wire.TierWaiting;
import gedeon.server.tiers.TierRooms.Room;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.tiering.Preview;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.tier.jdbc.Held;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tiers as the wire names them: by their names, with the room that they have now. */
@Component
public class TierBodies {
    private final JdbcTiers tiers;
    private final TierRooms rooms;
    private final Tiering tiering;

    TierBodies(JdbcTiers tiers, TierRooms rooms, Tiering tiering) {
        this.tiering = tiering;
        this.tiers = tiers;
        this.rooms = rooms;
    }

    /** @throws Notebooks.Unknown where there is none of that name */
    public TierRow named(String name) {
        return tiers.named(name).orElseThrow(() -> new Notebooks.Unknown("tier", name));
    }

    /** Names by the ids of rows. */
    public Map<Short, String> names() {
        Map<Short, String> names = new HashMap<>();
        tiers.all().forEach(row -> names.put(row.id(), row.name()));
        return names;
    }

    public List<TierDetail> all() {
        List<TierRow> rows = tiers.all();
        Map<Short, Room> told = rooms.of(rows);
        return rows.stream().map(row -> body(row, told.get(row.id()))).toList();
    }

    /** What everybody may know: whether there is room, and whether a tier is there. */
    public List<TierBody> status() {
        List<TierRow> rows = tiers.all();
        Map<Short, Room> told = rooms.of(rows);
        return rows.stream()
                .map(row -> {
                    Long free = free(told.get(row.id()));
                    boolean gone = free == null && row.state() != TierRow.State.OFF;
                    return new TierBody(row.name(), row.kind(), gone ? "offline" : state(row), free);
                })
                .toList();
    }

    /** Free bytes; null where nobody can say. */
    private static @Nullable Long free(@Nullable Room room) {
        return room instanceof Room.Free free ? free.bytes() : null;
    }

    public TierDetail body(TierRow row) {
        return body(row, rooms.of(row));
    }

    private TierDetail body(TierRow row, @Nullable Room room) {
        Long free = free(room);
        Held held = row.held();
        return new TierDetail(
                row.name(),
                row.kind(),
                state(row),
                row.rank(),
                row.id() == tiers.house(),
                free != null,
                free,
                held == null ? null : held.blobs(),
                held == null ? null : held.bytes(),
                held == null ? null : held.counted(),
                row.settings(),
                body(row.traits()),
                tiering.waiting(row.id())
                        .map(one -> new TierWaiting(one.blobs(), one.again(), one.reason()))
                        .orElse(null),
                row.unseen() ? true : null);
    }

    private static String state(TierRow row) {
        return row.state().name().toLowerCase(Locale.ROOT);
    }

    private static TierTraitsBody body(TierTraits traits) {
        return new TierTraitsBody(
                traits.online(),
                traits.range(),
                traits.country(),
                traits.healthData(),
                traits.costPerTbYear(),
                traits.copies(),
                traits.place());
    }

    public static TierTraits traits(@Nullable TierTraitsBody body) {
        return body == null
                ? TierTraits.UNKNOWN
                : new TierTraits(
                        body.online(),
                        body.range(),
                        body.country(),
                        body.healthData(),
                        body.costPerTbYear(),
                        body.copies(),
                        body.place());
    }

    public PreviewBody body(Preview preview) {
        Map<Short, String> names = names();
        return new PreviewBody(
                preview.exact(),
                preview.looked(),
                preview.flows().entrySet().stream()
                        .map(one -> new TierFlow(
                                names.getOrDefault(one.getKey(), String.valueOf(one.getKey())),
                                one.getValue().comingBlobs(),
                                one.getValue().comingBytes(),
                                one.getValue().leavingBlobs(),
                                one.getValue().leavingBytes()))
                        .sorted(java.util.Comparator.comparing(TierFlow::tier))
                        .toList());
    }
}
