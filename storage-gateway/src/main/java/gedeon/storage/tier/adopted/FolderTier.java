package gedeon.storage.tier.adopted;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Trait;
import gedeon.storage.tier.Unproven;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder of somebody else as a tier. It is read; writing is refused, and deleting takes away what is known of a file, never the file. */
public final class FolderTier implements Tier, Unproven {
    private static final int BUFFER = BlobForm.BLOCK;

    private final Folder folder;
    private final AdoptedFiles files;

    public FolderTier(Folder folder, AdoptedFiles files) {
        this.folder = folder;
        this.files = files;
    }

    public Folder folder() {
        return folder;
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ONLINE, Trait.RANGE_READ);
    }

    @Override
    public BlobWriter begin(gedeon.storage.BlobId blob, byte[] metadata, long expected, boolean encrypted)
            throws IOException {
        throw new TierOffline("the adopted folder " + folder.root() + " is read-only: nothing is written there");
    }

    private AdoptedFile file(Location location) throws NoSuchFileException {
        return files.find(location.blob())
                .filter(found -> found.state() != AdoptedFile.State.LEFT)
                .orElseThrow(() -> new NoSuchFileException(
                        "blob " + location.blob() + " is no file of the adopted folder " + folder.root()));
    }

    static DamagedBlock changed(Location location, AdoptedFile file, String how) {
        return new DamagedBlock(
                location,
                0,
                "the adopted file " + Folder.shown(file.path()) + " was changed underneath: " + how
                        + "; adopt the folder again to see what changed");
    }

    @Override
    public InputStream read(Location location, long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, location.length());
        AdoptedFile file = file(location);
        if (!file.hashed() && file.state() == AdoptedFile.State.CHANGED) {
            throw changed(location, file, "before it was hashed");
        }
        if (!file.hashed() && files.said(file.blob()).isPresent()) {
            // Hashed before a rebuild: not served as that before it is again.
            proveUnpaced(location);
            file = file(location);
        }
        Folder.Opened opened = folder.open(file.path());
        try {
            if (!file.hashed()) {
                return new WatchedFile(folder, file, location, opened, from, length);
            }
        } catch (IOException | RuntimeException e) {
            opened.channel().close();
            throw e;
        }
        // Ends the channel by itself where the first block is not what it was.
        return BlockReader.open(new CheckedFile(location, opened.channel()), location, from, length, opened.channel());
    }

    /** The payload from the file, its checksums from what is known of it, a window at a time. */
    private final class CheckedFile implements BlockReader.Source {
        /** Of 4 GiB of a file. */
        private static final int WINDOW = 16 << 10;

        private final Location location;
        private final FileChannel channel;
        private int first;
        private byte[] window = new byte[0];

        CheckedFile(Location location, FileChannel channel) {
            this.location = location;
            this.channel = channel;
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            if (position < location.length()) {
                fill(target, position);
                return;
            }
            for (int block = (int) ((position - location.length()) / Integer.BYTES); target.hasRemaining(); block++) {
                if (block < first || block >= first + window.length / Integer.BYTES) {
                    first = block;
                    window = files.blockCrcs(location.blob(), block, WINDOW);
                    if (window.length < Integer.BYTES) {
                        throw new EOFException("no checksum is known of block " + block);
                    }
                }
                target.put(window, (block - first) * Integer.BYTES, Integer.BYTES);
            }
        }

        private void fill(ByteBuffer target, long position) throws IOException {
            long at = position;
            while (target.hasRemaining()) {
                int n = FolderTier.this.read(channel, target, at);
                if (n < 0) {
                    throw new EOFException("the file ends at " + at);
                }
                at += n;
            }
        }
    }

    private int read(FileChannel channel, ByteBuffer target, long at) throws IOException {
        try {
            return channel.read(target, at);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new TierBroken("the adopted folder " + folder.root() + " cannot be read: " + e, e);
        }
    }

    @Override
    public void prove(Location location, Passing passing) throws IOException, InterruptedException {
        AdoptedFile file = file(location);
        if (!file.hashed()) {
            files.hashed(file.blob(), hash(file, files.said(file.blob()).orElse(null), passing));
        }
    }

    /**
     * Reads a file whole.
     *
     * @param said its SHA-256 where somebody else knows it
     * @throws DamagedBlock where its size or SHA-256 is not the one acknowledged, it is changed meanwhile, or its time was another before it was ever hashed
     */
    public AdoptedFile.Hashed hash(AdoptedFile file, @Nullable Digest said, Passing passing)
            throws IOException, InterruptedException {
        Digest before = file.sha256() == null ? said : file.sha256();
        Location location = new Location(file.blob(), null, 0, file.size());
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        BlobForm.BlockCrcs crcs = new BlobForm.BlockCrcs();
        Folder.Opened opened = folder.open(file.path());
        try (FileChannel channel = opened.channel()) {
            AdoptedFile.Look look = opened.look();
            if (look.size() != file.size() || before == null && look.modified() != file.modified()) {
                throw changed(location, file, "it is another size or time than when it was adopted");
            }
            ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(file.size(), 1, BUFFER));
            for (long at = 0; at < file.size(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER, file.size() - at));
                while (buffer.hasRemaining()) {
                    if (read(channel, buffer, at + buffer.position()) < 0) {
                        throw changed(location, file, "it ends at " + (at + buffer.position()));
                    }
                }
                sha256.update(buffer.array(), 0, buffer.limit());
                md5.update(buffer.array(), 0, buffer.limit());
                crcs.update(buffer.array(), 0, buffer.limit());
                passing.passed(buffer.limit());
            }
            AdoptedFile.Look after = folder.look(file.path());
            if (after.size() != look.size() || after.modified() != look.modified()) {
                throw changed(location, file, "while it was hashed");
            }
            Digest found = Digest.of(DigestAlgorithm.SHA256, sha256.digest());
            if (before != null && !before.equals(found)) {
                throw changed(location, file, "its SHA-256 is another than before");
            }
            return new AdoptedFile.Hashed(
                    found,
                    Digest.of(DigestAlgorithm.MD5, md5.digest()),
                    bytes(crcs.finish(), BlobForm.blocks(file.size())),
                    look.modified());
        }
    }

    private static byte[] bytes(int[] crcs, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            bytes.putInt(crcs[i]);
        }
        return bytes.array();
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public BlobEnds ends(Location location) throws IOException {
        proveUnpaced(location);
        AdoptedFile file = file(location);
        Digest sha256 = Objects.requireNonNull(file.sha256());
        return new BlobEnds(files.metadata(location.blob()), false, sha256, sha256, Objects.requireNonNull(file.md5()));
    }

    private void proveUnpaced(Location location) throws IOException {
        try {
            prove(location, bytes -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a file was hashed", e);
        }
    }

    @Override
    public boolean holds(Location location) throws IOException {
        try {
            AdoptedFile file = file(location);
            AdoptedFile.Look look = folder.look(file.path());
            return look.size() == location.length()
                    && (file.hashed()
                            || file.looksLike(look)
                            || files.said(file.blob()).isPresent());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void delete(Location location) {
        files.left(location.blob());
    }

    @Override
    public Optional<Unproven> unproven() {
        return Optional.of(this);
    }

    @Override
    public void requireThere() throws TierOffline {
        folder.requireThere();
    }

    @Override
    public long free() {
        return 0;
    }

    @Override
    public void close() {}
}
