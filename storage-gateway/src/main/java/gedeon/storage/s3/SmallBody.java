package gedeon.storage.s3;

import java.io.IOException;

/** A request body that is XML or JSON, read whole and bounded, with what was declared of it checked. */
final class SmallBody {
    private static final int LARGEST = 2 << 20;

    private SmallBody() {}

    static byte[] read(Call call) throws IOException {
        Body body = Body.of(call);
        byte[] bytes = body.stream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new S3Error("MalformedXML", 400, "the body is longer than 2 MiB");
        }
        Digests.require(bytes, body.declared().get());
        return bytes;
    }
}
