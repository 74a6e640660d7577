package gedeon.storage.tier.archive.ocfl;

import io.ocfl.api.OcflObjectUpdater;
import io.ocfl.core.storage.common.Storage;
import io.ocfl.core.storage.filesystem.FileSystemStorage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder: an object is put together beside the storage root, moved there, and forced. */
final class FolderGround implements Ground {
    private final Path root;
    private final Path work;
    private final Storage storage;

    FolderGround(Path root, Path work) {
        this.root = root;
        this.work = work;
        this.storage = new FileSystemStorage(root);
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Path work() throws IOException {
        return Files.createDirectories(work);
    }

    @Override
    public void add(OcflObjectUpdater object, String of, String path, InputStream content, long length) {
        object.writeFile(content, path);
    }

    @Override
    public void settle(String of) throws IOException {
        Durable.tree(root.resolve(of), root);
    }

    @Override
    public void clear(String of) throws IOException {
        Durable.folder(root);
    }

    @Override
    public StoredFile file(String path) {
        return new InFolder(root.resolve(path));
    }

    private record InFolder(Path path) implements StoredFile {
        @Override
        public InputStream stream() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public Content open(long end) throws IOException {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new Content() {
                @Override
                public void read(ByteBuffer target, long position) throws IOException {
                    long from = position - target.position();
                    while (target.hasRemaining()) {
                        if (channel.read(target, from + target.position()) < 0) {
                            throw new EOFException(path + " ends before");
                        }
                    }
                }

                @Override
                public long size() throws IOException {
                    return channel.size();
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }
    }

    /** Nothing is open. */
    @Override
    public void close() {}
}
