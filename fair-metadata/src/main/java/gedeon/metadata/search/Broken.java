package gedeon.metadata.search;

import java.io.EOFException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.jspecify.annotations.Nullable;

/** What a failure tells about the index's files or the database. */
final class Broken {
    private Broken() {}

    /** The index's files cannot be read: it is made again. A connection to the database that ended early is none of theirs. */
    static boolean is(Throwable failure) {
        return !database(failure)
                && any(
                        failure,
                        e -> e instanceof CorruptIndexException
                                || e instanceof IndexFormatTooOldException
                                || e instanceof IndexFormatTooNewException
                                || e instanceof IndexNotFoundException
                                || e instanceof EOFException
                                || e instanceof NoSuchFileException);
    }

    /** The database does not answer: it concerns every dataset. */
    static boolean database(Throwable failure) {
        return any(failure, SQLException.class::isInstance);
    }

    private static boolean any(Throwable failure, Predicate<Throwable> what) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < 50; depth++) {
            if (what.test(at)) {
                return true;
            }
            for (Throwable other : at.getSuppressed()) {
                if (what.test(other)) {
                    return true;
                }
            }
            at = at.getCause();
        }
        return false;
    }
}
