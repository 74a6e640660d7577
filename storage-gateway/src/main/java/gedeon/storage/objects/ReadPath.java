package gedeon.storage.objects;

import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

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
        return stretches.size() == 1
                ? first
                : new SequenceInputStream(new Rest(first, stretches.listIterator(1), offset, length));
    }

    private InputStream open(Versions.Stretch stretch, long offset, long length) throws IOException {
        long from = Math.max(0, offset - stretch.start());
        long to = Math.min(stretch.location().length(), offset + length - stretch.start());
        return tier.read(stretch.location(), from, to - from);
    }

    private final class Rest implements Enumeration<InputStream> {
        private final Iterator<Versions.Stretch> stretches;
        private final long offset;
        private final long length;
        private boolean firstGiven;
        private final InputStream first;

        Rest(InputStream first, Iterator<Versions.Stretch> stretches, long offset, long length) {
            this.first = first;
            this.stretches = stretches;
            this.offset = offset;
            this.length = length;
        }

        @Override
        public boolean hasMoreElements() {
            return !firstGiven || stretches.hasNext();
        }

        @Override
        public InputStream nextElement() {
            if (!firstGiven) {
                firstGiven = true;
                return first;
            }
            Versions.Stretch next = stretches.next();
            try {
                return open(next, offset, length);
            } catch (IOException e) {
                // SequenceInputStream cannot throw here; the stream it gets throws at its first read instead.
                return new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw e;
                    }
                };
            }
        }
    }
}
