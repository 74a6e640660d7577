package gedeon.storage.tier.adopted;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was when it was adopted.
 *
 * @param path its bytes below the folder; rarely anything but UTF-8, never with {@code .}, {@code ..} or a link in it
 * @param modified nanoseconds since 1970
 * @param sha256 and {@code md5}: null while it was not hashed
 */
public record AdoptedFile(
        BlobId blob,
        byte[] path,
        long size,
        long modified,
        State state,
        @Nullable Digest sha256,
        @Nullable Digest md5) {
    public enum State {
        SEEN('s'),
        HASHED('h'),
        CHANGED('c'),
        GONE('g'),
        /** Nothing here is read any more: its bytes lie elsewhere, or nobody names them. */
        LEFT('l');

        private final char letter;

        State(char letter) {
            this.letter = letter;
        }

        public String letter() {
            return String.valueOf(letter);
        }

        public static State of(String letter) {
            for (State one : values()) {
                if (one.letter().equals(letter)) {
                    return one;
                }
            }
            throw new IllegalArgumentException("no state of an adopted file is \"" + letter + "\"");
        }
    }

    public boolean hashed() {
        return sha256 != null;
    }

    /** Whether a file looks as this one did. */
    public boolean looksLike(Look look) {
        return look.size() == size && look.modified() == modified;
    }

    /**
     * What can be seen of a file without reading it.
     *
     * @param key tells two files apart that have one name after the other
     */
    public record Look(long size, long modified, @Nullable Object key) {}

    /** @param blockCrcs CRC32C of each 256 KiB, four bytes each */
    public record Hashed(Digest sha256, Digest md5, byte[] blockCrcs, long modified) {}
}
