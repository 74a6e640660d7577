package gedeon.server.assembly;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How much memory the server's own PostgreSQL keeps of its tables ({@code shared_buffers}), in bytes. What it does not need it does not take; what is not there is read
 * again from the system's cache or the disk.
 */
record DatabaseMemory(long bytes) {
    private static final long LEAST = 128L << 20;
    private static final long MOST = 8L << 30;

    /** Blobs, the system's cache of them and this process want the rest. */
    private static final int SHARE = 8;

    /** @throws IllegalArgumentException where it is less than PostgreSQL is usable with */
    DatabaseMemory {
        if (bytes < LEAST) {
            throw new IllegalArgumentException(
                    "GEDEON_DATABASE_MEMORY must be at least " + (LEAST >> 20) + " (megabytes), was " + (bytes >> 20));
        }
    }

    /** Of a machine, or container, of so many bytes: an eighth, between 128 MiB and 8 GiB. */
    static DatabaseMemory ofMachine(long bytes) {
        return new DatabaseMemory(Math.clamp(bytes / SHARE, LEAST, MOST));
    }

    static DatabaseMemory ofThisMachine() {
        return ofMachine(((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize());
    }

    static DatabaseMemory ofMegabytes(String text) {
        try {
            return new DatabaseMemory(Math.multiplyExact(Long.parseLong(text.strip()), 1L << 20));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "GEDEON_DATABASE_MEMORY is a number of megabytes, was \"" + text + "\"", e);
        }
    }

    List<String> settings() {
        return List.of("shared_buffers=" + (bytes >> 20) + "MB");
    }
}
