package gedeon.storage.tier.adopted;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** Between paths and their bytes, whatever the locale of this process: a name is bytes on the disk, and its text may have lost some of them. */
public final class RawPaths {
    private RawPaths() {}

    /** The bytes of a path's last name. */
    public static byte[] name(Path path) {
        String text = String.valueOf(path.getFileName());
        if (plain(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        String raw = path.toUri().getRawPath();
        int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
        return decoded(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end));
    }

    /** @param below names with {@code /} between them */
    public static Path under(Path root, byte[] below) {
        String text = new String(below, StandardCharsets.ISO_8859_1);
        if (plain(text)) {
            return root.resolve(text);
        }
        String base = root.toUri().getRawPath();
        return Path.of(URI.create("file://" + base + (base.endsWith("/") ? "" : "/") + encoded(below)));
    }

    /** Whether every locale reads and writes it as it is; a question mark may stand for a byte that it has no letter for. */
    private static boolean plain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '?');
    }

    private static String encoded(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 3);
        for (byte one : bytes) {
            if (one == '/') {
                text.append('/');
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
            }
        }
        return text.toString();
    }

    private static byte[] decoded(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
