package gedeon.storage.objects;

import gedeon.storage.Encryption;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.DestroyedKey;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.encryption.WrongKey;
import gedeon.storage.namespace.Versions;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a range of a version across the blobs it is made of; one blob is open at a time. */
final class ReadPath {
    private final Versions versions;
    private final Copies copies;
    private final Sealing sealing;

    ReadPath(Versions versions, Copies copies, Sealing sealing) {
        this.versions = versions;
        this.copies = copies;
        this.sealing = sealing;
    }

    /** As the one beside, where nobody has looked yet where it lies. */
    InputStream read(StoredVersion version, long offset, long length, @Nullable SuppliedKey key) throws IOException {
        return read(version, null, offset, length, key);
    }

    /** @param whole and {@code key} see {@link ObjectStore#read} */
    InputStream read(StoredVersion version, @Nullable Place whole, long offset, long length, @Nullable SuppliedKey key)
            throws IOException {
        requireKey(version, key);
        try {
            return opened(version, whole, offset, length, key);
        } catch (InArchive e) {
            throw archived(version);
        }
    }

    /** Also where it went there since it was looked for. */
    private IOException archived(StoredVersion version) throws TierOffline {
        if (version.archived()
                || versions.exact(version.bucketId(), version.key(), version.version())
                        .map(StoredVersion::archived)
                        .orElse(false)) {
            throw new Refusal(
                    Refusal.Reason.ARCHIVED,
                    version.key() + " lies in an archive and is not restored; ask for a restore (RestoreObject) first");
        }
        throw new TierOffline(version.key() + " can be read in an archive alone while its other copies are away");
    }

    private InputStream opened(
            StoredVersion version, @Nullable Place whole, long offset, long length, @Nullable SuppliedKey key)
            throws IOException {
        if (whole != null && length > 0) {
            java.util.Objects.checkFromIndexSize(offset, length, version.size().value());
            return copies.read(whole, offset, length);
        }
        try {
            return begin(version, offset, length, key);
        } catch (DestroyedKey e) {
            // Its content may have been moved to the key's next generation since we looked where it lies.
            return again(version, offset, length, key);
        } catch (WrongKey e) {
            throw new Refusal(
                    Refusal.Reason.CUSTOMER_KEY,
                    version.key() + " was not encrypted with the key given; give the one it was written with");
        }
    }

    private InputStream again(StoredVersion version, long offset, long length, @Nullable SuppliedKey key)
            throws IOException {
        try {
            return begin(version, offset, length, key);
        } catch (DestroyedKey e) {
            throw destroyed(version, e);
        }
    }

    private static Refusal destroyed(StoredVersion version, DestroyedKey e) {
        return new Refusal(
                Refusal.Reason.KEY_DESTROYED,
                version.key() + " cannot be read any more: " + e.key() + ", which encrypted it, was destroyed");
    }

    /** Also where nothing is read: an empty object is as closed as any other. */
    static void requireKey(StoredVersion version, @Nullable SuppliedKey key) {
        if (version.attributes().encryption() instanceof Encryption.OwnersKey owners
                && (key == null || !key.encryption().equals(owners))) {
            throw new Refusal(
                    Refusal.Reason.CUSTOMER_KEY,
                    version.key() + " is encrypted with a key that its owner keeps; give the one it was written with");
        }
    }

    private InputStream begin(StoredVersion version, long offset, long length, @Nullable SuppliedKey key)
            throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, version.size().value());
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        List<Versions.Stretch> stretches = stretches(version, offset, length);
        if (version.archived() && stretches.size() > 1) {
            copies.requireReadable(
                    stretches.stream().map(Versions.Stretch::place).toList());
        }
        InputStream first = open(stretches.getFirst(), offset, length, key);
        return stretches.size() == 1
                ? first
                : new Stretches(version, first, stretches.listIterator(1), offset, length, key);
    }

    /**
     * Where it lies now: stretches that join, from at most {@code offset} on and to its end.
     *
     * @throws TierOffline where some of it lies in no tier that is known: a tier was away when the namespace was made again, or a file is gone
     */
    private List<Versions.Stretch> stretches(StoredVersion version, long offset, long length) throws TierOffline {
        List<Versions.Stretch> stretches = versions.stretches(version, offset, length);
        if (stretches.isEmpty() && versions.contentOf(version).isEmpty()) {
            throw new Refusal(
                    Refusal.Reason.NO_SUCH_VERSION,
                    "version " + version.version() + " of " + version.key() + " is gone");
        }
        long reached = offset;
        for (Versions.Stretch stretch : stretches) {
            if (stretch.start() > reached) {
                break;
            }
            reached = Math.max(reached, stretch.start() + stretch.size());
        }
        if (reached < offset + length) {
            throw new TierOffline("of " + version.key() + ", version " + version.versionText() + ", the bytes from "
                    + reached
                    + " on lie in no tier that is known; look at gedeon tier list, and audit the tier that was"
                    + " away when the namespace was made again");
        }
        return stretches;
    }

    /** @throws TierOffline where some of it lies in no tier that is known; Refusal NO_SUCH_VERSION */
    void requireThere(StoredVersion version) throws TierOffline {
        stretches(version, 0, version.size().value());
    }

    private InputStream open(Versions.Stretch stretch, long offset, long length, @Nullable SuppliedKey key)
            throws IOException {
        long from = Math.max(0, offset - stretch.start());
        long to = Math.min(stretch.size(), offset + length - stretch.start());
        BlobKey sealed = stretch.key();
        return sealed == null
                ? copies.read(stretch.place(), from, to - from)
                : sealing.read(copies.payload(stretch.place()), stretch.place().at(), sealed, key, from, to - from);
    }

    /** The stretches one after the other. Closing ends the open one and touches no other: who goes away early costs nothing more. */
    private final class Stretches extends InputStream {
        private final StoredVersion version;
        private Iterator<Versions.Stretch> rest;
        private final long offset;
        private final long length;
        private final @Nullable SuppliedKey key;
        private @Nullable InputStream open;

        Stretches(
                StoredVersion version,
                InputStream first,
                Iterator<Versions.Stretch> rest,
                long offset,
                long length,
                @Nullable SuppliedKey key) {
            this.version = version;
            this.key = key;
            this.open = first;
            this.rest = rest;
            this.offset = offset;
            this.length = length;
        }

        private void next() throws IOException {
            close();
            if (!rest.hasNext()) {
                return;
            }
            Versions.Stretch stretch = rest.next();
            try {
                open = ReadPath.this.open(stretch, offset, length, key);
            } catch (DestroyedKey e) {
                open = again(stretch.start());
            }
        }

        /** A read may take longer than a withdrawal: what is left of it may lie elsewhere by now, under the key's next generation. */
        private InputStream again(long position) throws IOException {
            rest = stretches(version, position, offset + length - position).iterator();
            try {
                return ReadPath.this.open(rest.next(), offset, length, key);
            } catch (DestroyedKey e) {
                throw destroyed(version, e);
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
