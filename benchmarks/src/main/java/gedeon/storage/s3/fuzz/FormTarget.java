package gedeon.storage.s3.fuzz;

import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.forms.Form;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Browsers' forms: fields, file and end. */
public final class FormTarget {
    private FormTarget() {}

    public static void fuzzerTestOneInput(byte[] body) throws IOException {
        try {
            Form form = Form.read("multipart/form-data; boundary=b", new ByteArrayInputStream(body));
            form.key();
            try (InputStream file = form.file(0, 1 << 20)) {
                file.readAllBytes();
            }
            form.finish();
        } catch (S3Error | EOFException declared) {
            // What a client is told.
        }
    }
}
