package gedeon.sync.agent;

import java.util.List;

/**
 * What one run did: acquisitions that got their receipt, their files and bytes, how many of them by a quiet period alone; how many were
 * refused for want of room; how many still wait; sentences about what is in trouble.
 */
public record RunReport(
        long acquisitions,
        long files,
        long bytes,
        long provisional,
        long refused,
        long waiting,
        List<String> troubles) {
    public RunReport {
        troubles = List.copyOf(troubles);
    }
}
