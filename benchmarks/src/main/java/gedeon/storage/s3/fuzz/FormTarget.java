package gedeon.storage.s3.fuzz;

import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.forms.Form;
import gedeon.storage.s3.forms.PostPolicy;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Browsers' forms: fields, policy, file and end. The first byte cuts the rest into slices, which never change what a form means. */
public final class FormTarget {
    private static final String TYPE = "multipart/form-data; boundary=b";

    private FormTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(bytes, 1, bytes.length);
        String whole = read(new ByteArrayInputStream(body), body.length + 1, body.length);
        String sliced = read(Slices.of(body, bytes[0]), 1 + (bytes[0] & 15), body.length);
        if (!whole.equals(sliced)) {
            throw new IllegalStateException("slices change what a form means: " + whole + " and " + sliced);
        }
    }

    private static String read(InputStream body, int step, int length) throws IOException {
        try {
            Form form = Form.read(TYPE, body);
            Map<String, String> fields = new TreeMap<>(form.fields());
            String key = form.key();
            byte[] content;
            try (InputStream file = form.file(0, 1 << 20)) {
                content = Slices.readAll(file, step);
            }
            if (content.length >= length) {
                throw new IllegalStateException("a file of " + content.length + " bytes in a body of " + length);
            }
            form.finish();
            policy(fields);
            return key + fields + Arrays.hashCode(content);
        } catch (S3Error declared) {
            return declared.code();
        } catch (EOFException cut) {
            return "cut";
        }
    }

    private static void policy(Map<String, String> fields) {
        try {
            PostPolicy.read(fields.getOrDefault("policy", "")).require(fields, Instant.EPOCH);
        } catch (S3Error declared) {
            // What a client is told.
        }
    }
}
