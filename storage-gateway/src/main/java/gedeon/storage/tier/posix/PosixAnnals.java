package gedeon.storage.tier.posix;

import gedeon.storage.tier.Annals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files in {@code journal/}. The last one that was added to stays open; one that a sync failed for takes nothing more. */
final class PosixAnnals implements Annals, AutoCloseable {
    private final PosixTier tier;
    private @Nullable String open;
    private @Nullable FileChannel channel;

    PosixAnnals(PosixTier tier) {
        this.tier = tier;
    }

    private Path folder() {
        return tier.root().resolve("journal");
    }

    @Override
    public List<Entry> list() throws IOException {
        tier.requireOwn();
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), "*.{gjl,gz,done}")) {
            for (Path file : files) {
                all.add(new Entry(
                        String.valueOf(file.getFileName()),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toInstant()));
            }
        } catch (NoSuchFileException e) {
            // None yet, or one that went away meanwhile.
            return all;
        }
        all.sort(Comparator.comparing(Entry::name));
        return all;
    }

    @Override
    public InputStream read(String name) throws IOException {
        return Files.newInputStream(folder().resolve(name));
    }

    @Override
    public synchronized void append(String name, byte[] bytes) throws IOException {
        try {
            tier.requireOwn();
            FileChannel to = channelOf(name);
            tier.disk.append(to, ByteBuffer.wrap(bytes));
            tier.disk.force(to, folder().resolve(name));
        } catch (IOException e) {
            close();
            throw NamedFaults.named(e, tier);
        }
    }

    private FileChannel channelOf(String name) throws IOException {
        FileChannel before = channel;
        if (before != null && before.isOpen() && name.equals(open)) {
            return before;
        }
        close();
        tier.folders.make(folder());
        Path file = folder().resolve(name);
        boolean there = Files.exists(file);
        FileChannel made = tier.disk.change(file, true);
        made.position(made.size());
        if (there) {
            // Behind what a failed attempt may have left half: a line of its own begins.
            tier.disk.append(made, ByteBuffer.wrap(new byte[] {'\n'}));
        }
        tier.disk.forceFolder(folder());
        open = name;
        channel = made;
        return made;
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        tier.requireOwn();
        tier.folders.make(folder());
        Path whole = folder().resolve(name);
        Path staged = tier.ownStaging().resolve(name);
        tier.disk.delete(staged);
        try (FileChannel to = tier.disk.create(staged)) {
            tier.disk.append(to, ByteBuffer.wrap(bytes));
            tier.disk.force(to, staged);
            tier.disk.move(staged, whole);
            tier.disk.forceFolder(folder());
        } catch (IOException e) {
            throw NamedFaults.named(e, tier);
        }
    }

    @Override
    public void remove(String name) throws IOException {
        if (tier.disk.delete(folder().resolve(name))) {
            tier.disk.forceFolder(folder());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        FileChannel before = channel;
        channel = null;
        open = null;
        if (before != null) {
            before.close();
        }
    }
}
