package gedeon.storage.objects;

import java.util.zip.Checksum;

/** CRC-64/NVME (NVM Express base specification; polynomial AD93D23594C93659, reflected), eight bytes a step by sliced tables. */
final class Crc64Nvme implements Checksum {
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();

    private long crc = -1;

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int n = 0; n < 256; n++) {
            long value = n;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) != 0 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
            }
            tables[0][n] = value;
        }
        for (int n = 0; n < 256; n++) {
            for (int k = 1; k < 8; k++) {
                tables[k][n] = (tables[k - 1][n] >>> 8) ^ tables[0][(int) tables[k - 1][n] & 0xff];
            }
        }
        return tables;
    }

    @Override
    public void update(int b) {
        crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ b) & 0xff];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        java.nio.ByteBuffer words = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (; at + 8 <= end; at += 8) {
            long x = crc ^ words.getLong(at);
            crc = TABLES[7][(int) x & 0xff]
                    ^ TABLES[6][(int) (x >>> 8) & 0xff]
                    ^ TABLES[5][(int) (x >>> 16) & 0xff]
                    ^ TABLES[4][(int) (x >>> 24) & 0xff]
                    ^ TABLES[3][(int) (x >>> 32) & 0xff]
                    ^ TABLES[2][(int) (x >>> 40) & 0xff]
                    ^ TABLES[1][(int) (x >>> 48) & 0xff]
                    ^ TABLES[0][(int) (x >>> 56)];
        }
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
