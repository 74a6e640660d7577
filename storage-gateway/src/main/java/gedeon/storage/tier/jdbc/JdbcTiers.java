package gedeon.storage.tier.jdbc;

import gedeon.storage.sql.Sql;
import gedeon.storage.tier.RealPath;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens tiers by their rows, which every process reads again each two seconds: a tier that was added is used by all within that time, one that was switched
 * off by none.
 */
public final class JdbcTiers implements Tiers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcTiers.class);
    private static final long FRESH_NANOS = 2_000_000_000L;
    /** Behind all that is read at once. */
    private static final int OFFLINE_RANK = 1 << 20;

    /** The setting of kinds that keep a folder. */
    private static final String ROOT = "root";

    private static final Duration OFF_BEFORE = Duration.ofHours(1);
    private static final long RETRY_NANOS = 5_000_000_000L;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final TierRows rows;
    private final Map<String, TierKind> kinds;
    private final UUID writer;
    private final short house;
    private final Map<Short, Tier> open = new ConcurrentHashMap<>();
    private final Map<Short, Closed> closed = new ConcurrentHashMap<>();
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(Map.of(), Map.of(), 0, 0));
    private boolean ended;

    /**
     * Rows as they were.
     *
     * @param look number of the look at them: one that began later knows whatever an earlier one does
     */
    private record Known(Map<Short, TierRow> tiers, Map<Integer, TierRows.Landing> landing, long at, long look) {
        static Known later(Known one, Known other) {
            return one.look() > other.look() ? one : other;
        }
    }

    private record Closed(String why, long until) {}

    /**
     * @param house the tier of this installation's home, open already: new blobs go there where no policy says otherwise
     * @param writer under which this process writes into tiers
     * @param told whether the house's row says from now on how it is reached from here: a process beside the complete server may reach it by another path
     */
    public JdbcTiers(Sql sql, List<TierKind> kinds, TierRow house, Tier housed, UUID writer, boolean told) {
        this.rows = new TierRows(sql);
        this.kinds = new HashMap<>();
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
        this.writer = writer;
        this.house = rows.registerOpened(house, told);
        open.put(this.house, housed);
        look();
    }

    /** What is known from now on: at least whatever was committed before. */
    private Known look() {
        long look = looks.incrementAndGet();
        Map<Short, TierRow> tiers = new HashMap<>();
        rows.all().forEach(row -> tiers.put(row.id(), row));
        return known.accumulateAndGet(
                new Known(Map.copyOf(tiers), rows.landing(), System.nanoTime(), look), Known::later);
    }

    private Known known() {
        Known now = known.get();
        // One looks, the others go on with what they know.
        if (System.nanoTime() - now.at() > FRESH_NANOS && looking.tryLock()) {
            try {
                now = look();
            } catch (Sql.Failed e) {
                // As it was: whoever needs the database finds out by himself.
                now = known.updateAndGet(
                        last -> new Known(last.tiers(), last.landing(), System.nanoTime(), last.look()));
            } finally {
                looking.unlock();
            }
        }
        return now;
    }

    private @Nullable TierRow row(short id) {
        TierRow row = known().tiers().get(id);
        if (row == null) {
            row = look().tiers().get(id);
        }
        return row;
    }

    @Override
    public Tier of(short id) throws TierOffline {
        TierRow row = row(id);
        if (row == null) {
            throw new TierOffline("no tier has the number " + id);
        }
        if (row.state() == TierRow.State.OFF) {
            throw new TierOffline("tier " + row.name() + " is switched off");
        }
        Tier tier = open.get(id);
        return tier == null ? open(row) : tier;
    }

    private Tier open(TierRow row) throws TierOffline {
        Closed before = closed.get(row.id());
        if (before != null && System.nanoTime() - before.until() < 0) {
            throw new TierOffline(before.why());
        }
        synchronized (this) {
            Tier tier = open.get(row.id());
            if (tier != null) {
                return tier;
            }
            if (ended) {
                throw new TierOffline("this process is stopping");
            }
            try {
                tier = kind(row.kind()).open(row.settings(), row.uuid(), writer);
            } catch (IOException | IllegalArgumentException e) {
                String why = "tier " + row.name() + " cannot be opened: " + e.getMessage();
                closed.put(row.id(), new Closed(why, System.nanoTime() + RETRY_NANOS));
                LOG.warn("{}", why);
                throw new TierOffline(why);
            }
            open.put(row.id(), tier);
            closed.remove(row.id());
            return tier;
        }
    }

    /** @throws IllegalArgumentException where nothing here makes such tiers */
    public TierKind kind(String name) {
        TierKind kind = kinds.get(name);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "there is no kind of tier \"" + name + "\"; there are " + String.join(", ", kinds.keySet()));
        }
        return kind;
    }

    @Override
    public int rank(short id) {
        TierRow row = row(id);
        return row == null ? Integer.MAX_VALUE : recall(row).isPresent() ? OFFLINE_RANK + row.rank() : row.rank();
    }

    @Override
    public Optional<Duration> recall(short id) {
        TierRow row = row(id);
        return row == null ? Optional.empty() : recall(row);
    }

    /** Settings that its kind does not understand are those of an archive: opening it says what is wrong. */
    private Optional<Duration> recall(TierRow row) {
        TierKind kind = kinds.get(row.kind());
        try {
            return kind == null ? Optional.empty() : kind.recall(row.settings());
        } catch (IllegalArgumentException e) {
            return Optional.of(Duration.ZERO);
        }
    }

    @Override
    public boolean readOnly(short id) {
        TierRow row = row(id);
        return row != null && readOnly(row);
    }

    @Override
    public boolean draining(short id) {
        TierRow row = row(id);
        return row != null && row.state() == TierRow.State.DRAINING;
    }

    private boolean readOnly(TierRow row) {
        TierKind kind = kinds.get(row.kind());
        return kind != null && kind.readOnly();
    }

    /** Whether it takes new blobs: it is online, and what lies there is read at once. */
    public boolean lands(TierRow row) {
        return row.state() == TierRow.State.ONLINE && recall(row).isEmpty() && !readOnly(row);
    }

    /** A draining, closed or read-only tier takes nothing, and nothing lands in an archive, whatever the policy says; where none is left, the house's. */
    @Override
    public List<Short> landing(int notebook) {
        Known now = known();
        TierRows.Landing landing = now.landing().get(notebook);
        List<Short> wanted = landing == null ? List.of(house) : landing.tiers();
        List<Short> taking = new ArrayList<>();
        for (short id : wanted) {
            TierRow row = now.tiers().get(id);
            if (row != null && lands(row)) {
                taking.add(id);
            }
        }
        if (!taking.isEmpty()) {
            return taking;
        }
        List<Short> any = anyOnline(now, landing == null ? Demands.NONE : landing.demands());
        return any.isEmpty() ? wanted : any;
    }

    private List<Short> anyOnline(Known now, Demands demands) {
        return now.tiers().values().stream()
                .filter(row -> lands(row) && demands.allow(row.traits()))
                .sorted(Comparator.comparingInt(TierRow::rank).thenComparing(TierRow::id))
                .map(TierRow::id)
                .toList();
    }

    /** All that are not switched off, the nearest first. */
    public List<Short> nearest() {
        return known().tiers().values().stream()
                .filter(row -> row.state() != TierRow.State.OFF)
                .sorted(Comparator.comparingInt(TierRow::rank).thenComparing(TierRow::id))
                .map(TierRow::id)
                .toList();
    }

    /** Of all processes at once, as the rows are now. */
    public List<TierRow> all() {
        return look().tiers().values().stream()
                .sorted(Comparator.comparing(TierRow::id))
                .toList();
    }

    public Optional<TierRow> named(String name) {
        return all().stream().filter(row -> row.name().equals(name)).findFirst();
    }

    /**
     * Makes a tier and its row; every process may use it within two seconds.
     *
     * @throws IllegalArgumentException where the name is taken, a setting is wrong, or the kind only reads
     */
    public TierRow add(String kind, String name, Map<String, String> settings, int rank) throws IOException {
        if (kind(kind).readOnly()) {
            throw new IllegalArgumentException("a tier of kind " + kind
                    + " is made where what lies there is taken into a notebook: gedeon tier adopt");
        }
        return add(kind, name, settings, rank, (c, id) -> {});
    }

    /** What belongs to a new tier's row, in its transaction. */
    @FunctionalInterface
    public interface Along {
        void with(Connection c, short id) throws SQLException;
    }

    /** As {@link #add(String, String, Map, int)}, of any kind. */
    public TierRow add(String kind, String name, Map<String, String> settings, int rank, Along along)
            throws IOException {
        if (named(name).isPresent()) {
            throw new IllegalArgumentException("there is a tier " + name + " already");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a tier's name is 1 to 63 letters, digits, '.', '_' or '-', was \"" + name + "\"");
        }
        if (rank < 0 || rank > 1000) {
            throw new IllegalArgumentException("rank of a tier must be 0..1000, was " + rank);
        }
        requireNotWithinOthers(kind, settings);
        UUID uuid = kind(kind).create(settings);
        TierRow made = new TierRow((short) 0, uuid, kind, name, settings, TierRow.State.ONLINE, rank);
        short id = rows.register(made, along);
        return Objects.requireNonNull(look().tiers().get(id));
    }

    private void requireNotWithinOthers(String kind, Map<String, String> settings) {
        String root = settings.get(ROOT);
        if (root != null && !kind(kind).readOnly()) {
            requireNotAdopted(Path.of(root));
        }
    }

    /**
     * Where something is only read, nothing is put that writes.
     *
     * @throws IllegalArgumentException where the folder lies in one that was adopted, or holds one
     */
    public void requireNotAdopted(Path folder) {
        Path made = RealPath.of(folder);
        for (TierRow row : all()) {
            String other = row.settings().get(ROOT);
            if (readOnly(row) && other != null) {
                Path adopted = RealPath.of(Path.of(other));
                if (made.startsWith(adopted) || adopted.startsWith(made)) {
                    throw new IllegalArgumentException("the folder " + folder + " and the adopted folder " + other
                            + " of tier " + row.name()
                            + " lie one in the other, and nothing is written there; name another folder");
                }
            }
        }
    }

    /** Durable on return; other processes see it within two seconds. */
    public void setState(short id, TierRow.State state) {
        rows.setState(id, state);
        look();
    }

    /** Of this installation's home: it cannot go. */
    public short house() {
        return house;
    }

    /** What people know of it, and how far away it is; durable on return. */
    public void describe(short id, int rank, TierTraits traits) {
        if (rank < 0 || rank > 1000) {
            throw new IllegalArgumentException("rank of a tier must be 0..1000, was " + rank);
        }
        rows.describe(id, rank, traits);
        look();
    }

    /**
     * What a tier has left.
     *
     * @param free bytes that can still be written there
     * @param spare see {@link Tier#spare}
     */
    public record Room(long free, long spare) {}

    /**
     * Asks a tier itself, which takes as long as its disk or its far side does.
     *
     * @throws IOException where it is not there, or cannot say
     */
    public Room room(short id) throws IOException {
        Tier tier = of(id);
        tier.requireThere();
        return new Room(tier.free(), tier.spare());
    }

    /** Counts what lives there: one scan of the places of all tiers, so only where somebody asks for it. */
    public void count(short id) {
        rows.count(id);
        look();
    }

    /** How many blobs live there and nowhere else: as long a scan. */
    public long alone(short id) {
        return rows.alone(id);
    }

    /**
     * Forgets a tier; its folder or bucket stays as it is.
     *
     * @return false where something lies there, or it has not been off for an hour: an upload that began before may still end in it
     * @throws IllegalArgumentException for the tier of the home
     */
    public boolean remove(short id) throws IOException {
        if (id == house) {
            throw new IllegalArgumentException("the tier of the server's own home is not removed");
        }
        boolean removed = rows.remove(id, OFF_BEFORE);
        look();
        Tier tier = removed ? open.remove(id) : null;
        if (tier != null) {
            tier.close();
        }
        return removed;
    }

    /** Tidies up in each tier that is open here. */
    public void sweep(Predicate<UUID> alive, Duration untouched) throws IOException {
        IOException failed = null;
        for (Tier tier : open.values()) {
            try {
                tier.sweep(alive, untouched);
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            ended = true;
        }
        IOException failed = null;
        for (Tier tier : open.values()) {
            try {
                tier.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
