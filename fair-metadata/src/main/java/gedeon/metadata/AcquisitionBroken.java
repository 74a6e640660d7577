package gedeon.metadata;

import java.util.UUID;

/**
 * What is stored of an acquisition is not what its agent had declared. The agent sends those files again, where it still has them.
 *
 * @param files how many of it
 * @param first the first of them, and what is wrong with it
 */
public record AcquisitionBroken(
        UUID dataset, int content, int notebook, String instrument, String name, long files, String first) {}
