package gedeon.sync.journal;

import java.nio.ByteBuffer;

/**
 * What stands before each record's text, in 56 bytes: of which acquisition it is, where the record before it of the same acquisition stands, and how the
 * acquisition stands after it. A journal is opened by these alone.
 *
 * @param gone nothing is remembered of it from here on
 * @param whole with those linked to it, it tells all of it and nothing twice
 * @param unsent it waits for something
 * @param provisional what the server has of it was finished by quiet alone
 * @param unlooked and was not read again since
 * @param source a hash of its source's name
 * @param id a hash of its source and name, never 0
 * @param print the first half of the content for which there is a receipt; 0 where there is none
 * @param previous position of the record before; -1 where this is the first
 * @param seconds when it was received, and else when it was first seen, since 1970
 * @param bytes received
 */
record Head(
        boolean gone,
        boolean whole,
        boolean unsent,
        boolean provisional,
        boolean unlooked,
        int source,
        long id,
        long print,
        long previous,
        long seconds,
        long bytes) {
    static final int LENGTH = 56;

    private static final int GONE = 1;
    private static final int UNSENT = 2;
    private static final int PROVISIONAL = 4;
    private static final int WHOLE = 8;
    private static final int UNLOOKED = 16;

    byte[] with(byte[] text) {
        int flags = (gone ? GONE : 0)
                | (unsent ? UNSENT : 0)
                | (provisional ? PROVISIONAL : 0)
                | (whole ? WHOLE : 0)
                | (unlooked ? UNLOOKED : 0);
        return ByteBuffer.allocate(LENGTH + text.length)
                .putInt(1)
                .putInt(flags)
                .putInt(source)
                .putInt(0)
                .putLong(id)
                .putLong(print)
                .putLong(previous)
                .putLong(seconds)
                .putLong(bytes)
                .put(text)
                .array();
    }

    /** Of a record's bytes, from where the buffer stands; it stands at the text afterwards. */
    static Head of(ByteBuffer record) {
        record.getInt();
        int flags = record.getInt();
        int source = record.getInt();
        record.getInt();
        return new Head(
                (flags & GONE) != 0,
                (flags & WHOLE) != 0,
                (flags & UNSENT) != 0,
                (flags & PROVISIONAL) != 0,
                (flags & UNLOOKED) != 0,
                source,
                record.getLong(),
                record.getLong(),
                record.getLong(),
                record.getLong(),
                record.getLong());
    }

    Head after(long other) {
        return new Head(gone, whole, unsent, provisional, unlooked, source, id, print, other, seconds, bytes);
    }

    Head asWhole() {
        return new Head(gone, true, unsent, provisional, unlooked, source, id, print, previous, seconds, bytes);
    }
}
