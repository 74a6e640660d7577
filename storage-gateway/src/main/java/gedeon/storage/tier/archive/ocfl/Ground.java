package gedeon.storage.tier.archive.ocfl;

import io.ocfl.api.OcflObjectUpdater;
import io.ocfl.core.storage.common.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;

/** What objects lie on: a folder, or a bucket. Paths are those within the storage root; an object's root is one. */
interface Ground extends AutoCloseable {
    Storage storage();

    /** A local folder for what is put together; it is there. */
    Path work() throws IOException;

    /** Puts a file where the object whose root this is will have it, or where it goes there from. */
    void add(OcflObjectUpdater object, String root, String path, InputStream content, long length) throws IOException;

    /** What was written of an object survives the power from now on. */
    void settle(String root) throws IOException;

    /** Takes away what is not the object's own and may be left of a write. After the object, also where there is none. */
    void clear(String root) throws IOException;

    StoredFile file(String path);

    /** Gives up what somebody began before that moment and nobody will end. */
    default void sweep(Instant before) throws IOException {}

    @Override
    void close() throws IOException;
}
