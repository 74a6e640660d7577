package gedeon.storage.objects;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * CRC-64/NVME (NVM Express base specification; polynomial AD93D23594C93659, reflected). Eight bytes a step by sliced tables, four stretches at a time: one
 * stretch alone waits for its own tables. The four are joined by the map that passes over a stretch of zeros, since the CRC is linear.
 */
final class Crc64Nvme implements Checksum {
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final int STRETCH = 4096;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Eight tables of 256, one after the other: the k-th passes over k zero bytes after its own. */
    private static final long[] SLICES = slices();
    /** The same form: what a state becomes after {@link #STRETCH} zero bytes, by each of its bytes. */
    private static final long[] OVER_STRETCH = overStretch();

    private long crc = -1;

    private static long[] slices() {
        long[] table = new long[8 * 256];
        for (int n = 0; n < 256; n++) {
            long value = n;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) != 0 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
            }
            table[n] = value;
        }
        for (int i = 256; i < table.length; i++) {
            table[i] = (table[i - 256] >>> 8) ^ table[(int) table[i - 256] & 0xff];
        }
        return table;
    }

    private static long[] overStretch() {
        long[] bits = new long[64];
        for (int bit = 0; bit < 64; bit++) {
            long state = 1L << bit;
            for (int i = 0; i < STRETCH; i++) {
                state = (state >>> 8) ^ SLICES[(int) state & 0xff];
            }
            bits[bit] = state;
        }
        long[] table = new long[8 * 256];
        for (int i = 0; i < table.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                if ((i >>> bit & 1) != 0) {
                    table[i] ^= bits[(i >>> 8) * 8 + bit];
                }
            }
        }
        return table;
    }

    private static long step(long x) {
        return SLICES[7 * 256 + ((int) x & 0xff)]
                ^ SLICES[6 * 256 + ((int) (x >>> 8) & 0xff)]
                ^ SLICES[5 * 256 + ((int) (x >>> 16) & 0xff)]
                ^ SLICES[4 * 256 + ((int) (x >>> 24) & 0xff)]
                ^ SLICES[3 * 256 + ((int) (x >>> 32) & 0xff)]
                ^ SLICES[2 * 256 + ((int) (x >>> 40) & 0xff)]
                ^ SLICES[256 + ((int) (x >>> 48) & 0xff)]
                ^ SLICES[(int) (x >>> 56) & 0xff];
    }

    private static long overStretch(long x) {
        return OVER_STRETCH[(int) x & 0xff]
                ^ OVER_STRETCH[256 + ((int) (x >>> 8) & 0xff)]
                ^ OVER_STRETCH[2 * 256 + ((int) (x >>> 16) & 0xff)]
                ^ OVER_STRETCH[3 * 256 + ((int) (x >>> 24) & 0xff)]
                ^ OVER_STRETCH[4 * 256 + ((int) (x >>> 32) & 0xff)]
                ^ OVER_STRETCH[5 * 256 + ((int) (x >>> 40) & 0xff)]
                ^ OVER_STRETCH[6 * 256 + ((int) (x >>> 48) & 0xff)]
                ^ OVER_STRETCH[7 * 256 + ((int) (x >>> 56) & 0xff)];
    }

    private static long four(long state, byte[] bytes, int at) {
        long a = state;
        long b = 0;
        long c = 0;
        long d = 0;
        for (int i = at; i < at + STRETCH; i += 8) {
            a = step(a ^ (long) LONGS.get(bytes, i));
            b = step(b ^ (long) LONGS.get(bytes, i + STRETCH));
            c = step(c ^ (long) LONGS.get(bytes, i + 2 * STRETCH));
            d = step(d ^ (long) LONGS.get(bytes, i + 3 * STRETCH));
        }
        return overStretch(overStretch(overStretch(a) ^ b) ^ c) ^ d;
    }

    @Override
    public void update(int b) {
        crc = (crc >>> 8) ^ SLICES[(int) (crc ^ b) & 0xff];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        long state = crc;
        for (; at + 4 * STRETCH <= end; at += 4 * STRETCH) {
            state = four(state, bytes, at);
        }
        for (; at + 8 <= end; at += 8) {
            state = step(state ^ (long) LONGS.get(bytes, at));
        }
        crc = state;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }
}
