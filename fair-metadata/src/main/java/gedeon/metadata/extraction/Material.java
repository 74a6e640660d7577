package gedeon.metadata.extraction;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One acquisition as readers see it: its name and its files, read by ranges. Reading costs a round trip to the store, so readers ask for headers in blocks of
 * some KiB, not byte by byte, and never for a whole large file. Not for use by two threads.
 */
public interface Material {
    /** Name of the acquisition as the instrument gave it: a file's or a folder's name. */
    String name();

    /** True where the acquisition is a folder; its files' paths are then relative to it. */
    boolean folder();

    /** Every file, in order of path; a single-file acquisition has one, companions beside it come too. */
    List<MaterialFile> files();

    /**
     * Bytes from {@code offset}, up to {@code length}; fewer only at the end of the file, none beyond it.
     *
     * @throws BudgetSpent where the acquisition's reading budget is used up
     */
    byte[] read(MaterialFile file, long offset, int length) throws IOException;

    /** The file of that path, letters of either case. */
    default Optional<MaterialFile> file(String path) {
        return files().stream().filter(f -> f.path().equalsIgnoreCase(path)).findFirst();
    }

    /** The first file that is not a companion: the only one, or the first in order. */
    default MaterialFile main() {
        return files().getFirst();
    }

    /** A file of an acquisition. */
    record MaterialFile(String path, long size) {
        public MaterialFile {
            if (path.isEmpty() || size < 0) {
                throw new IllegalArgumentException("a file has a path and a size, was \"" + path + "\", " + size);
            }
        }

        /** The last part of the path. */
        public String fileName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** The reading budget is used up: what was found so far stays, marked as truncated. */
    final class BudgetSpent extends IOException {
        private static final long serialVersionUID = 1;

        public BudgetSpent(long budget) {
            super("more than " + budget + " bytes asked for");
        }
    }
}
