package gedeon.storage.figures;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Objects whose sizes and bytes follow from a seed, so that any range of any of them can be compared without having kept it. The large ones lie spread between the small. */
record Seeded(long seed, int small, int large, long largeSize) {
    private static final int BLOCK = 64 << 10;
    private static final double MOST_SMALL = 256 << 10;

    int count() {
        return small + large;
    }

    long bytes() {
        long sum = 0;
        for (int i = 0; i < count(); i++) {
            sum += size(i);
        }
        return sum;
    }

    boolean isLarge(int object) {
        return large > 0 && object % (count() / large) == count() / large / 2 && object / (count() / large) < large;
    }

    /** Which object is the large one of that number. */
    int ofLarge(int number) {
        return number * (count() / large) + count() / large / 2;
    }

    String key(int object) {
        return "objects/" + object;
    }

    /** As many of some bytes as of some hundred thousand; one in a hundred is empty. */
    long size(int object) {
        Random random = random(object, -1);
        return isLarge(object)
                ? largeSize + random.nextInt(BLOCK)
                : random.nextInt(100) == 0 ? 0 : (long) Math.pow(MOST_SMALL, random.nextDouble());
    }

    private Random random(int object, long block) {
        return new Random((seed * 1_000_003 + object) * 1_000_003 + block);
    }

    private byte[] block(int object, long number) {
        byte[] block = new byte[BLOCK];
        random(object, number).nextBytes(block);
        return block;
    }

    InputStream open(int object) {
        long size = size(object);
        return new InputStream() {
            private byte[] block = new byte[0];
            private long position;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int most) {
                if (position == size) {
                    return -1;
                }
                int at = (int) (position % BLOCK);
                if (at == 0) {
                    block = block(object, position / BLOCK);
                }
                int count = (int) Math.min(Math.min(most, BLOCK - at), size - position);
                System.arraycopy(block, at, into, from, count);
                position += count;
                return count;
            }
        };
    }

    /** In what {@code in} differs from the bytes {@code [from, from + length)} of an object; empty where it is the same to its end. */
    Optional<String> difference(int object, InputStream in, long from, long length) throws IOException {
        byte[] found = new byte[BLOCK];
        long end = from + length;
        for (long position = from; position < end; ) {
            int at = (int) (position % BLOCK);
            int count = (int) Math.min(BLOCK - at, end - position);
            int read = in.readNBytes(found, 0, count);
            byte[] block = block(object, position / BLOCK);
            int other = Arrays.mismatch(found, 0, read, block, at, at + read);
            if (other >= 0) {
                return Optional.of(key(object) + " has another byte at " + (position + other));
            }
            if (read < count) {
                return Optional.of(key(object) + " ends at " + (position + read) + " and not at " + end);
            }
            position += count;
        }
        return in.read() < 0 ? Optional.empty() : Optional.of(key(object) + " goes on behind " + end);
    }
}
