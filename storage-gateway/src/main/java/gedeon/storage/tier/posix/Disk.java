package gedeon.storage.tier.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** All calls by which a tier changes its disk, in one place so that a test can watch their order, let them fail, and forget what was not forced. */
interface Disk {
    Disk REAL = new Disk() {};

    default FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    }

    /** A file that is there, or is made where it is to be: to add to it or cut it. */
    default FileChannel change(Path file, boolean made) throws IOException {
        return made
                ? FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)
                : FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ);
    }

    /** Writes all of it, at the channel's own position. */
    default void append(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Writes all of it from a position. */
    default void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    default void truncate(FileChannel file, long size) throws IOException {
        file.truncate(size);
    }

    default void force(FileChannel file, Path name) throws IOException {
        file.force(false);
    }

    default void link(Path name, Path existing) throws IOException {
        Files.createLink(name, existing);
    }

    default void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder);
    }

    /** In one step, over what has the name. */
    default void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return whether it was there */
    default boolean delete(Path file) throws IOException {
        return Files.deleteIfExists(file);
    }

    default void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
