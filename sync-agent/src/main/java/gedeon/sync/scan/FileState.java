package gedeon.sync.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What tells whether a file moved: its bytes, its time of last change and its identity ({@code ""} where the file system has none). Read from
 * the file itself, never from a directory entry: NTFS leaves those stale while a writer holds the file.
 */
public record FileState(long size, Instant modified, String identity) {
    public FileState {
        if (size < 0) {
            throw new IllegalArgumentException("the size of a file is never negative, was " + size);
        }
    }

    public static FileState of(Path file) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    static FileState of(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return new FileState(
                attributes.size(), attributes.lastModifiedTime().toInstant(), key == null ? "" : key.toString());
    }

    /**
     * Same bytes as far as can be told without reading: identity is left out, because network shares renumber their files; times count to the microsecond,
     * which is what the server keeps of them.
     */
    public boolean sameContent(long otherSize, Instant otherModified) {
        return size == otherSize
                && modified.truncatedTo(ChronoUnit.MICROS).equals(otherModified.truncatedTo(ChronoUnit.MICROS));
    }
}
