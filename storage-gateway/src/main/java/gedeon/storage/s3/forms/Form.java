package gedeon.storage.s3.forms;

import gedeon.storage.s3.S3Error;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A form up to its file: the fields are read, the file is a stream. What comes behind the file is passed over, as S3 does. */
public final class Form {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^\";\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final String FILENAME = "${filename}";
    /** As much as may follow a file before the connection is rather closed than read on. */
    private static final int LONGEST_REST = 64 << 10;

    private final FormParts parts;
    private final FormFields fields;
    private final String filename;

    private Form(FormParts parts, FormFields fields, @Nullable String filename) {
        this.parts = parts;
        this.fields = fields;
        this.filename = filename == null ? "" : filename;
    }

    /** Whether a body of that type is a form. */
    public static boolean is(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Reads the fields. @throws S3Error MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument (no file) */
    public static Form read(String contentType, InputStream body) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw FormParts.malformed("the Content-Type has no boundary");
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        FormParts parts = new FormParts(body, text);
        FormFields fields = new FormFields();
        while (parts.next()) {
            Disposition part = headers(parts, fields);
            if (part.name().equalsIgnoreCase("file")) {
                return new Form(parts, fields, part.filename());
            }
            fields.put(part.name(), value(parts, fields));
        }
        throw S3Error.invalidArgument("a form has exactly one field named file, with the bytes to store");
    }

    private static Disposition headers(FormParts parts, FormFields fields) throws IOException {
        Disposition found = null;
        while (true) {
            String line = parts.line(fields.left());
            fields.count(line.length() + 2);
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("content-disposition")) {
                found = Disposition.of(line.substring(colon + 1));
            }
        }
        if (found == null) {
            throw FormParts.malformed("a part has no Content-Disposition");
        }
        return found;
    }

    private static String value(FormParts parts, FormFields fields) throws IOException {
        byte[] bytes = new byte[fields.left() + 1];
        int size = 0;
        int n;
        while (size < bytes.length && (n = parts.read(bytes, size, bytes.length - size)) >= 0) {
            size += n;
        }
        fields.count(size);
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** A field by its name in lower case. */
    public Optional<String> field(String name) {
        return fields.get(name);
    }

    public Map<String, String> fields() {
        return Map.copyOf(fields.values());
    }

    /** The key to store under: {@code ${filename}} stands for the file's own name, without folders. @throws S3Error InvalidArgument */
    public String key() {
        return field("key")
                .map(key -> key.replace(FILENAME, filename))
                .filter(key -> !key.isEmpty())
                .orElseThrow(() -> S3Error.invalidArgument("a form has a field named key"));
    }

    /**
     * How long the file is if nothing but the closing delimiter follows it, as libraries and browsers send it. Asked before the file is read.
     *
     * @param body length of the whole form
     */
    public long expected(long body) {
        return Math.max(0, body - parts.taken() - parts.closing());
    }

    /** The file's bytes as they come, between {@code least} and {@code most}. @throws S3Error EntityTooLarge, EntityTooSmall while it is read */
    public InputStream file(long least, long most) {
        return new InputStream() {
            private final byte[] one = new byte[1];
            private long total;

            @Override
            public int read() throws IOException {
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int n = parts.read(target, offset, length);
                if (n < 0 && total < least) {
                    throw new S3Error(
                            "EntityTooSmall",
                            400,
                            "the file has " + total + " bytes; the policy asks for at least " + least);
                }
                total += Math.max(0, n);
                if (total > most) {
                    throw new S3Error(
                            "EntityTooLarge", 400, "the file has more than the " + most + " bytes that are allowed");
                }
                return n;
            }
        };
    }

    /** Reads on behind the file, so that the connection can be used again; gives up where much follows. */
    public void finish() throws IOException {
        parts.drain(LONGEST_REST);
    }
}
