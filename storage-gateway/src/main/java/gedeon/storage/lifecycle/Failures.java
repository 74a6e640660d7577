package gedeon.storage.lifecycle;

import gedeon.storage.sql.Sql;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What failed one by one while the rest went on: told once, by number and with the first reason. */
final class Failures {
    private int count;
    private @Nullable String first;

    /** Throws it again where nothing behind it would go better: the database is away, or this thread is to end. */
    void add(RuntimeException failure) {
        if (failure instanceof Sql.Failed failed && failed.unreachable()
                || Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        count++;
        if (first == null) {
            first = failure.toString();
        }
    }

    /** @param what they are, in the plural */
    void tell(Logger log, String what) {
        if (count > 0) {
            log.warn("{} {} failed and are tried again the next time; the first: {}", count, what, first);
        }
    }
}
