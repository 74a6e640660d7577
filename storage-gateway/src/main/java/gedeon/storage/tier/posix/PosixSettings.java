package gedeon.storage.tier.posix;

/**
 * @param packUpTo blobs of at most this many bytes share packs; -1: never
 * @param packSize bytes of a pack at most
 * @param floor free bytes below which nothing more is written
 */
public record PosixSettings(long packUpTo, long packSize, long floor) {
    public static final PosixSettings DEFAULTS = new PosixSettings(1 << 20, 1L << 30, 256L << 20);

    public PosixSettings {
        if (packUpTo >= packSize / 2) {
            throw new IllegalArgumentException(
                    "packUpTo is below half of packSize, was " + packUpTo + " of " + packSize);
        }
        if (packUpTo > 16 << 20) {
            throw new IllegalArgumentException("packUpTo is at most 16 MiB, was " + packUpTo);
        }
        if (packSize < 4 << 20 || packSize > 1L << 30) {
            throw new IllegalArgumentException("packSize is 4 MiB to 1 GiB, was " + packSize);
        }
        if (floor < 0) {
            throw new IllegalArgumentException("floor is never negative, was " + floor);
        }
    }
}
