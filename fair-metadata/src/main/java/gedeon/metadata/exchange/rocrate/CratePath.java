package gedeon.metadata.exchange.rocrate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Object keys as relative references ({@code @id}): letters of all scripts stay (RO-Crate 1.2, Encoding file paths), what RFC 3986 gives a meaning is percent-encoded, and
 * nothing in a key can make it absolute, climb, or end like a folder.
 */
final class CratePath {
    private static final String PLAIN = "-._~!$&'()*+,;=@";

    private CratePath() {}

    /** A file. */
    static String file(byte[] key) {
        String path = folderless(key);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) + "%2F" : path;
    }

    /** A folder: what the keys {@code low} and {@code high} and all between them share, up to a slash; empty where they share none. */
    static String folder(byte[] low, byte[] high) {
        int slash = 0;
        for (int i = 0; i < low.length && i < high.length && low[i] == high[i]; i++) {
            slash = low[i] == '/' ? i + 1 : slash;
        }
        byte[] shared = Arrays.copyOf(low, slash);
        String path = folderless(shared);
        return path.endsWith("/") ? path : "";
    }

    private static String folderless(byte[] key) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            return segments(new String(key, StandardCharsets.ISO_8859_1), true);
        }
        return segments(text, false);
    }

    private static String segments(String text, boolean bytes) {
        StringBuilder out = new StringBuilder();
        String[] segments = text.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            if (i > 0) {
                // an empty segment would vanish, or begin an address
                out.append(segments[i - 1].isEmpty() ? "%2F" : "/");
            }
            if (segments[i].equals(".") || segments[i].equals("..")) {
                out.append(segments[i].replace(".", "%2E"));
            } else {
                segment(out, segments[i], i == 0, bytes);
            }
        }
        return out.toString();
    }

    private static void segment(StringBuilder out, String segment, boolean first, boolean bytes) {
        segment.codePoints().forEach(c -> {
            boolean plain = c < 0x80
                    ? Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0 || c == ':' && !first
                    : !bytes && Character.isLetterOrDigit(c);
            if (plain) {
                out.appendCodePoint(c);
            } else if (bytes) {
                percent(out, (byte) c);
            } else {
                for (byte b : new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8)) {
                    percent(out, b);
                }
            }
        });
    }

    private static void percent(StringBuilder out, byte value) {
        out.append(String.format(Locale.ROOT, "%%%02X", value & 0xff));
    }
}
