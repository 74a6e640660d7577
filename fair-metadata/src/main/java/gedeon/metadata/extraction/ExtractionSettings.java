package gedeon.metadata.extraction;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Bounds of extraction.
 *
 * @param java executable that runs the reading processes
 * @param classPath theirs
 * @param workers most processes at once; each takes {@code heapMiB} and some 60 MiB more
 * @param timeLimit for one acquisition, waiting for the store included
 * @param heapMiB memory of a process
 * @param outputLimit most bytes that one acquisition's fields may take
 * @param readingBudget most bytes that are read of one acquisition
 * @param openFiles most files that a process may have open besides its libraries, where a shell can set that; 0: no limit
 * @param acquisitions a process that has read so many is replaced
 */
public record ExtractionSettings(
        Path java,
        String classPath,
        int workers,
        Duration timeLimit,
        int heapMiB,
        int outputLimit,
        long readingBudget,
        int openFiles,
        int acquisitions) {
    public ExtractionSettings {
        if (!Files.isExecutable(java)) {
            throw new IllegalArgumentException(
                    "extraction needs a Java to run its processes, and " + java + " is not executable");
        }
        if (classPath.isBlank()) {
            throw new IllegalArgumentException("extraction needs a class path for its processes");
        }
        atLeast(1, workers, "workers");
        atLeast(100, timeLimit.toMillis(), "time limit in ms");
        atLeast(32, heapMiB, "heap in MiB");
        atLeast(64 * 1024, outputLimit, "output limit in bytes");
        atLeast(Frame.LONGEST_READ, readingBudget, "reading budget in bytes");
        atLeast(0, openFiles, "open files");
        atLeast(1, acquisitions, "acquisitions of one process");
    }

    /** This process's Java and class path, two workers, 30 s, 256 MiB, 16 MiB read of each acquisition. */
    public static ExtractionSettings standard() {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return new ExtractionSettings(
                Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java"),
                System.getProperty("java.class.path"),
                2,
                Duration.ofSeconds(30),
                256,
                1 << 20,
                16L << 20,
                64,
                2000);
    }

    public ExtractionSettings withWorkers(int count) {
        return new ExtractionSettings(
                java, classPath, count, timeLimit, heapMiB, outputLimit, readingBudget, openFiles, acquisitions);
    }

    public ExtractionSettings withTimeLimit(Duration limit) {
        return new ExtractionSettings(
                java, classPath, workers, limit, heapMiB, outputLimit, readingBudget, openFiles, acquisitions);
    }

    public ExtractionSettings withHeapMiB(int heap) {
        return new ExtractionSettings(
                java, classPath, workers, timeLimit, heap, outputLimit, readingBudget, openFiles, acquisitions);
    }

    public ExtractionSettings withReadingBudget(long budget) {
        return new ExtractionSettings(
                java, classPath, workers, timeLimit, heapMiB, outputLimit, budget, openFiles, acquisitions);
    }

    private static void atLeast(long least, long value, String what) {
        if (value < least) {
            throw new IllegalArgumentException("extraction: " + what + " must be at least " + least + ", was " + value);
        }
    }
}
