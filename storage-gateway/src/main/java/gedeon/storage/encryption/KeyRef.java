package gedeon.storage.encryption;

/** Names one generation of a key: the bytes that wrap data keys. Generations begin at 1 and are never used again. */
public record KeyRef(KeyName key, int generation) {
    public KeyRef {
        if (generation < 1) {
            throw new IllegalArgumentException("generations begin at 1, was " + generation);
        }
    }

    @Override
    public String toString() {
        return "generation " + generation + " of " + key;
    }
}
