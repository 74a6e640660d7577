package gedeon.storage.namespace;

import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Commits in groups: what waits (at most 256, each key once) is one transaction; it never waits to fill one. Two of them a process, by notebook. A group
 * that fails is tried one by one, so that one bad version costs only itself. What was given together stays together: it is never split over transactions.
 */
public final class Committer implements AutoCloseable {
    /** Versions of one transaction, and the most that are given together. */
    public static final int GROUP = 256;

    private final Sql sql;
    private final Namespace namespace;
    private final Lane[] lanes = {new Lane(), new Lane()};
    private volatile boolean closed;

    public Committer(Sql sql, Namespace namespace) {
        this.sql = sql;
        this.namespace = namespace;
        for (int i = 0; i < lanes.length; i++) {
            Lane lane = lanes[i];
            lane.thread = Thread.ofPlatform().daemon().name("committer-" + i).start(lane::run);
        }
    }

    private record Waiting(
            List<NewVersion> versions, Set<Long> keys, CompletableFuture<List<Namespace.Outcome>> outcomes) {}

    /** Waits for the commit. @throws Refusal where a condition no longer holds */
    public Namespace.Outcome commit(NewVersion version) {
        return commit(List.of(version)).getFirst();
    }

    /**
     * Waits for the commit of versions of distinct keys of one notebook, all of them or none; their outcomes in the same order, none of them refused.
     *
     * @throws Refusal where a condition of one of them no longer holds; it says of which
     */
    public List<Namespace.Outcome> commit(List<NewVersion> together) {
        if (together.isEmpty() || together.size() > GROUP) {
            throw new IllegalArgumentException(
                    "1 to " + GROUP + " versions are committed together, was " + together.size());
        }
        Set<Long> keys = new HashSet<>();
        together.forEach(version -> keys.add(Locks.hash(version.bucket().id(), version.key())));
        Waiting waiting = new Waiting(List.copyOf(together), keys, new CompletableFuture<>());
        lanes[together.getFirst().bucket().notebook() % lanes.length].add(waiting);
        try {
            return waiting.outcomes().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a commit was under way", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Stops after what waits is committed. */
    @Override
    public void close() {
        closed = true;
        for (Lane lane : lanes) {
            lane.end();
        }
    }

    private final class Lane {
        private final Deque<Waiting> queue = new ArrayDeque<>();
        private Thread thread = Thread.currentThread();

        synchronized void add(Waiting waiting) {
            if (closed) {
                throw new IllegalStateException("the gateway is stopping; repeat the request");
            }
            queue.add(waiting);
            notifyAll();
        }

        private synchronized List<Waiting> next() throws InterruptedException {
            while (queue.isEmpty() && !closed) {
                wait();
            }
            List<Waiting> group = new ArrayList<>();
            Set<Long> keys = new HashSet<>();
            int size = 0;
            Iterator<Waiting> all = queue.iterator();
            while (all.hasNext() && size < GROUP) {
                Waiting one = all.next();
                // What does not fit, or has a key that is taken, waits at the queue's head for the next one.
                if (size + one.versions().size() <= GROUP && Collections.disjoint(keys, one.keys())) {
                    keys.addAll(one.keys());
                    size += one.versions().size();
                    group.add(one);
                    all.remove();
                }
            }
            return group;
        }

        void run() {
            try {
                while (true) {
                    List<Waiting> group = next();
                    if (group.isEmpty()) {
                        return;
                    }
                    commit(group);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void commit(List<Waiting> group) {
            try {
                List<List<Namespace.Outcome>> outcomes = sql.inTransaction(c -> namespace.commitGroups(
                        c, group.stream().map(Waiting::versions).toList()));
                for (int i = 0; i < group.size(); i++) {
                    answer(group.get(i), outcomes.get(i));
                }
            } catch (Sql.UnknownOutcome e) {
                group.forEach(one -> one.outcomes().completeExceptionally(e));
            } catch (RuntimeException | Error e) {
                if (group.size() == 1) {
                    group.getFirst().outcomes().completeExceptionally(e);
                } else {
                    group.forEach(one -> commit(List.of(one)));
                }
            }
        }

        private static void answer(Waiting waiting, List<Namespace.Outcome> outcomes) {
            // Refused together, for the same reason.
            Refusal refused = outcomes.getFirst().refused();
            if (refused != null) {
                waiting.outcomes().completeExceptionally(refused);
            } else {
                waiting.outcomes().complete(outcomes);
            }
        }

        void end() {
            synchronized (this) {
                notifyAll();
            }
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What became of a commit whose answer was lost; a version that was replaced since is committed and not there. */
    public record Fate(boolean committed, Optional<StoredVersion> version) {}

    /**
     * Asks under the key's lock, which the lost transaction holds until it ends: it may still be under way in the database when its connection is gone.
     *
     * @throws Sql.Failed where the database cannot be reached or does not end it within ten seconds
     */
    public Fate fate(NewVersion version) {
        return sql.inTransaction(c -> {
            Sql.update(c, "set local lock_timeout = '10s'");
            Locks.key(c, version.bucket(), version.key());
            Optional<StoredVersion> found = Sql.list(
                            c,
                            VersionRow::read,
                            "select " + VersionRow.COLUMNS
                                    + " from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? and v.nonce = ?",
                            version.bucket().id(),
                            version.key().bytes(),
                            version.nonce())
                    .stream()
                    .findFirst();
            Place own = version.place();
            boolean blob = own != null && known(c, NewVersion.uuid(own.blob()));
            return new Fate(found.isPresent() || blob, found);
        });
    }

    /** Whether a blob was ever committed: its row outlives its version by the grace of the garbage. */
    static boolean known(Connection c, UUID blob) throws SQLException {
        return !Sql.list(c, row -> true, "select 1 from blob where id = ?", blob)
                .isEmpty();
    }
}
