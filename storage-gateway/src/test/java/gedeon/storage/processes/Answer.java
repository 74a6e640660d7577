package gedeon.storage.processes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an S3 port answered. */
public record Answer(int status, Map<String, String> headers, byte[] body) {
    /** An answer to a request without a body of its own, such as HEAD, has a length and no bytes. */
    static Answer read(InputStream in, boolean head) throws IOException {
        String first = line(in);
        int status = Integer.parseInt(first.split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        String line;
        while (!(line = line(in)).isEmpty()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean none = head || status < 200 || status == 204 || status == 304;
        return new Answer(status, headers, none ? new byte[0] : body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("an answer ended after " + body.length + " of " + length + " bytes");
            }
            return body;
        }
        var body = new java.io.ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line(in), 16);
            body.write(in.readNBytes(size));
            line(in);
        } while (size > 0);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        var line = new java.io.ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("the connection was closed before its answer");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Of the first element of that name in the body. */
    public String element(String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(text());
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + status + " " + text());
        }
        return found.group(1).replace("&quot;", "\"").replace("&amp;", "&");
    }

    /** This answer, if it has that status. */
    public Answer expect(int wanted) throws IOException {
        if (status != wanted) {
            throw new IOException("status " + status + " instead of " + wanted + ": " + text());
        }
        return this;
    }
}
