package gedeon.server.tiers;

import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What room tiers have now. All are asked at once, and one that does not answer keeps nobody for longer than two seconds. */
public final class TierRooms {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final JdbcTiers tiers;
    private final Duration patience;
    private final Map<Short, Inquiry<JdbcTiers.Room>> inquiries = new ConcurrentHashMap<>();

    public TierRooms(JdbcTiers tiers) {
        this(tiers, PATIENCE);
    }

    TierRooms(JdbcTiers tiers, Duration patience) {
        this.tiers = tiers;
        this.patience = patience;
    }

    /** What one answered. */
    public sealed interface Room {
        /**
         * It is there.
         *
         * @param bytes that can still be written; {@link Long#MAX_VALUE} where nobody knows of an end
         * @param spare of them, for work in the background; none where it is nearly full
         */
        record Free(long bytes, long spare) implements Room {}

        /** It is there and has failed. */
        record Failed(String why) implements Room {}

        /** It has not answered in time. */
        record Silent() implements Room {}

        /** Nobody asks a tier that is switched off. */
        record Off() implements Room {}
    }

    /** By the ids of tiers, each of {@code rows}. */
    public Map<Short, Room> of(List<TierRow> rows) {
        Map<Short, CompletableFuture<JdbcTiers.Room>> asked = new HashMap<>();
        for (TierRow row : rows) {
            if (row.state() != TierRow.State.OFF) {
                asked.put(row.id(), inquiry(row).ask());
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        Map<Short, Room> rooms = new HashMap<>();
        for (TierRow row : rows) {
            CompletableFuture<JdbcTiers.Room> answer = asked.get(row.id());
            rooms.put(row.id(), answer == null ? new Room.Off() : room(answer, deadline));
        }
        return rooms;
    }

    /** Of one. */
    public Room of(TierRow row) {
        return of(List.of(row)).getOrDefault(row.id(), new Room.Off());
    }

    private Inquiry<JdbcTiers.Room> inquiry(TierRow row) {
        return inquiries.computeIfAbsent(
                row.id(), id -> new Inquiry<>("room of tier " + row.name(), () -> tiers.room(id)));
    }

    private static Room room(CompletableFuture<JdbcTiers.Room> answer, long deadline) {
        try {
            JdbcTiers.Room room = answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new Room.Free(room.free(), room.spare());
        } catch (TimeoutException e) {
            return new Room.Silent();
        } catch (ExecutionException e) {
            return new Room.Failed(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Room.Silent();
        }
    }
}
