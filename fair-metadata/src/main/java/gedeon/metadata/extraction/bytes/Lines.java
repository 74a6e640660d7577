package gedeon.metadata.extraction.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of a text, ended by LF, CR or CRLF. A line longer than the limit is cut, its rest skipped; after the most bytes the text ends. */
public final class Lines {
    private static final int LONGEST = 16 << 10;

    private final InputStream stream;
    private final Charset charset;
    private long left;
    private int pushed = -2;

    /** UTF-8 where the text starts like it or is plain ASCII: callers that know better name the charset. */
    public Lines(InputStream stream, Charset charset, long most) {
        this.stream = stream instanceof java.io.BufferedInputStream
                ? stream
                : new java.io.BufferedInputStream(stream, 16 << 10);
        this.charset = charset;
        this.left = most;
    }

    public static Lines of(RangeBuffer buffer, Charset charset, long most) {
        return new Lines(new RangeStream(buffer, 0, most), charset, most);
    }

    /** The next line without its end, or null after the last. */
    public @Nullable String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int b = take();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n' && b != '\r') {
            if (line.size() < LONGEST) {
                line.write(b);
            }
            b = take();
        }
        if (b == '\r') {
            int after = take();
            if (after != '\n') {
                pushed = after;
            }
        }
        String text = line.toString(charset);
        return charset.equals(StandardCharsets.UTF_8) && text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** True where the text went on after the most bytes. */
    public boolean cut() {
        return left <= 0;
    }

    private int take() throws IOException {
        if (pushed != -2) {
            int b = pushed;
            pushed = -2;
            return b;
        }
        if (left <= 0) {
            return -1;
        }
        left--;
        return stream.read();
    }
}
