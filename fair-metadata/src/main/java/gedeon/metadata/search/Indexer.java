package gedeon.metadata.search;

import gedeon.storage.Traffic;
import gedeon.storage.sql.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.hibernate.search.mapper.orm.session.SearchSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the index up to the tables, from the queue {@link Due}: reads a batch, writes it durably, takes its rows away. At least once, and the same again changes nothing. A
 * dataset that cannot be indexed is tried again later, by itself, and holds up no other.
 */
final class Indexer implements AutoCloseable {
    static final int BATCH = 500;

    private static final Logger log = LoggerFactory.getLogger(Indexer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final int MOST_PATHS = 200;

    private final Due due;
    private final Sql sql;
    private final Clock clock;
    private final Traffic traffic;
    private final Consumer<Consumer<SearchIndex>> index;
    private final Map<UUID, Instant> failed = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean called;
    private volatile boolean stopped;
    private long batches;

    /** @param index runs work on the open index */
    Indexer(Sql sql, Clock clock, Traffic traffic, Consumer<Consumer<SearchIndex>> index) {
        this.sql = sql;
        this.due = new Due(sql);
        this.clock = clock;
        this.traffic = traffic;
        this.index = index;
        this.thread = Thread.ofPlatform().name("search-indexer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** There is something to index; it would be seen within a second anyway. */
    void wake() {
        lock.lock();
        try {
            called = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = POLL;
        while (!stopped) {
            try {
                long began = System.nanoTime();
                while (!stopped && batch()) {
                    pause = POLL;
                    giveWay(traffic.rest(System.nanoTime() - began));
                    began = System.nanoTime();
                }
                pause = POLL;
            } catch (RuntimeException e) {
                pause = pause.multipliedBy(2).compareTo(RETRY) > 0 ? RETRY : pause.multipliedBy(2);
                log.warn("Indexing failed, next try in {} s", pause.toSeconds(), e);
            }
            rest(pause);
        }
    }

    /** What comes meanwhile is in the next batch, which is the larger and the cheaper for it. */
    private void giveWay(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    private void rest(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!called && !stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            called = false;
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    /** True where there was something to do. Mostly the newest first; each fourth batch takes the oldest, so that none waits for ever. */
    private boolean batch() {
        failed.values().removeIf(next -> next.isBefore(clock.instant()));
        List<Due.Row> rows = due.claim(BATCH, batches++ % 4 != 3, Set.copyOf(failed.keySet()));
        if (rows.isEmpty()) {
            return false;
        }
        try {
            write(rows);
        } catch (RuntimeException e) {
            if (Broken.is(e) || Broken.database(e)) {
                throw e;
            }
            log.warn("A batch of {} datasets could not be indexed, trying one by one", rows.size());
            rows.forEach(this::alone);
        }
        return true;
    }

    private void alone(Due.Row row) {
        if (stopped) {
            return;
        }
        try {
            write(List.of(row));
        } catch (RuntimeException e) {
            if (Broken.is(e) || Broken.database(e)) {
                throw e;
            }
            failed.put(row.dataset(), clock.instant().plus(RETRY));
            log.error("Dataset {} could not be indexed, next try in {} s", row.dataset(), RETRY.toSeconds(), e);
        }
    }

    private void write(List<Due.Row> rows) {
        List<UUID> ids = rows.stream().map(Due.Row::dataset).toList();
        index.accept(open -> open.with(session -> {
            plan(session, ids);
            return true;
        }));
        due.done(rows);
    }

    private void plan(SearchSession session, List<UUID> ids) {
        List<DatasetRow> found = session.toEntityManager()
                .createQuery("from DatasetRow where id in :ids and state <> 'deleted'", DatasetRow.class)
                .setParameter("ids", ids)
                .getResultList();
        Map<UUID, List<String>> paths = paths(ids);
        Set<UUID> gone = new HashSet<>(ids);
        for (DatasetRow row : found) {
            gone.remove(row.id);
            row.paths = paths.getOrDefault(row.id, List.of());
            session.indexingPlan().addOrUpdate(row);
        }
        gone.forEach(id -> session.indexingPlan().purge(DatasetRow.class, id, null));
        session.indexingPlan().execute();
    }

    private Map<UUID, List<String>> paths(List<UUID> ids) {
        record Path(UUID dataset, String path) {}
        Map<UUID, List<String>> paths = new HashMap<>();
        sql.list(
                        row -> new Path(row.getObject(1, UUID.class), row.getString(2)),
                        "select d.id, f.path from catalogue.dataset d cross join lateral (select path from catalogue.file f"
                                + " where f.dataset = d.id and f.number = d.content order by path limit ?) f where d.id = any (?)",
                        MOST_PATHS,
                        ids.toArray(UUID[]::new))
                .forEach(p -> paths.computeIfAbsent(p.dataset, id -> new ArrayList<>())
                        .add(p.path));
        return paths;
    }

    /** Waits for the batch at work. */
    @Override
    public void close() {
        stopped = true;
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
