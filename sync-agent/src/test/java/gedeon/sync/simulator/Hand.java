package gedeon.sync.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One writer. What it is told to do is done when its time comes, in the order told. Paths are below the watched folder; those that begin with {@code ../} are
 * elsewhere on the same disk. Each deed leaves the time that {@link #times} makes of the writer's clock.
 */
final class Hand {
    private static final Duration WRITTEN_BACK = Duration.ofSeconds(34);

    private final World world;
    private final Random random;
    private UnaryOperator<Instant> times = UnaryOperator.identity();
    private long at;
    private long dirtySince = -WRITTEN_BACK.toNanos();

    Hand(World world, Random random) {
        this.world = world;
        this.random = random;
        this.at = world.now();
    }

    Hand pause(double from, double to) {
        at += (long) ((from + random.nextDouble() * (to - from)) * 1e9);
        return this;
    }

    Hand pause(double seconds) {
        return pause(seconds, seconds);
    }

    /** What becomes of the clock's time on a file: from here on, in the order of deeds. */
    Hand times(UnaryOperator<Instant> change) {
        times = change;
        return this;
    }

    int some(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    boolean maybe() {
        return random.nextBoolean();
    }

    private Path path(String name) {
        if (name.equals(".")) {
            return world.watched;
        }
        return name.startsWith("../") ? world.elsewhere.resolve(name.substring(3)) : world.watched.resolve(name);
    }

    private Hand then(World.Deed deed) {
        world.at(at, deed);
        return this;
    }

    private void stamp(Path file, UnaryOperator<Instant> change) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(change.apply(world.wall())));
        world.oracle.saw(file);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Opens for writing, and keeps it open. */
    Hand open(String name) {
        return then(() -> world.hold(path(name), true));
    }

    Hand close(String name) {
        return then(() -> world.hold(path(name), false));
    }

    Hand lock(String name) {
        return then(() -> world.lock(path(name), true));
    }

    Hand unlock(String name) {
        return then(() -> world.lock(path(name), false));
    }

    Hand append(String name, int from, int to) {
        return append(name, bytes(some(from, to)));
    }

    Hand append(String name, String text) {
        return append(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private Hand append(String name, byte[] more) {
        UnaryOperator<Instant> change = times;
        return then(() -> {
            Path file = path(name);
            Files.createDirectories(file.getParent());
            Files.write(file, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            stamp(file, change);
        });
    }

    /** Appends so many times with pauses between. */
    Hand appends(String name, int times, double from, double to) {
        for (int i = 0; i < times; i++) {
            append(name, 50, 900).pause(from, to);
        }
        return this;
    }

    /** In place of all that was there. */
    Hand rewrite(String name, int from, int to) {
        UnaryOperator<Instant> change = times;
        byte[] all = bytes(some(from, to));
        return then(() -> {
            Files.write(path(name), all);
            stamp(path(name), change);
        });
    }

    /** Bytes in the middle: the size stays. */
    Hand patch(String name, int offset, int count) {
        UnaryOperator<Instant> change = times;
        byte[] some = bytes(count);
        return then(() -> {
            poke(path(name), offset, some);
            stamp(path(name), change);
        });
    }

    /** The same through memory: the time of change moves when a page is written first, and again only after the system wrote it back. */
    Hand patchMapped(String name, int offset, int count) {
        byte[] some = bytes(count);
        return then(() -> {
            Path file = path(name);
            FileTime before = Files.getLastModifiedTime(file);
            poke(file, offset, some);
            boolean clean = world.now() - dirtySince >= WRITTEN_BACK.toNanos();
            dirtySince = clean ? world.now() : dirtySince;
            Files.setLastModifiedTime(file, clean ? FileTime.from(world.wall()) : before);
            world.oracle.saw(file);
        });
    }

    private static void poke(Path file, int offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer some = ByteBuffer.wrap(bytes);
            while (some.hasRemaining()) {
                channel.write(some, offset + some.position());
            }
        }
    }

    /** Of so many zeros at once. */
    Hand preallocate(String name, int size) {
        UnaryOperator<Instant> change = times;
        return then(() -> {
            Files.createDirectories(path(name).getParent());
            Files.write(path(name), new byte[size]);
            stamp(path(name), change);
        });
    }

    /** Gives it the time that times make of now. */
    Hand touch(String name) {
        UnaryOperator<Instant> change = times;
        return then(() -> stamp(path(name), change));
    }

    /** Gives a file the time that another has just now. */
    Hand timeOf(String name, String other) {
        return then(() -> {
            Files.setLastModifiedTime(path(name), Files.getLastModifiedTime(path(other)));
            world.oracle.saw(path(name));
        });
    }

    Hand rename(String from, String to) {
        return then(() -> {
            Files.createDirectories(path(to).getParent());
            Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
            for (Path file : below(path(to))) {
                world.oracle.saw(file);
            }
        });
    }

    /** As it lies there, with its time. */
    Hand copy(String from, String to) {
        return then(() -> {
            Files.copy(path(from), path(to), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            world.oracle.saw(path(to));
        });
    }

    Hand delete(String name) {
        return then(() -> {
            Files.delete(path(name));
            world.oracle.saw(path(name));
        });
    }

    Hand setClock(Duration ahead) {
        return then(() -> world.setClock(ahead));
    }

    /** A file, its companions too, or a folder is finished as it is now; its sign rests so many seconds. */
    Hand closes(double rest, String acquisition, String... companions) {
        return then(() -> {
            List<Path> files = new ArrayList<>(below(path(acquisition)));
            for (String companion : companions) {
                files.add(path(companion));
            }
            world.oracle.closes(acquisition, files, Duration.ofMillis((long) (rest * 1000)));
        });
    }

    private static List<Path> below(Path file) throws IOException {
        try (Stream<Path> files = Files.walk(file)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
