package gedeon.metadata.exchange.rocrate;

import java.util.HexFormat;

/** Keys as text whose order is that of their bytes. */
final class Hex {
    private Hex() {}

    static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text);
    }
}
