package gedeon.sync.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What names tell: temporary files, and litter of file managers; and how they are written. */
final class Names {
    private static final List<String> TEMPORARY_ENDS =
            List.of(".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~");
    private static final List<String> LITTER = List.of("thumbs.db", "desktop.ini", ".ds_store");

    /** What stands in a text for bytes that are none. */
    private static final char UNREADABLE = '\uFFFD';

    private Names() {}

    static boolean temporary(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("~")
                || lower.startsWith(".~")
                || TEMPORARY_ENDS.stream().anyMatch(lower::endsWith);
    }

    /** In a folder acquisition: as above, but {@code .temp} is a lasting name there (TopSpin's {@code format.temp}). */
    static boolean temporaryInside(String name) {
        return temporary(name) && !name.toLowerCase(Locale.ROOT).endsWith(".temp");
    }

    /** A name that no instrument gives: litter, or hidden as rsync hides what it still writes. */
    static boolean hidden(String name) {
        return name.startsWith(".") || litter(name);
    }

    static boolean litter(String name) {
        return LITTER.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The last name of a path, which may be a relative one. Bytes of it that are no text are written as {@code %FF}, so that names stay apart that differ in these only. */
    static String text(Path path) {
        Path last = path.getFileName();
        if (last == null) {
            return "";
        }
        String name = last.toString();
        return name.indexOf(UNREADABLE) < 0 ? name : spelled(bytes(last));
    }

    /** A relative path with {@code /} between its names. */
    static String slashed(Path path) {
        String text = path.toString();
        if (text.indexOf(UNREADABLE) >= 0) {
            return StreamSupport.stream(path.spliterator(), false)
                    .map(Names::text)
                    .collect(Collectors.joining("/"));
        }
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? text : text.replace(separator, "/");
    }

    /** As they lie on the disk, which only the path's URI tells. */
    private static byte[] bytes(Path name) {
        String raw = name.toUri().getRawPath();
        String last = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        last = last.substring(last.lastIndexOf('/') + 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < last.length(); i++) {
            if (last.charAt(i) == '%') {
                bytes.write(Integer.parseInt(last, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(last.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    private static String spelled(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(3 * bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put(String.format(Locale.ROOT, "%%%02X", in.get()));
            }
            decoder.reset();
        }
    }
}
