package gedeon.sync.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The disk under the journal. Writes, syncs and renames are moments at which the agent may die; from then on nothing of it reaches the disk. What a killed
 * process wrote stays; a power cut takes what was not synced, from some byte on. Full, it takes a part of what is written and no more.
 */
final class BrittleDisk extends FileSystemProvider {
    private final FileSystemProvider real;
    private final Moments moments;
    private final Random random;
    private final BrittleSystem system;
    private final Map<Path, Long> synced = new HashMap<>();
    private volatile boolean full;

    BrittleDisk(FileSystem under, Moments moments, Random random) {
        this.real = under.provider();
        this.moments = moments;
        this.random = random;
        this.system = new BrittleSystem(this, under);
    }

    Path of(Path path) {
        return system.wrap(path);
    }

    void full(boolean now) {
        full = now;
    }

    /** The power is back. */
    synchronized void loseWhatWasNotSynced() throws IOException {
        for (Map.Entry<Path, Long> file : synced.entrySet()) {
            if (Files.exists(file.getKey())) {
                try (FileChannel channel = FileChannel.open(file.getKey(), java.nio.file.StandardOpenOption.WRITE)) {
                    long loose = channel.size() - file.getValue();
                    if (loose > 0) {
                        channel.truncate(file.getValue() + random.nextInt((int) loose + 1));
                    }
                }
            }
        }
    }

    /** Writes as the disk lets it. */
    int write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        alive();
        boolean dies = moments.now();
        if (dies || full) {
            // Some of it reaches the disk.
            ByteBuffer some = bytes.slice();
            some.limit(random.nextInt(bytes.remaining()));
            int written = some.hasRemaining() ? channel.write(some, at) : 0;
            if (dies) {
                throw new IOException("killed");
            }
            bytes.position(bytes.position() + written);
            throw new IOException("No space left on device");
        }
        return channel.write(bytes, at);
    }

    void force(Path file, FileChannel channel) throws IOException {
        if (moments.now()) {
            throw new IOException("killed");
        }
        synchronized (this) {
            synced.computeIfPresent(file, (name, before) -> size(channel));
        }
        if (moments.now()) {
            throw new IOException("killed");
        }
    }

    private static long size(FileChannel channel) {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void alive() throws IOException {
        if (moments.dead()) {
            throw new IOException("killed");
        }
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        alive();
        Path file = BrittlePath.real(path);
        FileChannel channel = real.newFileChannel(file, options, attributes);
        synchronized (this) {
            if (Files.isRegularFile(file)) {
                synced.putIfAbsent(file, channel.size());
            }
        }
        return new BrittleChannel(this, file, channel);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        if (moments.now()) {
            throw new IOException("killed");
        }
        real.move(BrittlePath.real(source), BrittlePath.real(target), options);
        synchronized (this) {
            Long size = synced.remove(BrittlePath.real(source));
            synced.put(BrittlePath.real(target), size == null ? 0 : size);
        }
        if (moments.now()) {
            throw new IOException("killed");
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        alive();
        real.delete(BrittlePath.real(path));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) {
        throw new UnsupportedOperationException("a journal lists nothing");
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        alive();
        real.createDirectory(BrittlePath.real(folder), attributes);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException("a journal is not copied");
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return real.isSameFile(BrittlePath.real(one), BrittlePath.real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(BrittlePath.real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(BrittlePath.real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(BrittlePath.real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(BrittlePath.real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(BrittlePath.real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(BrittlePath.real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(BrittlePath.real(path), attribute, value, options);
    }

    @Override
    public String getScheme() {
        return "brittle";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UncheckedIOException(new IOException("there is one"));
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return system.wrap(Path.of(uri));
    }
}
