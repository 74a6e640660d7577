package gedeon.storage.tier.bucket;

import io.minio.messages.Part;
import java.io.IOException;

/** Room for one part: filled, sent, and filled again. */
interface PartRoom extends AutoCloseable {
    /** Bytes that still fit. */
    long left();

    /** Bytes that are in it. */
    long filled();

    /** Takes bytes, no more than are {@link #left}. */
    void put(byte[] bytes, int offset, int length) throws IOException;

    /** Sends what is in it as a part of an upload, compared with its MD5 on the far side. */
    Part send(S3Objects objects, String name, String upload, int number) throws IOException;

    /** As new. */
    void clear() throws IOException;

    /** What it took is free again. */
    @Override
    void close();
}
