package gedeon.sync.journal;

/**
 * What is remembered of each acquisition while nothing happens to it: four numbers under a hash of its name, 32 bytes and no objects, so that a
 * million of them fit into some fifty megabytes. Grows a 256th at a time, never as a whole. Not thread-safe.
 */
final class Slots {
    /** Where there is none. */
    static final long NONE = -1;

    private static final int SEGMENTS = 256;
    private static final int WIDTH = 4;
    private static final int SMALLEST = 8;

    private final long[][] segments = new long[SEGMENTS][];
    private final int[] counts = new int[SEGMENTS];

    interface Visitor {
        void at(long slot);
    }

    /** Of {@code id}, which is not 0; {@link #NONE} where there is none. */
    long find(long id) {
        int segment = segment(id);
        long[] words = segments[segment];
        if (words == null) {
            return NONE;
        }
        int at = place(words, id);
        return words[at] == id ? handle(segment, at) : NONE;
    }

    /** Of {@code id}, made with zeros where there is none. Handles of before are void where one was made. */
    long make(long id) {
        if (id == 0) {
            throw new IllegalArgumentException("0 marks what is empty");
        }
        int segment = segment(id);
        long[] words = segments[segment];
        if (words == null) {
            words = new long[SMALLEST * WIDTH];
            segments[segment] = words;
        }
        int at = place(words, id);
        if (words[at] == id) {
            return handle(segment, at);
        }
        if ((counts[segment] + 1) * 4 > words.length / WIDTH * 3) {
            words = grown(words);
            segments[segment] = words;
            at = place(words, id);
        }
        words[at] = id;
        counts[segment]++;
        return handle(segment, at);
    }

    /** Does nothing where there is none. Handles of before are void. */
    void remove(long id) {
        int segment = segment(id);
        long[] words = segments[segment];
        if (words == null) {
            return;
        }
        int hole = place(words, id);
        if (words[hole] != id) {
            return;
        }
        counts[segment]--;
        // What stands behind a hole and was pushed there by what it held moves up, so that no search ends too early.
        int next = after(words, hole);
        while (words[next] != 0) {
            int home = home(words, words[next]);
            boolean reachable = hole <= next ? home > hole && home <= next : home > hole || home <= next;
            if (!reachable) {
                System.arraycopy(words, next, words, hole, WIDTH);
                hole = next;
            }
            next = after(words, next);
        }
        java.util.Arrays.fill(words, hole, hole + WIDTH, 0);
    }

    long id(long slot) {
        return word(slot, 0);
    }

    long get(long slot, int which) {
        return word(slot, which);
    }

    void set(long slot, int which, long value) {
        segments[(int) (slot >>> 32)][(int) slot + which] = value;
    }

    int size() {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /** In no order; nothing may be made or removed meanwhile. */
    void each(Visitor visitor) {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            long[] words = segments[segment];
            for (int at = 0; words != null && at < words.length; at += WIDTH) {
                if (words[at] != 0) {
                    visitor.at(handle(segment, at));
                }
            }
        }
    }

    private long word(long slot, int which) {
        return segments[(int) (slot >>> 32)][(int) slot + which];
    }

    private static long handle(int segment, int at) {
        return (long) segment << 32 | at;
    }

    private static int segment(long id) {
        return (int) (id >>> 56);
    }

    private static int home(long[] words, long id) {
        return (int) ((id & 0xffffffffL) * (words.length / WIDTH) >>> 32) * WIDTH;
    }

    private static int after(long[] words, int at) {
        return at + WIDTH == words.length ? 0 : at + WIDTH;
    }

    /** Where {@code id} is, or would be. */
    private static int place(long[] words, long id) {
        int at = home(words, id);
        while (words[at] != 0 && words[at] != id) {
            at = after(words, at);
        }
        return at;
    }

    private static long[] grown(long[] words) {
        int capacity = words.length / WIDTH;
        long[] larger = new long[(capacity + capacity / 2) * WIDTH];
        for (int at = 0; at < words.length; at += WIDTH) {
            if (words[at] != 0) {
                System.arraycopy(words, at, larger, place(larger, words[at]), WIDTH);
            }
        }
        return larger;
    }
}
