package gedeon.storage.objects;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A source that is opened when it is first read: a copy asks for the memory of what it writes before that of what it reads, as
 * {@link gedeon.storage.memory.WorkingMemory} wants it.
 */
final class OnFirstRead extends InputStream {
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private final Source source;
    private @Nullable InputStream open;

    OnFirstRead(Source source) {
        this.source = source;
    }

    private InputStream opened() throws IOException {
        InputStream in = open;
        if (in == null) {
            in = source.open();
            open = in;
        }
        return in;
    }

    @Override
    public int read() throws IOException {
        return opened().read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return opened().read(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
