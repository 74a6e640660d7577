package gedeon.storage.s3.forms;

import gedeon.storage.s3.S3Error;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578, RFC 2046 §5.1), one after the other, through one buffer of 64 KiB whatever their size. A
 * delimiter counts only where a line's end or {@code --} follows it: what merely looks like one is content.
 */
final class FormParts {
    private static final int BUFFER = 64 << 10;
    /** RFC 2046 §5.1.1. */
    private static final int LONGEST_BOUNDARY = 70;
    /** A line of a part's headers names a field and a file. */
    private static final int LONGEST_LINE = 1 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    /** Bytes up to here belong to the part for sure. */
    private int safe;

    private int limit;
    private long came;
    private boolean atDelimiter;
    private boolean last;

    FormParts(InputStream in, String boundary) {
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw malformed("a boundary has 1 to " + LONGEST_BOUNDARY + " characters");
        }
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may stand at the very beginning, without the line's end that belongs to the others.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    static S3Error malformed(String why) {
        return new S3Error("MalformedPOSTRequest", 400, "the body is no well-formed multipart/form-data: " + why);
    }

    /** Goes to the next part's headers, past what is left of this one; false after the last. */
    boolean next() throws IOException {
        while (!atDelimiter) {
            position = safe;
            advance();
        }
        if (last) {
            return false;
        }
        position = safe + delimiter.length + 2;
        safe = position;
        atDelimiter = false;
        return true;
    }

    /** Bytes of the body before the part's content that was not read yet. */
    long taken() {
        return came - (limit - position);
    }

    /** Bytes of the delimiter behind the last part, with its line's end. */
    int closing() {
        return delimiter.length + 4;
    }

    /** Reads what is left of the body, at most about {@code most} bytes, without looking at it. */
    void drain(int most) throws IOException {
        int left = most;
        int n;
        while (left > 0 && (n = in.read(buffer, 0, buffer.length)) >= 0) {
            left -= n;
        }
        position = 0;
        safe = 0;
        limit = 0;
        atDelimiter = true;
        last = true;
    }

    /** One line of a part's headers, without its end; at most {@code most} bytes and 1 KiB. */
    String line(int most) throws IOException {
        int end = position;
        while (true) {
            while (end + 1 < limit && !(buffer[end] == '\r' && buffer[end + 1] == '\n')) {
                end++;
            }
            if (end - position > most) {
                throw FormFields.tooLarge();
            }
            if (end - position > LONGEST_LINE) {
                throw malformed("a line of a part's headers has at most 1 KiB");
            }
            if (end + 1 < limit) {
                String line = new String(buffer, position, end - position, StandardCharsets.UTF_8);
                position = end + 2;
                safe = position;
                return line;
            }
            int before = position;
            fill();
            end -= before - position;
        }
    }

    /** Content of the part; -1 at its end. */
    int read(byte[] target, int offset, int length) throws IOException {
        while (position == safe) {
            if (atDelimiter) {
                return -1;
            }
            advance();
        }
        int n = Math.min(length, safe - position);
        System.arraycopy(buffer, position, target, offset, n);
        position += n;
        return n;
    }

    /** Finds more that surely is content, or the delimiter right behind it. */
    private void advance() throws IOException {
        int at = safe;
        while (true) {
            while (at < limit && buffer[at] != '\r') {
                at++;
            }
            if (at == limit) {
                safe = limit;
                if (position < safe) {
                    return;
                }
                fill();
                at = safe;
            } else if (!begins(at)) {
                at++;
            } else if (limit - at >= delimiter.length + 2) {
                int after = at + delimiter.length;
                boolean end = buffer[after] == '-' && buffer[after + 1] == '-';
                if (end || buffer[after] == '\r' && buffer[after + 1] == '\n') {
                    safe = at;
                    last = end;
                    atDelimiter = true;
                    return;
                }
                at++;
            } else {
                // It may be the delimiter: what follows will tell.
                safe = at;
                if (position < safe) {
                    return;
                }
                fill();
                at = safe;
            }
        }
    }

    private boolean begins(int at) {
        int n = Math.min(delimiter.length, limit - at);
        for (int i = 0; i < n; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** More bytes behind those not yet taken, which move to the buffer's beginning. */
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        safe -= position;
        position = 0;
        if (limit == buffer.length) {
            throw FormFields.tooLarge();
        }
        int n = in.read(buffer, limit, buffer.length - limit);
        if (n < 0) {
            throw malformed("it ended before its closing boundary");
        }
        limit += n;
        came += n;
    }
}
