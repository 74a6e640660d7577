package gedeon.storage.tier.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * A disk whose power is cut: what was not forced may be there or not, each 4 KiB of a file and each name in a folder for itself, in no order. That is less than
 * any file system in use promises. What was there when it was made is forced.
 */
final class CutDisk implements Disk {
    private static final int SECTOR = 4096;

    private final Path root;
    private final boolean foldersForced;
    private final ReentrantReadWriteLock power = new ReentrantReadWriteLock();
    private final Map<FileChannel, Node> channels = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Path, Node> names = new HashMap<>();
    private boolean off;

    /** A file, or a folder with the names that it had when it was forced. */
    private static final class Node {
        private final boolean folder;
        private Map<String, Node> forced = new TreeMap<>();
        private byte[] durable = new byte[0];
        private List<long[]> dirty = new ArrayList<>();
        private long size;

        Node(boolean folder) {
            this.folder = folder;
        }

        synchronized void wrote(long from, long length) {
            dirty.add(new long[] {from, length});
            size = Math.max(size, from + length);
        }

        synchronized void cut(long to) {
            size = to;
            dirty.removeIf(range -> range[0] >= to);
        }

        /** What was written before this call is kept, as it is in the file now. */
        synchronized void force(FileChannel file) throws IOException {
            List<long[]> ranges = dirty;
            dirty = new ArrayList<>();
            byte[] next = Arrays.copyOf(durable, Math.toIntExact(size));
            for (long[] range : ranges) {
                long end = Math.min(range[0] + range[1], size);
                read(file, next, Math.toIntExact(range[0]), Math.toIntExact(end));
            }
            durable = next;
        }

        private static void read(FileChannel file, byte[] into, int from, int end) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(into, from, Math.max(0, end - from));
            while (target.hasRemaining() && file.read(target, target.position()) > 0) {
                continue;
            }
        }

        /** What is there after the cut. */
        synchronized byte[] left(Optional<Path> live, Random random) throws IOException {
            if (dirty.isEmpty() && durable.length == size) {
                return durable;
            }
            byte[] all = live.isPresent() ? Files.readAllBytes(live.get()) : new byte[0];
            // The length is told apart from the bytes: where only it was written, there are zeros.
            byte[] left = Arrays.copyOf(durable, random.nextBoolean() ? Math.toIntExact(size) : durable.length);
            for (long[] range : dirty) {
                for (long at = range[0] / SECTOR * SECTOR; at < range[0] + range[1]; at += SECTOR) {
                    int from = (int) Math.max(at, range[0]);
                    int end = (int) Math.min(Math.min(at + SECTOR, range[0] + range[1]), all.length);
                    if (end > from && random.nextBoolean()) {
                        left = Arrays.copyOf(left, Math.max(left.length, end));
                        System.arraycopy(all, from, left, from, end - from);
                    }
                }
            }
            return left;
        }
    }

    /** @param foldersForced false for a disk that says so and does not: the control of what this finds */
    CutDisk(Path root, boolean foldersForced) throws IOException {
        this.root = root;
        this.foldersForced = foldersForced;
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                Node node = new Node(Files.isDirectory(path));
                names.put(path, node);
                if (!node.folder) {
                    node.durable = Files.readAllBytes(path);
                    node.size = node.durable.length;
                }
                if (!path.equals(root)) {
                    folder(path).forced.put(name(path), node);
                }
            }
        }
    }

    private Node folder(Path of) {
        Path parent = Objects.requireNonNull(of.getParent());
        return Objects.requireNonNull(names.get(parent), () -> parent + " is not known");
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    @FunctionalInterface
    private interface Act<T> {
        T run() throws IOException;
    }

    private <T> T powered(Act<T> act) throws IOException {
        power.readLock().lock();
        try {
            if (off) {
                throw new IOException("the power is off");
            }
            return act.run();
        } finally {
            power.readLock().unlock();
        }
    }

    private FileChannel opened(Path file, FileChannel channel, Node node) {
        names.put(file, node);
        channels.put(channel, node);
        return channel;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        return powered(() -> {
            synchronized (names) {
                return opened(file, Disk.super.create(file), new Node(false));
            }
        });
    }

    @Override
    public FileChannel change(Path file, boolean made) throws IOException {
        return powered(() -> {
            synchronized (names) {
                Node node = names.getOrDefault(file, new Node(false));
                return opened(file, Disk.super.change(file, made), node);
            }
        });
    }

    @Override
    public void append(FileChannel file, ByteBuffer bytes) throws IOException {
        powered(() -> {
            long from = file.position();
            int length = bytes.remaining();
            Disk.super.append(file, bytes);
            channels.get(file).wrote(from, length);
            return true;
        });
    }

    @Override
    public void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        powered(() -> {
            int length = bytes.remaining();
            Disk.super.write(file, bytes, position);
            channels.get(file).wrote(position, length);
            return true;
        });
    }

    @Override
    public void truncate(FileChannel file, long size) throws IOException {
        powered(() -> {
            Disk.super.truncate(file, size);
            channels.get(file).cut(size);
            return true;
        });
    }

    @Override
    public void force(FileChannel file, Path name) throws IOException {
        powered(() -> {
            channels.get(file).force(file);
            return true;
        });
    }

    @Override
    public void link(Path name, Path existing) throws IOException {
        powered(() -> {
            synchronized (names) {
                Disk.super.link(name, existing);
                names.put(name, Objects.requireNonNull(names.get(existing)));
                return true;
            }
        });
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        powered(() -> {
            synchronized (names) {
                Disk.super.makeFolder(folder);
                names.put(folder, new Node(true));
                return true;
            }
        });
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        powered(() -> {
            synchronized (names) {
                Disk.super.move(from, to);
                names.put(to, Objects.requireNonNull(names.remove(from)));
                return true;
            }
        });
    }

    @Override
    public boolean delete(Path file) throws IOException {
        return powered(() -> {
            synchronized (names) {
                boolean there = Disk.super.delete(file);
                names.remove(file);
                return there;
            }
        });
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        powered(() -> {
            synchronized (names) {
                Node node = names.get(folder);
                if (node == null) {
                    throw new NoSuchFileException(folder.toString());
                }
                if (foldersForced) {
                    node.forced = children(folder);
                }
                return true;
            }
        });
    }

    private Map<String, Node> children(Path folder) {
        Map<String, Node> children = new TreeMap<>();
        names.forEach((path, node) -> {
            if (folder.equals(path.getParent())) {
                children.put(name(path), node);
            }
        });
        return children;
    }

    /** From now on nothing is written any more; what is left is written to another folder, which is not there yet. */
    void cut(Path to, Random random) throws IOException {
        power.writeLock().lock();
        try {
            off = true;
            leave(root, names.get(root), to, random);
        } finally {
            power.writeLock().unlock();
        }
    }

    private void leave(Path live, Node folder, Path to, Random random) throws IOException {
        Files.createDirectory(to);
        Map<String, Node> now = children(live);
        TreeSet<String> all = new TreeSet<>(now.keySet());
        all.addAll(folder.forced.keySet());
        for (String name : all) {
            Node before = folder.forced.get(name);
            Node after = now.get(name);
            Node left = before == after || random.nextBoolean() ? after : before;
            if (left != null && left.folder) {
                leave(live.resolve(name), left, to.resolve(name), random);
            } else if (left != null) {
                Files.write(to.resolve(name), left.left(anyName(left), random));
            }
        }
    }

    /** Where its bytes can be read as they were last, if nobody removed the last name. */
    private Optional<Path> anyName(Node node) {
        return names.entrySet().stream()
                .filter(one -> one.getValue() == node)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
