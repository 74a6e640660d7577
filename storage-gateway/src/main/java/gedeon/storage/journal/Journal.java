package gedeon.storage.journal;

import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.jdbc.JdbcTiers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was noted of the namespace into the journal of a tier: all the time, and at once for whoever must not answer before it is there. What it
 * writes twice does no harm; what it has not written when it dies is noted still, and the next one writes it.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int AT_ONCE = 1000;

    private final Sql sql;
    private final JournalSeal seal;
    private final JournalFiles files;
    private final Duration every;
    private final Thread thread;
    private final Object turns = new Object();
    private long asked;
    private long told;
    private boolean draining;
    private volatile boolean closed;

    public Journal(Sql sql, JdbcTiers tiers, KeyProvider keys, UUID writer, JournalSettings settings, Clock clock) {
        this.sql = sql;
        this.seal = new JournalSeal(keys);
        this.files = new JournalFiles(tiers, writer, settings, clock);
        this.every = settings.every();
        this.thread = Thread.ofVirtual().name("journal").start(this::run);
    }

    /** Entries that are counted: a count that reaches it says "or more". */
    public static final int MOST = 100_000;

    /**
     * What was noted and is in no tier yet.
     *
     * @param entries counted up to {@link #MOST}
     * @param oldest how long it has waited; zero where nothing does
     */
    public record Behind(long entries, Duration oldest) {}

    public Behind behind() {
        return sql.one(
                        row -> new Behind(row.getLong(1), Duration.ofMillis(row.getLong(2))),
                        "select count(*), coalesce((extract(epoch from now() - min(noted)) * 1000)::bigint, 0) from (select noted from journal_entry order by id limit "
                                + MOST + ") e")
                .orElseThrow();
    }

    /**
     * All that anybody committed before this call is durable in a tier's journal when it returns. Who calls at the same time waits for the same write.
     *
     * @throws Refusal TIER_UNAVAILABLE where no tier takes it: it is committed, and may not be acknowledged
     */
    public void flush() {
        long mine;
        synchronized (turns) {
            mine = ++asked;
        }
        while (true) {
            long serves;
            synchronized (turns) {
                while (draining && told < mine) {
                    awaitTurn();
                }
                if (told >= mine) {
                    return;
                }
                draining = true;
                serves = asked;
            }
            boolean done = false;
            try {
                drain();
                done = true;
            } catch (IOException e) {
                throw new Refusal(
                        Refusal.Reason.TIER_UNAVAILABLE,
                        "this was done, but no tier could be told of it so that it lasts (" + e.getMessage()
                                + "); repeat the request");
            } finally {
                synchronized (turns) {
                    draining = false;
                    told = done ? Math.max(told, serves) : told;
                    turns.notifyAll();
                }
            }
        }
    }

    private void awaitTurn() {
        try {
            turns.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the journal", e);
        }
    }

    private record Noted(long id, JournalEntry entry) {}

    /** @param millis when this was asked, by the database's clock: what was committed before has no higher id */
    private record Horizon(long id, long millis) {}

    /** Up to what is noted now. Ids are not in the order of commits: what comes later with a lower one is written with the rest, or the next time. */
    private void drain() throws IOException {
        Horizon horizon = sql.one(
                        row -> new Horizon(row.getLong(1), row.getLong(2)),
                        "select coalesce(max(id), 0), (extract(epoch from now()) * 1000)::bigint from journal_entry")
                .orElseThrow();
        List<Noted> page;
        do {
            page = sql.list(
                    row -> new Noted(row.getLong("id"), JournalEntry.read(row)),
                    "select id, told, gone, change, rows from journal_entry where id <= ? order by id limit ?",
                    horizon.id(),
                    AT_ONCE);
            if (!page.isEmpty()) {
                write(page, page.size() < AT_ONCE ? horizon.millis() : 0);
            }
        } while (page.size() == AT_ONCE);
    }

    /** @param whole all that was committed before is told with this page; 0 where there is more */
    private void write(List<Noted> page, long whole) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Noted one : page) {
            JournalLine.write(lines, seal.json(one.entry()));
        }
        if (whole > 0) {
            JournalLine.write(lines, JournalEntry.whole(whole).json());
        }
        files.append(lines.toByteArray());
        Object[] ids = page.stream().map(Noted::id).toArray();
        sql.inTransaction(
                c -> Sql.update(c, "delete from journal_entry where id = any (?)", c.createArrayOf("bigint", ids)));
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(every);
                flush();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("the journal waits: {}", e.getMessage());
                }
            }
        }
    }

    /** Writes what is noted, where it can. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("the journal lacks what was noted last; the next process writes it: {}", e.getMessage());
        }
    }
}
