package gedeon.storage.encryption;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a blob's data key.
 *
 * @param kind whose key wraps it
 * @param ref that key; null for a key that its owner sends
 * @param wrapped the data key under it
 */
public record BlobKey(Kind kind, @Nullable KeyRef ref, byte[] wrapped) {
    /** Whose key wraps the data key; the letter is the database's. */
    public enum Kind {
        NOTEBOOK('n'),
        NAMED('k'),
        OWNERS('c');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }

        public static Kind of(String letter) {
            for (Kind kind : values()) {
                if (letter.length() == 1 && letter.charAt(0) == kind.letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of key: \"" + letter + "\"");
        }
    }

    public BlobKey {
        if ((ref == null) != (kind == Kind.OWNERS)) {
            throw new IllegalArgumentException(
                    "an owner's key has no name here, every other has one: " + kind + ", " + ref);
        }
    }

    @Override
    public String toString() {
        return "BlobKey[" + kind + ", " + ref + "]";
    }
}
