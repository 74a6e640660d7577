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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens tiers by their rows, which every process reads again each two seconds: a tier that was added is used by all within that time, one that was switched
 * off by none.
 */
public final class JdbcTiers implements Tiers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcTiers.class);

    /** The setting of kinds that keep a folder. */
    private static final String ROOT = "root";

    private static final Duration OFF_BEFORE = Duration.ofHours(1);
    private static final long RETRY_NANOS = 5_000_000_000L;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final TierRows rows;
    private final KnownTiers known;
    private final Map<String, TierKind> kinds;
    private final UUID writer;
    private final short house;
    private final Map<Short, Tier> open = new ConcurrentHashMap<>();
    private final Map<Short, Closed> closed = new ConcurrentHashMap<>();
    private boolean ended;

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
        this.known = new KnownTiers(rows, Map.copyOf(this.kinds));
        this.writer = writer;
        this.house = rows.registerOpened(house, told);
        open.put(this.house, housed);
        known.look();
    }

    @Override
    public Tier of(short id) throws TierOffline {
        TierRow row = known.row(id);
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
        TierRow row = known.row(id);
        return row == null ? Integer.MAX_VALUE : known.rank(row);
    }

    @Override
    public Optional<Duration> recall(short id) {
        TierRow row = known.row(id);
        return row == null ? Optional.empty() : known.recall(row);
    }

    @Override
    public boolean readOnly(short id) {
        TierRow row = known.row(id);
        return row != null && known.readOnly(row);
    }

    @Override
    public boolean draining(short id) {
        TierRow row = known.row(id);
        return row != null && row.state() == TierRow.State.DRAINING;
    }

    /** Whether it takes new blobs: it is online, and what lies there is read at once. */
    public boolean lands(TierRow row) {
        return known.lands(row);
    }

    /** A draining, closed or read-only tier takes nothing, and nothing lands in an archive, whatever the policy says; where none is left, the house's. */
    @Override
    public List<Short> landing(int notebook) {
        return known.landing(notebook, house);
    }

    /** All that are not switched off, the nearest first. */
    public List<Short> nearest() {
        return known.nearest();
    }

    /** Of all processes at once, as the rows are now. */
    public List<TierRow> all() {
        return known.look().tiers().values().stream()
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
        return add(kind, name, settings, rank, TierTraits.UNKNOWN, (c, id) -> {});
    }

    /** What belongs to a new tier's row, in its transaction. */
    @FunctionalInterface
    public interface Along {
        void with(Connection c, short id) throws SQLException;
    }

    /** As {@link #add(String, String, Map, int)}, of any kind, and described at once. */
    public TierRow add(String kind, String name, Map<String, String> settings, int rank, TierTraits traits, Along along)
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
        TierRow made =
                new TierRow((short) 0, uuid, kind, name, settings, TierRow.State.ONLINE, rank, traits, null, false);
        short id = rows.register(made, along);
        return Objects.requireNonNull(known.look().tiers().get(id));
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
            if (known.readOnly(row) && other != null) {
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
        known.look();
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
        known.look();
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
        return new Room(left(id, tier, tier.free()), spare(id));
    }

    /** Bytes that can still be written there, without asking whether it is there now. */
    public long free(short id) throws IOException {
        Tier tier = of(id);
        return left(id, tier, tier.free());
    }

    @Override
    public long spare(short id) throws IOException {
        Tier tier = of(id);
        return left(id, tier, tier.spare());
    }

    /** What is measured, and where a capacity is said, not more than what is left of that. */
    private long left(short id, Tier tier, long measured) {
        TierRow row = known.row(id);
        Held held = row == null ? null : row.held();
        return Math.min(measured, tier.capacity().orElse(Long.MAX_VALUE) - (held == null ? 0 : held.bytes()));
    }

    /** Counts what lives in tiers of which only the capacity is known, where nobody did for so long; every process may ask, one counts. */
    public void countStale(Duration old) {
        for (TierRow row : all()) {
            try {
                if (row.state() != TierRow.State.OFF && of(row.id()).capacity().isPresent()) {
                    rows.countStale(row.id(), old);
                }
            } catch (TierOffline e) {
                LOG.debug("what tier {} holds is counted when it is there again", row.name());
            }
        }
        known.look();
    }

    /** Counts what lives there: one scan of the places of all tiers, so only where somebody asks for it. */
    public void count(short id) {
        rows.count(id);
        known.look();
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
        known.look();
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
