package gedeon.storage.journal;

import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.jdbc.JdbcTiers;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the files of the journal, one process at a time: each tier gets a copy of those that are ended, now and then all is written anew as a
 * snapshot, and what is older than that by more than an upload lasts goes away.
 */
public final class JournalKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);
    private static final long ONE_AT_A_TIME = 0x6765_646a_6f75_726eL;

    private final Sql sql;
    private final JdbcTiers tiers;
    private final Snapshot snapshot;
    private final Timeline timeline;
    private final JournalSettings settings;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;

    public JournalKeeper(Sql sql, JdbcTiers tiers, KeyProvider keys, JournalSettings settings, Clock clock) {
        this.sql = sql;
        this.tiers = tiers;
        this.settings = settings;
        this.clock = clock;
        this.timeline = new Timeline(sql);
        this.snapshot = new Snapshot(sql, new JournalSeal(keys), settings.segment());
        this.thread = Thread.ofVirtual().name("journal-keeper").start(this::run);
    }

    /** Not at once: who starts has other things to do. */
    private void run() {
        while (!closed) {
            try {
                Thread.sleep(settings.keepEvery());
                keep();
            } catch (InterruptedException e) {
                return;
            } catch (IOException | SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warn("the files of the journal wait for the next round: {}", e.getMessage());
                }
            }
        }
    }

    /** One round, unless another process is at it. A lock of the connection, not of a transaction: files are copied under it. */
    void keep() throws IOException, SQLException, InterruptedException {
        try (Connection c = sql.connection()) {
            if (!Sql.list(c, row -> row.getBoolean(1), "select pg_try_advisory_lock(?)", ONE_AT_A_TIME)
                    .getFirst()) {
                return;
            }
            try {
                // A replica may have taken over under processes that run.
                timeline.follow();
                round();
            } finally {
                Sql.list(c, row -> row.getBoolean(1), "select pg_advisory_unlock(?)", ONE_AT_A_TIME);
            }
        }
    }

    private record Shelf(short tier, Annals annals, Map<String, Annals.Entry> files) {
        /** Bytes of a file here; -1 where it is not. */
        long size(String name) {
            Annals.Entry file = files.get(name);
            return file == null ? -1 : file.size();
        }
    }

    private void round() throws IOException, InterruptedException {
        List<Shelf> shelves = shelves();
        if (shelves.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Optional<String> newest = newest(shelves);
        boolean due = timeline.snapshotDue();
        if (due
                || newest.isEmpty()
                || Names.of(newest.get()).plus(settings.snapshotEvery()).isBefore(now)) {
            int followed = timeline.seen();
            Shelf nearest = shelves.getFirst();
            for (String half : nearest.files().keySet()) {
                if (Names.isSnapshot(half) && !nearest.files().containsKey(Names.done(half))) {
                    nearest.annals().remove(half);
                }
            }
            snapshot.write(nearest.annals(), now);
            if (due) {
                timeline.snapshotMade(followed);
            }
            shelves = shelves();
        }
        copy(shelves, now);
        for (Shelf shelf : shelves()) {
            prune(shelf);
        }
    }

    private List<Shelf> shelves() {
        List<Shelf> shelves = new java.util.ArrayList<>();
        for (short id : tiers.nearest()) {
            try {
                Optional<Annals> annals = tiers.of(id).annals();
                if (annals.isPresent()) {
                    Map<String, Annals.Entry> files = new LinkedHashMap<>();
                    annals.get().list().forEach(one -> files.put(one.name(), one));
                    shelves.add(new Shelf(id, annals.get(), files));
                }
            } catch (IOException e) {
                LOG.info("tier {} gets its copy of the journal later: {}", id, e.getMessage());
            }
        }
        return shelves;
    }

    private static Optional<String> newest(List<Shelf> shelves) {
        return shelves.stream()
                .flatMap(shelf -> shelf.files().keySet().stream())
                .filter(Names::isDone)
                .max(String::compareTo);
    }

    /** Files that nobody adds to any more, to each tier that has less of them; the mark of a snapshot comes behind its files. */
    private void copy(List<Shelf> shelves, Instant now) throws IOException {
        Map<String, Shelf> longest = new TreeMap<>();
        for (Shelf shelf : shelves) {
            for (String name : shelf.files().keySet()) {
                longest.merge(name, shelf, (a, b) -> a.size(name) >= b.size(name) ? a : b);
            }
        }
        Instant ended = now.minus(settings.age().multipliedBy(2));
        for (Map.Entry<String, Shelf> one : longest.entrySet()) {
            String name = one.getKey();
            boolean whole = Names.isSnapshot(name)
                    ? longest.containsKey(Names.done(name))
                    : Names.of(name).isBefore(ended);
            if (whole) {
                copy(name, one.getValue(), shelves);
            }
        }
    }

    private static void copy(String name, Shelf from, List<Shelf> shelves) throws IOException {
        byte[] bytes = null;
        for (Shelf to : shelves) {
            if (to.size(name) < from.size(name)) {
                if (bytes == null) {
                    try (InputStream in = from.annals().read(name)) {
                        bytes = in.readAllBytes();
                    }
                }
                try {
                    to.annals().write(name, bytes);
                } catch (IOException e) {
                    LOG.info("tier {} gets {} later: {}", to.tier(), name, e.getMessage());
                }
            }
        }
    }

    private void prune(Shelf shelf) throws IOException {
        TreeSet<String> done = new TreeSet<>();
        shelf.files().keySet().stream().filter(Names::isDone).forEach(done::add);
        if (done.isEmpty()) {
            return;
        }
        Instant kept = Names.of(done.last());
        Duration longest = settings.overlap().plus(settings.age().multipliedBy(2));
        for (String name : shelf.files().keySet()) {
            Instant begun = Names.of(name);
            if (Names.isSnapshot(name) ? begun.isBefore(kept) : begun.isBefore(kept.minus(longest))) {
                shelf.annals().remove(name);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
