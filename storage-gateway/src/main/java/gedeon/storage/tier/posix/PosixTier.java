package gedeon.storage.tier.posix;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.AtRest;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Shelves;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Trait;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tier in a folder. The layout and the order of syncs: package description and docs/storage.md. */
public final class PosixTier implements Tier {
    private static final Logger LOG = LoggerFactory.getLogger(PosixTier.class);
    static final String PACK = ".pack";

    private final Path root;
    private final UUID process;
    private final PosixSettings settings;
    private final Clock clock;
    final Disk disk;
    final Folders folders;
    private final DirectReads direct;
    private final PosixAnnals annals;
    /** Asked anew each time what is free where the folder is now; to find it takes longer than that. */
    private final FileStore store;

    private final Mark mark;
    private @Nullable Pack pack;

    final PromisedRoom promised;

    private PosixTier(Path root, UUID uuid, PosixSettings settings, Clock clock, UUID process, Disk disk)
            throws IOException {
        this.root = root;
        this.process = process;
        this.mark = new Mark(root, uuid);
        this.settings = settings;
        this.clock = clock;
        this.disk = disk;
        this.folders = new Folders(disk, root);
        folders.make(staging());
        folders.make(root.resolve("packs"));
        this.direct = new DirectReads(mark.path());
        this.annals = new PosixAnnals(this);
        this.store = Files.getFileStore(root);
        this.promised = new PromisedRoom(this, settings.floor());
    }

    /** Makes a tier in an empty or new folder: the only act that writes the mark. Returns its uuid. */
    public static UUID create(Path root) throws IOException {
        Path absolute = root.toAbsolutePath();
        new Folders(Disk.REAL, Folders.existing(absolute)).make(absolute);
        return Mark.create(absolute);
    }

    /** Opens a tier that {@link #create} made. @throws TierOffline where the mark is absent (a mount that is gone) */
    public static PosixTier open(Path root, PosixSettings settings, Clock clock) throws IOException {
        return open(root, settings, clock, UUID.randomUUID());
    }

    /** @param writer the name under which this process writes into it */
    static PosixTier open(Path root, PosixSettings settings, Clock clock, UUID writer) throws IOException {
        return open(root, settings, clock, writer, Disk.REAL);
    }

    static PosixTier open(Path root, PosixSettings settings, Clock clock, Disk disk) throws IOException {
        return open(root, settings, clock, UUID.randomUUID(), disk);
    }

    private static PosixTier open(Path root, PosixSettings settings, Clock clock, UUID writer, Disk disk)
            throws IOException {
        Path absolute = root.toAbsolutePath();
        return new PosixTier(absolute, Mark.read(absolute), settings, clock, writer, disk);
    }

    public UUID uuid() {
        return mark.uuid();
    }

    public Path root() {
        return root;
    }

    @Override
    public Map<String, String> reopening() {
        return PosixKind.settings(root, settings);
    }

    /** Where this process stages, made once more where another one, which took it for dead, has tidied it away. */
    Path ownStaging() throws IOException {
        if (Files.notExists(staging())) {
            folders.makeAnew(staging());
        }
        return staging();
    }

    Path staging() {
        return root.resolve("staging").resolve(process.toString());
    }

    /** Of a blob that has a file of its own. */
    public Path fileOf(BlobId blob) {
        String id = blob.toString();
        return root.resolve("blobs")
                .resolve(id.substring(30))
                .resolve(id.substring(28, 30))
                .resolve(id);
    }

    Path packFile(BlobId pack) {
        return root.resolve("packs").resolve(pack + PACK);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ONLINE, Trait.RANGE_READ, Trait.DURABLE);
    }

    @Override
    public BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) throws IOException {
        requireOwn();
        byte[] head = BlobForm.head(blob, metadata, expected, encrypted);
        long kept = promised.take(Math.max(0, expected));
        try {
            return new NamedFaults(
                    expected >= 0 && expected <= settings.packUpTo()
                            ? new PackedWriter(this, blob, head, (int) expected)
                            : new FileWriter(this, blob, head),
                    this,
                    kept);
        } catch (IOException e) {
            promised.giveBack(kept);
            throw NamedFaults.named(e, this);
        } catch (RuntimeException | Error e) {
            promised.giveBack(kept);
            throw e;
        }
    }

    /** @throws TierOffline where the folder is gone, or another tier's */
    void requireOwn() throws TierOffline {
        mark.requireOwn();
    }

    /** The pack that this process appends to; a new one where there is none, or the last is full or broken. */
    Place place(int size) throws IOException {
        synchronized (this) {
            Pack open = pack;
            long at = open == null || open.broken() ? -1 : open.take(size);
            if (open == null || at < 0) {
                if (open != null && !open.broken()) {
                    open.close();
                }
                BlobId id = BlobId.next(clock);
                open = new Pack(
                        id, packFile(id), ownStaging().resolve(id + PACK), uuid(), process, settings.packSize(), disk);
                pack = open;
                at = open.take(size);
            }
            return new Place(open, at);
        }
    }

    record Place(Pack pack, long at) {}

    @Override
    public InputStream read(Location location, long from, long length) throws IOException {
        Path file = fileOf(location);
        FileChannel channel = open(file);
        return BlockReader.open(
                (target, position) -> fill(target, position, channel, location), location, from, length, channel);
    }

    @Override
    public AtRest atRest(Location location) {
        return direct.possible()
                ? AtRest.of((from, length) -> readDirectly(location, from, length), true)
                : AtRest.anyhow((from, length) -> read(location, from, length));
    }

    private InputStream readDirectly(Location location, long from, long length) throws IOException {
        Path file = fileOf(location);
        FileChannel channel = open(file, direct.option());
        DirectReads.Windows windows = direct.windows(location);
        return BlockReader.open(
                (target, position) ->
                        windows.fill(target, position, (window, at) -> readSome(window, at, channel, location)),
                location,
                from,
                length,
                () -> {
                    windows.close();
                    channel.close();
                });
    }

    @Override
    public BlobEnds ends(Location location) throws IOException {
        Path file = fileOf(location);
        try (FileChannel channel = open(file)) {
            return BlobEnds.read((target, position) -> fill(target, position, channel, location), location);
        }
    }

    private Path fileOf(Location location) {
        BlobId shared = location.pack();
        return shared == null ? fileOf(location.blob()) : packFile(shared);
    }

    private FileChannel open(Path file, OpenOption... how) throws IOException {
        try {
            Set<OpenOption> options = new HashSet<>(Set.of(how));
            options.add(StandardOpenOption.READ);
            return FileChannel.open(file, options);
        } catch (NoSuchFileException e) {
            Mark.read(root);
            throw e;
        } catch (IOException e) {
            throw NamedFaults.unreadable(e, this);
        }
    }

    private void fill(ByteBuffer target, long position, FileChannel channel, Location location) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int n = readSome(target, at, channel, location);
            if (n < 0) {
                throw new EOFException(fileOf(location) + " ends at " + at);
            }
            at += n;
        }
    }

    private int readSome(ByteBuffer target, long position, FileChannel channel, Location location) throws IOException {
        try {
            return channel.read(target, position);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw lost(e, location, position);
        }
    }

    /** Bytes that the disk cannot read while it reads the mark are damage of this blob: they come from another copy, and are written anew. */
    private DamagedBlock lost(IOException e, Location location, long position) throws TierOffline {
        Mark.read(root);
        return new DamagedBlock(
                location,
                Math.clamp(position - location.offset(), 0, location.length()) / BlobForm.BLOCK,
                "the disk cannot read it: " + NamedFaults.said(e));
    }

    @Override
    public boolean holds(Location location) throws IOException {
        long needed = location.offset() + location.length() + BlobForm.trailerLength(location.length());
        try {
            long size = Files.size(fileOf(location));
            return location.pack() == null ? size == needed : size >= needed;
        } catch (NoSuchFileException e) {
            Mark.read(root);
            return false;
        } catch (IOException e) {
            throw NamedFaults.unreadable(e, this);
        }
    }

    @Override
    public Optional<Shelves> shelves() {
        return Optional.of(new PosixShelves(this));
    }

    @Override
    public Optional<Packed> packed() {
        return Optional.of(new PosixPacks(this));
    }

    @Override
    public Optional<Annals> annals() {
        return Optional.of(annals);
    }

    @Override
    public Optional<Holdings> holdings() {
        return Optional.of(new PosixHoldings(this));
    }

    /** Removes a file; a record in a pack stays as a hole until the pack is compacted. */
    @Override
    public void delete(Location location) throws IOException {
        if (location.pack() == null && disk.delete(fileOf(location.blob()))) {
            disk.forceFolder(
                    java.util.Objects.requireNonNull(fileOf(location.blob()).getParent()));
        }
    }

    /**
     * A record in a pack gets another name in place of its first eight bytes. They are its own, within one sector of a disk, and looked at before: no other
     * record's bytes change, whenever the power goes. Not forced: the next sync of the pack takes it along.
     */
    @Override
    public void discard(Location location) throws IOException {
        BlobId shared = location.pack();
        if (shared == null) {
            delete(location);
            return;
        }
        long at;
        try {
            at = location.offset() - BlobForm.headLength(ends(location).metadata().length);
        } catch (NoSuchFileException | DamagedBlock e) {
            // Compacted, or taken back before.
            return;
        }
        Pack open;
        synchronized (this) {
            open = pack;
        }
        if (open == null || !open.id().equals(shared) || !open.takeBack(at)) {
            try (FileChannel sealed = disk.change(packFile(shared), false)) {
                disk.write(sealed, ByteBuffer.wrap(BlobForm.takenBackMark()), at);
            } catch (NoSuchFileException e) {
                LOG.debug("pack {} was written anew meanwhile", shared);
            }
        }
    }

    @Override
    public Optional<UUID> writer() {
        return Optional.of(process);
    }

    @Override
    public void sweep(Predicate<UUID> alive, Duration untouched) throws IOException {
        new Sweep(this, untouched, clock).run(writer -> writer.equals(process) || alive.test(writer));
    }

    @Override
    public void requireThere() throws TierOffline {
        requireOwn();
    }

    @Override
    public long free() throws IOException {
        return store.getUsableSpace();
    }

    /** Leaves as much as the floor once more: below the floor nobody writes. */
    @Override
    public long spare() throws IOException {
        return free() - promised.bytes() - 2 * settings.floor();
    }

    /** Publishes a staged file under its final name; the name is synced on return. A repeated call for the same inode is our own. */
    void publish(Path staged, BlobId blob) throws IOException {
        Path target = fileOf(blob);
        Path folder = java.util.Objects.requireNonNull(target.getParent());
        folders.make(folder);
        try {
            disk.link(target, staged);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(target, staged)) {
                throw e;
            }
        }
        disk.delete(staged);
        disk.forceFolder(folder);
    }

    @Override
    public synchronized void close() throws IOException {
        if (pack != null && !pack.broken()) {
            pack.close();
        }
        pack = null;
        annals.close();
        try {
            disk.delete(staging());
        } catch (DirectoryNotEmptyException e) {
            // A pack that broke, or a file whose disk failed: another process's sweep looks after them.
            LOG.info("staged or broken files are left in {} for the sweep", staging());
        }
    }
}
