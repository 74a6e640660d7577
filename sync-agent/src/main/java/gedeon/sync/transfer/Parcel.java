package gedeon.sync.transfer;

import gedeon.sync.scan.FoundFile;

/** A file and the key that it goes to. */
public record Parcel(FoundFile file, String key) {
    /** Of so few bytes that its way costs more than they do: it goes with others. */
    public static final long SMALL = 1 << 20;

    public Parcel {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a file goes to a key: " + file.file());
        }
    }

    long size() {
        return file.state().size();
    }
}
