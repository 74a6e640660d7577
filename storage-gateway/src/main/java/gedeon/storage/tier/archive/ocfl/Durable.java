package gedeon.storage.tier.archive.ocfl;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Makes what another library wrote survive the power: it writes and does not sync. */
public final class Durable {
    private Durable() {}

    /** All files and folders of a tree, what lies in a folder before the folder. */
    public static void tree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                force(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                force(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A tree, and the folders above it up to {@code top}. */
    static void tree(Path root, Path top) throws IOException {
        tree(root);
        for (Path above = root.getParent(); above != null && above.startsWith(top); above = above.getParent()) {
            force(above);
        }
    }

    public static void folder(@Nullable Path folder) throws IOException {
        if (folder != null && Files.isDirectory(folder)) {
            force(folder);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
