package gedeon.storage.objects;

import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a range of a version across the blobs it is made of; one blob is open at a time. */
final class ReadPath {
    private final Versions versions;
    private final Tier tier;

    ReadPath(Versions versions, Tier tier) {
        this.versions = versions;
        this.tier = tier;
    }

    InputStream read(StoredVersion version, long offset, long length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, version.size().value());
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        List<Versions.Stretch> stretches = versions.stretches(version, offset, length);
        if (stretches.isEmpty()) {
            throw new Refusal(
                    Refusal.Reason.NO_SUCH_VERSION,
                    "version " + version.version() + " of " + version.key() + " is gone");
        }
        InputStream first = open(stretches.getFirst(), offset, length);
        return stretches.size() == 1 ? first : new Stretches(first, stretches.listIterator(1), offset, length);
    }

    private InputStream open(Versions.Stretch stretch, long offset, long length) throws IOException {
        long from = Math.max(0, offset - stretch.start());
        long to = Math.min(stretch.location().length(), offset + length - stretch.start());
        return tier.read(stretch.location(), from, to - from);
    }

    /** The stretches one after the other. Closing ends the open one and touches no other: who goes away early costs nothing more. */
    private final class Stretches extends InputStream {
        private final Iterator<Versions.Stretch> rest;
        private final long offset;
        private final long length;
        private @Nullable InputStream open;

        Stretches(InputStream first, Iterator<Versions.Stretch> rest, long offset, long length) {
            this.open = first;
            this.rest = rest;
            this.offset = offset;
            this.length = length;
        }

        private void next() throws IOException {
            close();
            if (rest.hasNext()) {
                open = ReadPath.this.open(rest.next(), offset, length);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int most) throws IOException {
            if (most == 0) {
                return 0;
            }
            while (open != null) {
                int n = open.read(buffer, from, most);
                if (n >= 0) {
                    return n;
                }
                next();
            }
            return -1;
        }

        @Override
        public long transferTo(OutputStream out) throws IOException {
            long count = 0;
            while (open != null) {
                count += open.transferTo(out);
                next();
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            InputStream last = open;
            open = null;
            if (last != null) {
                last.close();
            }
        }
    }
}
