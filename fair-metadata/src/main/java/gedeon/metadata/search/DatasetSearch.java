package gedeon.metadata.search;

import gedeon.metadata.Search;
import gedeon.metadata.Sight;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.storage.Traffic;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.search.engine.search.aggregation.AggregationKey;
import org.hibernate.search.mapper.orm.session.SearchSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Search over the catalogue, with its own index folder and indexer. One process has a folder. An index that is absent, broken or of another schema is emptied and filled again
 * from the tables, the newest datasets first; until that is done, {@link #waiting} tells how many are missing and {@link #find} answers with what is there.
 */
public final class DatasetSearch implements Search, AutoCloseable {
    /** Totals count up to here; more are told as this many. */
    public static final int MOST_COUNTED = 10_000;

    public static final int MOST_HITS = 1000;

    private static final Logger log = LoggerFactory.getLogger(DatasetSearch.class);
    private static final int MOST_VALUES = 20;
    private static final int MOST_NAMES = 5000;
    private static final Found NOTHING = new Found(0, List.of(), List.of());

    private final DataSource source;
    private final IndexFolder folder;
    private final Due due;
    private final Matched matched;
    private final Indexer indexer;
    private final ReadWriteLock opened = new ReentrantReadWriteLock();
    private @Nullable SearchIndex index;
    private boolean closed;

    private DatasetSearch(DataSource source, IndexFolder folder, Traffic traffic, Clock clock) {
        Sql sql = new Sql(source);
        this.source = source;
        this.folder = folder;
        this.due = new Due(sql);
        this.matched = new Matched(sql);
        this.indexer = new Indexer(
                sql,
                clock,
                traffic,
                work -> use(open -> {
                    work.accept(open);
                    return true;
                }));
    }

    /**
     * Opens and begins to index.
     *
     * @param source connections to the database that holds the schema {@code catalogue}
     * @param folder on a local disk; made where absent
     * @throws IllegalStateException where another process has the folder
     */
    public static DatasetSearch open(DataSource source, Path folder, Clock clock) {
        return open(source, folder, new Traffic(), clock);
    }

    /** @param traffic that indexing gives way to */
    public static DatasetSearch open(DataSource source, Path folder, Traffic traffic, Clock clock) {
        DatasetSearch search = openIdle(source, folder, traffic, clock);
        search.indexer.start();
        return search;
    }

    /** Without its indexer: answers, and indexes nothing. */
    static DatasetSearch openIdle(DataSource source, Path folder, Clock clock) {
        return openIdle(source, folder, new Traffic(), clock);
    }

    private static DatasetSearch openIdle(DataSource source, Path folder, Traffic traffic, Clock clock) {
        IndexFolder locked = IndexFolder.open(folder);
        try {
            DatasetSearch search = new DatasetSearch(source, locked, traffic, clock);
            search.index = search.begin();
            return search;
        } catch (RuntimeException e) {
            locked.close();
            throw e;
        }
    }

    /** Something was changed: it is indexed now instead of within a second. */
    public void wake() {
        indexer.wake();
    }

    /** How many datasets wait to be indexed. */
    public long waiting() {
        return due.waiting();
    }

    /** True once all that was committed before the call is found; false where that takes longer. */
    public boolean awaitIndexed(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        indexer.wake();
        while (!due.empty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public Found find(String query, Sight sight, int limit) {
        Query read = QueryReader.read(query);
        if (limit < 0) {
            throw new IllegalArgumentException("limit is 0 to " + MOST_HITS + ", was " + limit);
        }
        if (sight.notebooks().isEmpty()) {
            return NOTHING;
        }
        return use(open -> open.with(session -> {
            requireKnown(session, read, sight.notebooks());
            return answer(session, read, sight, Math.min(limit, MOST_HITS));
        }));
    }

    private Found answer(SearchSession session, Query query, Sight sight, int limit) {
        var asked = session.search(DatasetRow.class)
                .select(f -> f.id(UUID.class))
                .where(f -> new Predicates(f).of(query, sight));
        for (String facet : DatasetDocument.FACETS) {
            asked = asked.aggregation(
                    key(facet),
                    f -> f.terms().field("facet." + facet, String.class).maxTermCount(MOST_VALUES));
        }
        var answer = asked.sort(
                        f -> f.composite().add(f.score()).add(f.field("created").desc()))
                .totalHitCountThreshold(MOST_COUNTED)
                .fetch(limit);
        List<Facet> facets = new ArrayList<>();
        for (String facet : DatasetDocument.FACETS) {
            List<Count> values = answer.aggregation(key(facet)).entrySet().stream()
                    .map(e -> new Count(e.getKey(), e.getValue()))
                    .toList();
            if (!values.isEmpty()) {
                facets.add(new Facet(facet, values));
            }
        }
        long total = Math.min(answer.total().hitCountLowerBound(), MOST_COUNTED);
        return new Found(total, matched.hits(query, answer.hits(), sight), facets);
    }

    private static AggregationKey<Map<String, Long>> key(String facet) {
        return AggregationKey.of(facet);
    }

    /** A field that no dataset of the notebooks has is most likely misspelt; names of other notebooks are not told. */
    private static void requireKnown(SearchSession session, Query query, Set<Integer> notebooks) {
        for (Query.Part part : query.parts()) {
            String field = Query.field(part.term());
            if (field == null
                    || DatasetDocument.OWN.contains(field)
                    || DatasetDocument.LINKED.contains(field)
                    || Vocabulary.knows(field)) {
                continue;
            }
            boolean known = !session.search(DatasetRow.class)
                    .select(f -> f.id(UUID.class))
                    .where(f -> new Predicates(f).having(field, notebooks))
                    .fetchHits(1)
                    .isEmpty();
            if (!known) {
                throw new IllegalArgumentException(QueryReader.place(part.at()) + "no dataset here has a field \""
                        + field + "\"; " + remedy(field, names(session, notebooks)));
            }
        }
    }

    private static Set<String> names(SearchSession session, Set<Integer> notebooks) {
        AggregationKey<Map<String, Long>> key = AggregationKey.of("fields");
        Set<String> names = new TreeSet<>(session.search(DatasetRow.class)
                .where(f -> new Predicates(f).within(notebooks))
                .aggregation(key, f -> f.terms().field("fields", String.class).maxTermCount(MOST_NAMES))
                .fetch(0)
                .aggregation(key)
                .keySet());
        names.addAll(DatasetDocument.OWN);
        names.addAll(DatasetDocument.LINKED);
        names.addAll(Vocabulary.names());
        return names;
    }

    private static String remedy(String field, Set<String> known) {
        List<String> near = Nearest.of(field, known);
        return near.isEmpty()
                ? "put the text in quotes to look for it as text"
                : "did you mean " + String.join(", ", near) + "? Text goes in quotes";
    }

    /** Work on the open index; where its files turn out broken, it is made again and the work repeated once. */
    private <T> T use(Function<SearchIndex, T> work) {
        reopen();
        SearchIndex at = null;
        opened.readLock().lock();
        try {
            at = requireOpen();
            return work.apply(at);
        } catch (RuntimeException e) {
            if (at == null || !Broken.is(e)) {
                throw e;
            }
            log.error("The search index {} is broken and is made again from the tables", folder.path(), e);
        } finally {
            opened.readLock().unlock();
        }
        renew(at);
        opened.readLock().lock();
        try {
            return work.apply(requireOpen());
        } finally {
            opened.readLock().unlock();
        }
    }

    private SearchIndex requireOpen() {
        if (index == null) {
            throw new IllegalStateException("the search index " + folder.path() + " is closed");
        }
        return index;
    }

    /** Where an index could not be begun when the one before it broke (the database was away), it is begun now. */
    private void reopen() {
        opened.readLock().lock();
        try {
            if (index != null || closed) {
                return;
            }
        } finally {
            opened.readLock().unlock();
        }
        opened.writeLock().lock();
        try {
            if (index == null && !closed) {
                index = begin();
            }
        } finally {
            opened.writeLock().unlock();
        }
    }

    private void renew(SearchIndex broken) {
        opened.writeLock().lock();
        try {
            if (index == broken) {
                index = null;
                try {
                    broken.close();
                } catch (RuntimeException e) {
                    log.warn("The broken search index did not close cleanly", e);
                }
                folder.clear();
                index = begin();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            opened.writeLock().unlock();
        }
    }

    /** Opens the index; one that is not usable is emptied and every dataset put in the queue, and only then the folder says so: a crash in between begins anew. */
    private SearchIndex begin() {
        try {
            boolean usable = folder.usable(DatasetDocument.SCHEMA);
            if (!usable) {
                folder.clear();
            }
            SearchIndex open = SearchIndex.open(source, folder.path());
            if (!usable) {
                due.all();
                folder.begun(DatasetDocument.SCHEMA);
                log.info("The search index {} is filled from the tables", folder.path());
            }
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the search index " + folder.path() + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Stops the indexer after its batch and gives the folder back. */
    @Override
    public void close() {
        indexer.close();
        opened.writeLock().lock();
        try {
            closed = true;
            if (index != null) {
                index.close();
                index = null;
            }
        } finally {
            opened.writeLock().unlock();
            folder.close();
        }
    }
}
